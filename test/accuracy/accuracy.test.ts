/** A slice of `npm run accuracy`, judged by the aims and not by the limits of standards. */
import { beforeAll, describe, expect, it } from "vitest";
import { program } from "../../bench/meter/launch.ts";
import { buildEngine } from "../../engine/image/desktop.ts";
import { burst, loadSteps, noLoad, tariffs } from "../../lab/accuracy/event-tests.ts";
import type { Examination } from "../../lab/accuracy/examination.ts";
import { CHECKS, type Program, wholeProgram } from "../../lab/accuracy/examine.ts";
import { type AimResult, judge } from "../../lab/accuracy/judge.ts";
import { Noise } from "../../lab/accuracy/noise.ts";
import { worst } from "../../lab/accuracy/quantities.ts";
import { type AccuracyReport, reportOf } from "../../lab/accuracy/report.ts";
import { type CaseResult, resultsOf } from "../../lab/accuracy/results.ts";
import { bundleFirmware } from "../../scripts/bundle.ts";
import { bundled, conversionOfModule } from "./bundled.ts";

/** The ends of each range, and each influence once. */
const CASES = [
	"load 0.01 A PF 1",
	"load 0.02 A PF 0.25 L",
	"load 0.05 A PF 0.5 L",
	"load 0.2 A PF 0.5 L",
	"load 1 A PF 1",
	"load 1 A PF 0.5 L",
	"load 1 A PF 0.25 L",
	"load 2 A PF 0.8 C",
	"load 6 A PF 1",
	"load 5 A PF 1, reverse",
	"load 0.05 A sin φ 1 L",
	"load 1 A sin φ 1 L",
	"load 5 A sin φ 0.5 C",
	"single L2 5 A PF 0.5 L",
	"load 0.001 A PF 1",
	"load 0.005 A PF 0.5 L",
	"voltage 0.8 PF 0.5 L",
	"frequency 45 Hz PF 0.5 L",
	"frequency 65 Hz PF 0.25 L",
	"frequency 65 Hz sin φ 1 L",
	"sequence 132 PF 0.5 L",
	"lost L1",
	"only L2",
	"unbalanced",
	"net",
	"fifth PF 0.5 L",
	"fifth lagging",
	"phase-fired",
	"temperature -25 PF 0.5 L",
	"temperature 55 PF 0.5 L",
	"3P3W PF 0.5 L",
	"2P3W PF 1",
	"1P2W PF 1",
	"quadriform, 1 A, PF 0.5 L, 50 Hz",
	"peaked, 100 mA, PF 1, 50 Hz",
	"1279.6 Hz, I 10 %, 1 A, 50 Hz",
	"half sine of 1 ms at 90°, 1 A, 60.4353 Hz",
	"half sine of 3 ms at 90°, 1 A, 50 Hz",
	"dimmer at 135°, 1 A, 60.4353 Hz",
	"rectifier h3–h11, 1 A, 49.244 Hz",
	"notch of 50 %, 1 ms from 10°, 1 A 56°, 50.1 Hz",
	"notch through zero, 12° from 12°, 1 A 56°, 50 Hz",
	"U 5 % and I 20 % at 2.05 kHz in phase, 1 A, 50 Hz",
	"I 40 % at 2.97 kHz, 1 A, 50 Hz",
	"order 40, U 2 %, I 10 %, in phase, 60 Hz",
	"49.2 Hz, R46 peaked, 1 A, PF 0.5 L",
	"65 Hz, sine, 1 A, PF 0.5 L",
];

const REPEATED = ["repeated 0.01 A PF 1", "repeated 5 A PF 1"];

const ORDINARY = [
	"ordinary -25 °C 0.05 A PF 0.5 L",
	"ordinary -25 °C 2 A PF 0.5 L",
	"ordinary 55 °C 0.2 A PF 0.5 L",
	"ordinary 55 °C 1 A PF 0.8 C",
];

const METERS = [20250001, 31415926];

/** Smallest error in percent of a meter before its calibration: there is something to correct. */
const UNCALIBRATED = 0.5;

let sliced: Program;
let examinations: Examination[];
let results: CaseResult[];
let report: AccuracyReport;

type Examiner = typeof import("../../lab/accuracy/examine.ts");

function slice(): Program {
	const whole = wholeProgram();
	const named = <T extends { readonly id: string }>(all: readonly T[], ids: readonly string[]) => {
		expect(ids.filter((id) => !all.some((one) => one.id === id))).toEqual([]);
		return all.filter(({ id }) => ids.includes(id));
	};
	return {
		cases: named(whole.cases, CASES),
		repeated: named(whole.repeated, REPEATED),
		repetitions: 5,
		events: [noLoad(2), burst([2, 2]), burst([3, 4]), loadSteps, tariffs],
		ordinary: named(whole.ordinary, ORDINARY),
	};
}

beforeAll(async () => {
	const engine = program(await buildEngine(), [await bundleFirmware()]);
	const conversion = await conversionOfModule();
	const { examine } = (await bundled("lab/accuracy/examine.ts")) as Examiner;
	sliced = slice();
	examinations = await Promise.all(
		METERS.map((serialNumber) => examine({ engine, conversion }, serialNumber, sliced)),
	);
	const noise = new Noise(examinations);
	results = [
		...resultsOf(sliced.cases, examinations, ({ outcomes }) => outcomes, noise),
		...resultsOf(sliced.ordinary, examinations, ({ ordinary }) => ordinary, noise),
	];
	report = reportOf(sliced, CHECKS, examinations);
}, 600_000);

/** An aim, and what it found. */
function inWords({ aim, verdict, own }: AimResult): string {
	const { title, unit, limit, documented } = aim;
	const found = `${own?.value} (${own?.case}, meter ${own?.serialNumber})`;
	return `${verdict}: ${title}, at most ${documented?.figure ?? limit} ${unit}: ${found}`;
}

describe("meters of good parts, calibrated at a station with errors", () => {
	it("reach each aim, or what is documented of it", () => {
		const judged = judge(results);
		expect(judged.filter(({ verdict }) => verdict === "fails").map(inWords)).toEqual([]);
		for (const one of judged) expect(one.count, one.aim.title).toBeGreaterThan(0);
	});

	it("stay within the limits of no load, bursts, load steps and tariffs", () => {
		const exceeded = examinations.flatMap(({ findings }) =>
			findings.filter(({ value, limit }) => !(Math.abs(value) <= limit)),
		);
		expect(exceeded).toEqual([]);
	});

	it("are wrong by more than 0.5 % before their calibration", () => {
		for (const { uncalibrated } of examinations) {
			const errors = uncalibrated.flatMap(({ errors: { activePower } }) => activePower);
			expect(Math.abs(worst(errors) ?? Number.NaN)).toBeGreaterThan(UNCALIBRATED);
		}
	});

	it("carry the station's errors, which are most of what is left at 1 A", () => {
		const unity = results.find(({ case: { id } }) => id === "load 1 A PF 1");
		const power = unity?.figures.activePower;
		expect(Math.abs(power?.own ?? Number.NaN)).toBeLessThan(
			Math.abs(power?.statistics.worst ?? Number.NaN) / 2,
		);
	});

	it("with the constants of one point alone are far from the aims", () => {
		const power = (cases: AccuracyReport["ordinary"]) =>
			cases.map(
				({ figures }) => figures.find(({ quantity }) => quantity === "activePower")?.worst ?? NaN,
			);
		expect(Math.abs(worst(power(report.ordinary)) ?? NaN)).toBeLessThan(0.1);
		expect(Math.abs(worst(power(report.onePoint)) ?? NaN)).toBeGreaterThan(0.25);
	});
});
