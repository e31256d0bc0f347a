/** A slice of `npm run accuracy -- quality`, and the truth that it goes by. */
import { beforeAll, describe, expect, it } from "vitest";
import { program } from "../../bench/meter/launch.ts";
import { buildEngine } from "../../engine/image/desktop.ts";
import { withFigures } from "../../lab/accuracy/document.ts";
import { qualityPlots } from "../../lab/accuracy/quality/curves.ts";
import { DIPS } from "../../lab/accuracy/quality/dips.ts";
import { FIGURE_NAMES } from "../../lab/accuracy/quality/figure.ts";
import { idealEvent } from "../../lab/accuracy/quality/half-cycle-truth.ts";
import {
	type QualityReport,
	qualityReportOf,
	summaryOf,
	verdictOf,
} from "../../lab/accuracy/quality/report.ts";
import { Signal } from "../../lab/accuracy/quality/signal.ts";
import { documentLines } from "../../lab/accuracy/quality/tables.ts";
import {
	cyclesAt,
	NOMINAL_VOLTS,
	SIGNALS,
	sinesFromZero,
} from "../../lab/accuracy/quality/test-signals.ts";
import { channelsOf } from "../../lab/accuracy/quality/truth.ts";
import { bundleFirmware } from "../../scripts/bundle.ts";
import { bundled, conversionOfModule } from "./bundled.ts";

type Examiner = typeof import("../../lab/accuracy/quality/examine.ts");

const METER = 20250001;

/** By their names' beginnings: each figure occurs, and each of its kinds. */
const NAMES = [
	"sine",
	"harmonics 2 to 40 of 5",
	"rectifier, phases",
	"lines next",
	"flicker of 8.8",
];

const EVENTS = DIPS.filter(
	({ name, cycles }) =>
		(name === "dip to 40 %" && cycles === 5) ||
		(name === "swell to 120 %" && cycles === 1.5) ||
		(name === "interruption" && cycles === 5),
);

/** Samples in a second of what the truth is checked by. */
const RATE_HZ = 60_000;

/** Samples of a channel of a signal. */
function sampled(signal: Signal, seconds: number, channel = 0): Float64Array {
	const frames = Math.round(seconds * RATE_HZ);
	const samples = new Float64Array(6 * frames);
	signal.fill(samples, frames, RATE_HZ);
	return Float64Array.from({ length: frames }, (_, at) => samples[6 * at + channel] ?? Number.NaN);
}

function rmsOf(samples: Float64Array): number {
	return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
}

