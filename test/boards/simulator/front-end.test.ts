import Metrology from "metrology/metrology";
import type Readings from "metrology/readings";
import Timer from "timer";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import SimulatedFrontEnd from "../../../boards/simulator/front-end.ts";
import type { Mains } from "../../../boards/simulator/screen.ts";
import { TestPanel } from "./panel.ts";

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
	frequency: 50,
	sequence: "123",
	angle: 30,
	voltages: [230, 230, 230],
	currents: [1, 1, 1],
};

describe("the simulator's front end", () => {
	let panel: TestPanel;
	beforeEach(() => {
		panel = new TestPanel();
	});
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	const clock = testClock();
	let frames = 0;
	/** Lets time pass, with a call of the timer every 20 ms. */
	const pass = (milliseconds: number) => {
		for (let left = milliseconds; left > 0; left -= 20) {
			clock.milliseconds += 20;
			frames += 80;
			advance(frames);
		}
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
		const read = readingsOf({ frequency: 60, sequence: "132", angle: 180, voltages, currents });
		read.phases.forEach((phase, i) => {
			expect(phase.voltage).toBeCloseTo(voltages[i], 1);
			expect(phase.current).toBeCloseTo(currents[i], 2);
			expect(phase.activePower / (voltages[i] * currents[i])).toBeCloseTo(-1, 3);
		});
		expect(read.frequency).toBeCloseTo(60, 2);
	});

	it("the front end delivers zeros until the first message, then follows the sliders", () => {
		const read = readingsOf({ ...LOADED, voltages: [0, 0, 0], currents: [0, 0, 0] });
		expect(read.phases.map(({ voltage }) => Math.round(voltage))).toEqual([0, 0, 0]);
		panel.say({ mains: LOADED });
		pass(3000);
		expect(read.phases.map(({ voltage }) => Math.round(voltage))).toEqual([230, 230, 230]);
	});

	it("the front end delivers 4000 frames per second by its clock despite a late timer", () => {
		const lengths: number[] = [];
		const words: number[] = new Array(96 * 3).fill(0);
		new SimulatedFrontEnd(clock).start(words, (length) => {
			lengths.push(length);
			return 0;
		});
		clock.milliseconds += 130;
		frames += 80;
		advance(frames);
		expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(3 * 520);
		expect(Math.max(...lengths)).toBeLessThanOrEqual(words.length);
	});

	it("the front end appends to the words left at the start, as one continuous sine", () => {
		const taken: number[] = [];
		const words: number[] = new Array(96 * 3).fill(0);
		new SimulatedFrontEnd(clock).start(words, (length) => {
			const left = length % 9;
			taken.push(...words.slice(0, length - left));
			for (let i = 0; i < left; i++) words[i] = words[length - left + i];
			return left;
		});
		panel.say({ mains: LOADED });
		for (let i = 0; i < 100; i++) {
			clock.milliseconds += 13;
			frames += 80;
			advance(frames);
		}
		expect(taken.length).toBeGreaterThan(3 * 5190);
		// A cycle has 80 frames: the voltages (the upper bits) repeat to within a rounding step.
		for (let i = 240; i < taken.length; i++)
			expect(Math.abs((taken[i] >> 18) - (taken[i - 240] >> 18)), `word ${i}`).toBeLessThanOrEqual(
				1,
			);
		expect(new Set(taken).size).toBeGreaterThan(100);
	});

	it("the front end skips the frames beyond one second that a stopped machine missed", () => {
		let count = 0;
		new SimulatedFrontEnd(clock).start(new Array(96 * 3).fill(0), (length) => {
			count += length / 3;
			return 0;
		});
		clock.milliseconds += 3_600_000;
		frames += 80;
		advance(frames);
		expect(count).toBe(4000);
		pass(20);
		expect(count).toBe(4080);
	});
});
