import Metrology from "metrology/metrology";
import type Readings from "metrology/readings";
import { RESULTS } from "metrology/results";
import { CHANNELS } from "sampling";
import Timer from "timer";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Mains } from "../../../boards/simulator/screen.ts";
import { ByteCodeNativeKernel } from "./native-kernel.ts";
import { TestPanel } from "./panel.ts";

/** The kernel of the front end; a new one for each test. */
let kernel = new ByteCodeNativeKernel();

vi.mock("simulator/native-kernel", () => ({
	addFrames: (samples: ArrayBufferLike, count: number) => kernel.addFrames(samples, count),
	takeWindow: (results: number[]) => kernel.takeWindow(results),
	framesLost: () => kernel.framesLost(),
	restartKernel: () => kernel.restartKernel(),
	setReference: (phase: number) => kernel.setReference(phase),
}));

const { default: SimulatedFrontEnd } = await import("../../../boards/simulator/front-end.ts");

/** Advances the virtual board's timers to the given frame. */
const advance = (frames: number) =>
	(Timer as unknown as { advance(frames: number): void }).advance(frames);

/** A clock that the test sets. */
function testClock() {
	return {
		milliseconds: 0,
		timerResolutionMs: 1,
		get microseconds() {
			return this.milliseconds * 1000;
		},
	};
}

/** 230 V, 1 A lagging by 30°, 50 Hz. */
const LOADED: Mains = {
	wiring: "3P4W",
	frequency: 50,
	sequence: "123",
	angles: [30, 30, 30],
	voltages: [230, 230, 230],
	currents: [1, 1, 1],
};

