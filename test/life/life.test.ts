/** A slice of `npm run life`: short lives, on every engine that needs no emulator. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Calibration from "metrology/calibration";
import { Thermometer } from "metrology/correction";
import { LINE_SUMS, PHASE_SUMS, RESULTS, VOLTAGE_COSINE } from "metrology/results";
import Window from "metrology/window";
import { FRAME_RATE_HZ } from "sampling";
import { describe, expect, it } from "vitest";
import ByteCodeKernel from "../../boards/virtual/byte-code-kernel.ts";
import { buildEngine } from "../../engine/image/desktop.ts";
import { startHere, startOf } from "../../lab/life/engines.ts";
import { resultsOf } from "../../lab/life/injection.ts";
import { FAULTS, find } from "../../lab/life/planted.ts";
import { eventsAt, eventsOf, liveScript } from "../../lab/life/run.ts";
import seldomDrawn from "../../lab/life/seldom-drawn.json" with { type: "json" };
import { shorten } from "../../lab/life/shorten.ts";
import { bundleForLives, bundleLife, bundleNodeEngine } from "../../scripts/bundle.ts";
import { ROOT } from "../../testkit/bench.ts";
import { TestFrontEnd } from "../../testkit/board.ts";
import { balanced, frames } from "../../testkit/samples.ts";

/** Events of a life in which every kind of event occurs. */
const EVENTS = 130;

/** The same for an engine of its own process, and the longest stretch of a load in windows. */
const EVENTS_ON_ENGINE = 40;
const WINDOWS_ON_ENGINE = 40;

/** Planted faults of three folders, found soon. */
const PLANTED = ["src/energy/counters.ts", "src/storage/settings-record.ts", "src/pulse/pulses.ts"];

const NOMINAL = { voltageGain: 1, currentGain: 1, powerGain: 1 };

const isOfCarrier = (place: number): boolean =>
	place < LINE_SUMS && place % PHASE_SUMS >= VOLTAGE_COSINE;

describe("injected windows", () => {
	const window = {
		phases: [
			{ voltage: 231, current: 1.5, active: 200, reactive: 282.3 },
			{ voltage: 229, current: 0.02, active: -4, reactive: 2.2 },
			{ voltage: 0, current: 0, active: 0, reactive: 0 },
		],
		cycles: 10,
		frames: 0.2 * FRAME_RATE_HZ,
		reversed: false,
		gains: [NOMINAL, NOMINAL, NOMINAL],
	};

	it("a meter turns the results of a window into the quantities that it was made of", () => {
		const calibration = new Calibration(new TestFrontEnd());
		const measured = new Window(calibration, new Thermometer(new TestFrontEnd()));
		measured.update(resultsOf(window));
		expect(measured.frequency).toBeCloseTo(50, 9);
		window.phases.forEach(({ voltage, current, active, reactive }, phase) => {
			const quantities = measured.phases[phase];
			expect(quantities.voltage).toBeCloseTo(voltage, 9);
			expect(quantities.current).toBeCloseTo(current, 9);
			expect(quantities.activePower).toBeCloseTo(active, 9);
			expect(quantities.reactivePower).toBeCloseTo(reactive, 9);
		});
	});

	it("the results of a window are those of the kernel for its samples", () => {
		const kernel = new ByteCodeKernel();
		const summed: number[] = new Array(RESULTS).fill(0);
		const samples = frames(balanced(230, 1, 60), 50, 0, 2 * FRAME_RATE_HZ);
		for (let at = 0; at < samples.length; at += 480) {
			samples.slice(at, at + 480).forEach((sample, i) => {
				kernel.samples[6 * kernel.end + i] = sample;
			});
			kernel.accept(80);
			while (kernel.take(summed));
		}
		const phase = { voltage: 230, current: 1, active: 115, reactive: 115 * Math.sqrt(3) };
		const injected = resultsOf({ ...window, phases: [phase, phase, phase] });
		const largest = Math.max(...injected.map(Math.abs));
		summed.forEach((value, place) => {
			// Means, of which a window without offset has none; the carrier's phase is any.
			if (injected[place] === 0 || isOfCarrier(place)) return;
			const error = Math.abs(value - (injected[place] ?? Number.NaN));
			expect(error, `result ${place}`).toBeLessThan(2e-3 * Math.abs(value) + 1e-6 * largest);
		});
	});
});

describe("a life", () => {
	it("a short life shows nothing wrong", async () => {
		const lived = await liveScript(startHere, eventsOf(1), (_, events) => events < EVENTS);
		expect(lived.fault).toBeUndefined();
		expect(lived.cuts).toBeGreaterThan(10);
		expect(lived.seconds).toBeGreaterThan(3600);
	});

	it.each(["xs", "node"] as const)(
		"the same seed leaves the same flash image on %s as in this process",
		async (engine) => {
			const unused = () => Promise.reject(new Error("not for this engine"));
			const start = await startOf(engine, {
				firmware: bundleLife,
				xs: () => buildEngine(),
				node: bundleNodeEngine,
				mcu: unused,
				planted: unused,
			});
			const places = Array.from({ length: EVENTS_ON_ENGINE }, (_, place) => place);
			const script = eventsAt(1, places).filter(
				({ event }) => event.kind !== "meter" || event.windows < WINDOWS_ON_ENGINE,
			);
			const there = await liveScript(start, script);
			const here = await liveScript(startHere, script);
			expect(there.fault).toBeUndefined();
			expect(Buffer.compare(there.image, here.image)).toBe(0);
			expect(here.cuts).toBeGreaterThan(0);
		},
	);

	it("events are the same at each draw, whatever is left out", () => {
		const [first, second] = [eventsAt(7, [3, 11]), eventsAt(7, [11])];
		expect(first[1]).toEqual(second[0]);
		expect(first.map(({ place }) => place)).toEqual([3, 11]);
	});

	it("a life that fails is shortened to the events that it needs", async () => {
		const script = Array.from({ length: 200 }, (_, i) => i);
		const needed = [17, 64, 130, 199];
		const fails = async (part: readonly number[]) => needed.every((each) => part.includes(each));
		expect(await shorten(script, fails, () => true)).toEqual(needed);
	});

	it("at least fifty faults can be planted", () => {
		expect(FAULTS.length).toBeGreaterThanOrEqual(50);
		expect(new Set(FAULTS.map(({ file, text }) => `${file} ${text}`)).size).toBe(FAULTS.length);
	});

	it("each fault, and each drawing left out, is of text that is in its file once", () => {
		const times = ({ file, text }: { file: string; text: string }): number =>
			readFileSync(join(ROOT, file), "utf8").split(text).length - 1;
		const astray = [...FAULTS, ...seldomDrawn].filter((patch) => times(patch) !== 1);
		expect(astray).toEqual([]);
	});

	it.each(PLANTED)("lives find a fault planted in %s", async (file) => {
		const number = 1 + FAULTS.findIndex((fault) => fault.file === file);
		const found = await find(number, (fault) =>
			bundleForLives("lab/life/planted-life.ts", `build/life/test-${number}.mjs`, fault),
		);
		expect(found).toMatch(/^seed 1, event /);
	});
});