describe("the truth", () => {
	it.each(SIGNALS.map(({ name }, index) => [name, index] as const))(
		"of %s is in the range of a window that is summed sample by sample",
		(_, index) => {
			const frequency = 50;
			const tones = SIGNALS[index]?.tonesAt(frequency) ?? [];
			const [truth] = channelsOf(tones, frequency, SIGNALS[index]?.periodic ?? false);
			const seconds = cyclesAt(frequency) / frequency;
			const samples = sampled(new Signal(tones), seconds);
			for (const order of [1, 2, 3, 7, 11, 13, 40]) {
				let squares = 0;
				for (const k of [-1, 0, 1].map((away) => cyclesAt(frequency) * order + away)) {
					let [re, im] = [0, 0];
					for (const [at, value] of samples.entries()) {
						const angle = (2 * Math.PI * k * at) / samples.length;
						re += value * Math.cos(angle);
						im += value * Math.sin(angle);
					}
					squares += 2 * (Math.hypot(re, im) / samples.length) ** 2;
				}
				const { least, greatest } = truth?.harmonics[order - 1] ?? { least: 0, greatest: 0 };
				expect(Math.sqrt(squares), `order ${order}`).toBeGreaterThan(least - 0.003);
				expect(Math.sqrt(squares), `order ${order}`).toBeLessThan(greatest + 0.003);
			}
		},
	);

	it.each([
		["dip", 0.4, 5, 30, 0],
		["dip", 0.85, 1.5, 200, 0],
		["dip", 0.85, 12.25, 180, 2],
		["swell", 1.2, 1.5, 77, 1],
		["interruption", 0, 5, 0, 0],
	] as const)("of a %s to %f of %f cycles from %f° is that of sums of samples", (...of) => {
		const [kind, factor, cycles, degrees, phase] = of;
		const frequency = 50;
		const from = (10 + degrees / 360) / frequency;
		const to = from + cycles / frequency;
		const step = { from, to, factor, phases: [0, 1, 2].map((each) => each === phase) };
		const signal = new Signal(sinesFromZero(frequency));
		signal.step = step;
		const cycle = RATE_HZ / frequency;
		const samples = sampled(signal, 0.6, 2 * phase);
		const values = Array.from({ length: samples.length - cycle }, (_, at) =>
			rmsOf(samples.subarray(at, at + cycle)),
		).map((volts) => volts / NOMINAL_VOLTS);
		const limit = { dip: 0.9, swell: 1.1, interruption: 0.05 }[kind];
		const outside = values.map((value) => (kind === "swell" ? value > limit : value < limit));
		const first = outside.indexOf(true);
		const inside = values.findIndex(
			(value, n) => n > first && (kind === "swell" ? value < 1.08 : value > limit + 0.02),
		);
		const ideal = idealEvent(kind, { frequency, step });
		expect(ideal?.halves).toBeCloseTo((2 * (inside - first)) / cycle, 1.7);
		const extreme = kind === "swell" ? Math.max(...values) : Math.min(...values);
		expect(ideal?.extreme).toBeCloseTo(extreme, 3);
	});
});

describe("power quality of a calibrated meter", () => {
	let report: QualityReport;

	beforeAll(async () => {
		const engine = program(await buildEngine(), [await bundleFirmware()]);
		const conversion = await conversionOfModule();
		const { examineQuality } = (await bundled("lab/accuracy/quality/examine.ts")) as Examiner;
		const findings = await examineQuality(engine, conversion, METER, {
			signals: SIGNALS.filter(({ name }) => NAMES.some((each) => name.startsWith(each))),
			frequencies: [42.5, 50.271, 60],
			dips: EVENTS,
			dipFrequencies: [50],
			dipDegrees: [0, 120],
		});
		report = qualityReportOf([METER], findings);
	}, 300_000);

	it("reaches each aim, or what is documented of it, and has all figures", () => {
		expect(report.figures.map(({ figure }) => figure)).toEqual(FIGURE_NAMES);
		const failed = report.figures.filter(({ verdict }) => verdict === "fails");
		expect(failed.map(({ title, worst, where }) => `${title}: ${worst}, ${where}`)).toEqual([]);
	});

	it("is reported as tables and plots, which are part of a document", () => {
		const lines = documentLines(report);
		for (const { title } of report.figures) expect(lines.join("\n")).toContain(`| ${title} |`);
		const text = "a\n<!-- figures: x -->\nold\n<!-- end of figures -->\nb\n";
		expect(withFigures(text, "x", ["new"])).toBe(
			"a\n<!-- figures: x -->\n\nnew\n<!-- end of figures -->\nb\n",
		);
		expect(() => withFigures(text, "y", [])).toThrow("no marks for `y`");
		const plots = qualityPlots(report);
		expect(plots.map(({ name }) => name)).toContain("quality-dip-duration-over-phase");
		for (const { svg } of plots) expect(svg).toMatch(/stroke="#0072B2"/);
	});
});

it("an error beyond an aim fails, as a figure that is missing does", () => {
	const judged = (error: number) =>
		verdictOf("voltageThd", {
			sine: summaryOf([
				{ figure: "voltageThd", error, signal: "", frequency: 50, serialNumber: 1, phase: 1 },
			]),
		});
	expect([0.1, -0.1, 0.11, Number.NaN].map(judged)).toEqual(["holds", "holds", "fails", "fails"]);
});