describe("the simulator's front end", () => {
	let panel: TestPanel;
	beforeEach(() => {
		panel = new TestPanel();
		kernel = new ByteCodeNativeKernel();
		vi.spyOn(Timer, "repeat");
	});
	afterEach(() => {
		// All front ends would feed the one kernel.
		for (const { value } of vi.mocked(Timer.repeat).mock.results) Timer.clear(value);
		vi.restoreAllMocks();
		vi.unstubAllGlobals();
	});

	const clock = testClock();
	let frames = 0;
	/** Lets time pass, with a call of the timer every 20 ms. */
	const pass = (milliseconds: number) => {
		for (let left = milliseconds; left > 0; left -= 20) {
			clock.milliseconds += 20;
			frames += 160;
			advance(frames);
		}
	};

	/** Starts a front end whose windows are taken and forgotten. */
	const start = () => {
		const frontEnd = new SimulatedFrontEnd(clock);
		const results: number[] = new Array(RESULTS).fill(0);
		frontEnd.start(() => {
			while (frontEnd.take(results));
		});
		return frontEnd;
	};

	/** Returns the readings after three seconds of these mains. */
	const readingsOf = (mains: Mains): Readings => {
		let read: Readings | undefined;
		const target = {
			update(readings: Readings): void {
				read = readings;
			},
		};
		const metrology = new Metrology(new SimulatedFrontEnd(clock), { count() {} }, target);
		metrology.start();
		panel.say({ mains });
		pass(3000);
		if (!read) throw new Error("no readings");
		return read;
	};

	it("metrology measures the values of the panel's sliders", () => {
		const read = readingsOf(LOADED);
		for (const phase of read.phases) {
			expect(phase.voltage).toBeCloseTo(230, 1);
			expect(phase.current).toBeCloseTo(1, 3);
			expect(phase.activePower).toBeCloseTo(199.19, 1);
			expect(phase.reactivePower).toBeCloseTo(115, 1);
		}
		expect(read.lineVoltages[0]).toBeCloseTo(398.37, 1);
		expect(read.frequency).toBeCloseTo(50, 2);
	});

	it("each phase follows its own sliders, at the selected frequency and phase sequence", () => {
		const voltages = [230, 100, 400];
		const currents = [0.1, 7.4, 5];
		const angles = [180, 60, 0];
		const read = readingsOf({
			...LOADED,
			frequency: 60,
			sequence: "132",
			angles,
			voltages,
			currents,
		});
		read.phases.forEach((phase, i) => {
			expect(phase.voltage).toBeCloseTo(voltages[i], 1);
			expect(phase.current).toBeCloseTo(currents[i], 2);
			expect(phase.activePower / (voltages[i] * currents[i])).toBeCloseTo([-1, 0.5, 1][i], 3);
		});
		expect(read.frequency).toBeCloseTo(60, 2);
	});

	it.each([
		["3P3W", [398.37, 0, 398.37], [1, 0, 1], Math.sqrt(3) * 398.37 * Math.cos(Math.PI / 6)],
		["2P3W", [230, 230, 0], [1, 1, 0], 2 * 199.19],
		["1P2W", [230, 0, 0], [1, 0, 0], 199.19],
	] as const)("in %s the terminals see %j V and %j A", (wiring, volts, amps, watts) => {
		const read = readingsOf({ ...LOADED, wiring });
		let sum = 0;
		read.phases.forEach((phase, i) => {
			expect(phase.voltage).toBeCloseTo(volts[i], 1);
			expect(phase.current).toBeCloseTo(amps[i], 3);
			sum += phase.activePower;
		});
		expect(sum).toBeCloseTo(watts, 0);
	});

	it("the front end delivers zeros until the first message, then follows the sliders", () => {
		const read = readingsOf({ ...LOADED, voltages: [0, 0, 0], currents: [0, 0, 0] });
		expect(read.phases.map(({ voltage }) => Math.round(voltage))).toEqual([0, 0, 0]);
		panel.say({ mains: LOADED });
		pass(3000);
		expect(read.phases.map(({ voltage }) => Math.round(voltage))).toEqual([230, 230, 230]);
	});

	it("a voltage that fails hands the windows to another phase, and no frame is lost", () => {
		const read = readingsOf({ ...LOADED, voltages: [0, 230, 230] });
		expect(read.frequency).toBeCloseTo(50, 2);
		expect(read.phases.map(({ voltage }) => Math.round(voltage))).toEqual([0, 230, 230]);
		expect(kernel.framesLost()).toBe(0);
	});

	it("the front end delivers 8000 frames per second by its clock despite a late timer", () => {
		const frontEnd = start();
		clock.milliseconds += 130;
		frames += 160;
		advance(frames);
		expect(kernel.taken).toHaveLength(CHANNELS * 1040);
		expect(Math.max(...kernel.counts)).toBeLessThanOrEqual(160);
		expect(frontEnd.lostFrames).toBe(0);
	});

	it("the front end calculates one continuous sine, whatever the lengths of its blocks", () => {
		start();
		panel.say({ mains: LOADED });
		for (let i = 0; i < 100; i++) {
			clock.milliseconds += 13;
			frames += 160;
			advance(frames);
		}
		const { taken } = kernel;
		expect(taken.length).toBeGreaterThan(CHANNELS * 10_380);
		// A cycle has 160 frames: samples repeat to within a rounding step.
		for (let i = CHANNELS * 160; i < taken.length; i++)
			expect(Math.abs(taken[i] - taken[i - CHANNELS * 160]), `sample ${i}`).toBeLessThanOrEqual(1);
		expect(new Set(taken).size).toBeGreaterThan(100);
	});

	it("samples use all 24 bits and stay within them", () => {
		start();
		panel.say({ mains: { ...LOADED, voltages: [560, 600, 1], currents: [7.4, 40, 0.001] } });
		pass(1000);
		const limit = 2 ** 23 - 1;
		const samples = kernel.taken.toSorted((a, b) => a - b);
		expect([samples.at(0), samples.at(-1)]).toEqual([-limit, limit]);
		const odd = samples.filter((sample) => Math.abs(sample) !== limit && sample % 2 !== 0);
		expect(odd.length).toBeGreaterThan(samples.length / 4);
	});

	it("the front end continues at once when the desktop's clock is set back", () => {
		start();
		pass(1000);
		clock.milliseconds -= 3_600_000;
		const before = kernel.taken.length;
		pass(1020);
		expect((kernel.taken.length - before) / CHANNELS).toBe(8000);
	});

	it("the front end skips the frames beyond one second that a stopped machine missed", () => {
		start();
		clock.milliseconds += 3_600_000;
		frames += 160;
		advance(frames);
		expect(kernel.taken).toHaveLength(CHANNELS * 8000);
		pass(20);
		expect(kernel.taken).toHaveLength(CHANNELS * 8160);
	});
});
