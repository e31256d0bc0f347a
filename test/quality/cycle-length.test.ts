import { beforeEach, describe, expect, it } from "vitest";
import { CycleLength } from "../../src/quality/cycle-length.ts";

const STEP = 1000;
/** A window of ten cycles in which the kernel has missed a crossing. */
const MISLED = 0.9 * STEP;

/** Step of the kernel's carrier, and RMS of the voltages. */
interface Mains {
	readonly carrier: number;
	readonly volts?: readonly number[];
}

describe("the cycle's length", () => {
	let length: CycleLength;
	const steps = (...carrier: readonly number[]): number[] =>
		carrier.map((step) => {
			length.follow(step);
			return length.step;
		});

	beforeEach(() => {
		length = new CycleLength();
		length.watch(false);
		length.follow(STEP);
	});

	it("is that of the carrier", () => {
		expect(steps(1001, 1002, 990)).toEqual([1001, 1002, 990]);
	});

	it("is kept for two windows when a dip begins or ends, and then the carrier's", () => {
		length.watch(true);
		expect(steps(MISLED, MISLED, 1001)).toEqual([STEP, STEP, 1001]);
		length.watch(false);
		expect(steps(MISLED, MISLED, 1002)).toEqual([1001, 1001, 1002]);
	});

	it("is the carrier's while a dip lasts", () => {
		length.watch(true);
		steps(STEP, STEP);
		for (let half = 0; half < 100; half++) length.watch(true);
		expect(steps(1003)).toEqual([1003]);
	});

	it("is the carrier's at once if the mains have another frequency", () => {
		length.watch(true);
		expect(steps(1.2 * STEP)).toEqual([1.2 * STEP]);
	});

	it("is kept for four windows in a row at most, however often the voltage steps", () => {
		let outside = false;
		const found = [995, 994, 993, 992, 991, 990].map((step) => {
			outside = !outside;
			length.watch(outside);
			length.follow(step);
			return length.step;
		});
		expect(found).toEqual([STEP, STEP, STEP, STEP, 991, 991]);
	});

	it("is kept of a carrier that is up to 12 % off, and is the carrier's beyond", () => {
		for (const [carrier, kept] of [
			[0.885, true],
			[1.115, true],
			[0.875, false],
			[1.125, false],
		] as const) {
			length = new CycleLength();
			length.follow(STEP);
			length.watch(true);
			expect(steps(carrier * STEP)).toEqual([kept ? STEP : carrier * STEP]);
		}
	});

	it("is kept for a dip that is still there after frames were missing", () => {
		length.watch(true);
		steps(STEP, STEP);
		length.restart();
		length.watch(true);
		expect(steps(MISLED, MISLED, 1001)).toEqual([STEP, STEP, 1001]);
	});

	it("is the carrier's after frames were missing", () => {
		length.watch(true);
		length.restart();
		expect(steps(1004)).toEqual([1004]);
	});

	/** Ends windows that begin at each other's end, of mains of `step`; the carrier is off. */
	function turn(step: number, { carrier, volts = [1, 1, 1] }: Mains): number[] {
		let cyclesBefore = 0;
		return Array.from({ length: 6 }, () => {
			const cycles = (10 * step) / length.step;
			const angle = 2 * Math.PI * (cyclesBefore + cycles / 2);
			cyclesBefore += cycles;
			volts.forEach((size, phase) => {
				const at = angle - (2 * Math.PI * phase) / 3 - Math.PI * 10;
				length.turn.note(phase, size * Math.cos(at), size * Math.sin(at));
			});
			length.close(10);
			length.follow(carrier);
			return length.step;
		});
	}

	it("is that by which the voltages' fundamentals turn from window to window", () => {
		const found = turn(1002.5, { carrier: 1001 });
		expect(found[0]).toBe(1001);
		for (const step of found.slice(1)) expect(step).toBeCloseTo(1002.5, 3);
	});

	it("is that of the phases that have a voltage", () => {
		expect(turn(999.2, { carrier: STEP, volts: [0, 0, 0.4] })[5]).toBeCloseTo(999.2, 3);
	});

	it("is the carrier's if there is no voltage", () => {
		expect(turn(1002, { carrier: 1001, volts: [0, 0, 0] })[5]).toBe(1001);
	});

	it("is the carrier's if the fundamentals turn too far, or away from it", () => {
		expect(turn(1010, { carrier: STEP })[5]).toBe(STEP);
		expect(turn(STEP, { carrier: 1015 })[5]).toBe(1015);
	});

	/** Ends a window whose fundamentals are at an angle. */
	function note(angle: number): void {
		for (const phase of [0, 1, 2]) length.turn.note(phase, Math.cos(angle), Math.sin(angle));
		length.close(10);
	}

	it("is the carrier's if that is more than 1 % from the turn", () => {
		note(1);
		note(1);
		expect(steps(1.009 * STEP)).toEqual([STEP]);
		expect(steps(1.011 * STEP)).toEqual([1.011 * STEP]);
	});

	it("is not by a turn from before frames were missing", () => {
		note(1);
		length.restart();
		note(1.05);
		expect(steps(STEP)).toEqual([STEP]);
		note(1.1);
		// A tenth of a radian in two windows of ten cycles.
		expect(steps(STEP)[0]).toBeCloseTo(STEP * (1 + 0.05 / (2 * Math.PI * 10)), 3);
	});

	it("is the carrier's for the first two windows after frames were missing", () => {
		turn(1002, { carrier: STEP });
		length.restart();
		const [first, second] = turn(1002, { carrier: STEP });
		expect(first).toBe(STEP);
		expect(second).toBeCloseTo(1002, 3);
	});
});
