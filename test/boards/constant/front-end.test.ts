import Metrology from "metrology/metrology";
import type Readings from "metrology/readings";
import Timer from "timer";
import { describe, expect, it } from "vitest";
import ConstantFrontEnd from "../../../boards/constant/front-end.ts";
import { TestBoard } from "../../support/board.ts";

/** Runs the virtual board's timers for so many frames. */
const advance = (frames: number) => (Timer as unknown as { advance(frames: number): void }).advance(frames);

/** A clock that the test sets, in milliseconds. */
function testClock() {
	return {
		milliseconds: 0,
		timerResolution: 1,
		get microseconds() {
			return this.milliseconds * 1000;
		},
	};
}

describe("the constant front end", () => {
	const clock = testClock();
	let frames = 0;
	/** Lets a time pass in which the timer is called every 20 ms. */
	const pass = (milliseconds: number) => {
		for (let left = milliseconds; left > 0; left -= 20) {
			clock.milliseconds += 20;
			frames += 80;
			advance(frames);
		}
	};

	it("is read by metrology as 230 V and 1 A that lags by 30°, at 50 Hz", () => {
		let read: Readings | undefined;
		new Metrology(new TestBoard(new ConstantFrontEnd(clock)), ({ readings }) => {
			read = readings;
		});
		pass(3000);
		for (const phase of read?.phases ?? []) {
			expect(phase.voltage).toBeCloseTo(230, 1);
			expect(phase.current).toBeCloseTo(1, 3);
			expect(phase.activePower).toBeCloseTo(199.19, 1);
			expect(phase.reactivePower).toBeCloseTo(115, 1);
		}
		expect(read?.lineVoltages[0]).toBeCloseTo(398.37, 1);
		expect(read?.frequency).toBeCloseTo(50, 2);
	});

	it("gives 4000 frames a second by its clock, however late the timer is", () => {
		const lengths: number[] = [];
		const words: number[] = new Array(96 * 3).fill(0);
		new ConstantFrontEnd(clock).start(words, (length) => {
			lengths.push(length);
			return 0;
		});
		clock.milliseconds += 130;
		frames += 80;
		advance(frames);
		expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(3 * 520);
		expect(Math.max(...lengths)).toBeLessThanOrEqual(words.length);
	});

	it("appends to the words that were left at the front, in the order of the cycle", () => {
		const taken: number[] = [];
		const words: number[] = new Array(96 * 3).fill(0);
		new ConstantFrontEnd(clock).start(words, (length) => {
			const left = length % 9;
			taken.push(...words.slice(0, length - left));
			for (let i = 0; i < left; i++) words[i] = words[length - left + i];
			return left;
		});
		for (let i = 0; i < 100; i++) {
			clock.milliseconds += 13;
			frames += 80;
			advance(frames);
		}
		expect(taken.length).toBeGreaterThan(3 * 5190);
		for (let i = 240; i < taken.length; i++) if (taken[i] !== taken[i - 240]) expect.fail(`word ${i}`);
		expect(new Set(taken).size).toBeGreaterThan(100);
	});

	it("loses what a stopped machine missed beyond a second", () => {
		let count = 0;
		new ConstantFrontEnd(clock).start(new Array(96 * 3).fill(0), (length) => {
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
