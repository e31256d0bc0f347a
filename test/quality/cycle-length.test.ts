import { beforeEach, describe, expect, it } from "vitest";
import { CycleLength } from "../../src/quality/cycle-length.ts";

const STEP = 1000;
/** A window of ten cycles in which the kernel has missed a crossing. */
const MISLED = 0.9 * STEP;

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

	it("is the carrier's after frames were missing", () => {
		length.watch(true);
		length.restart();
		expect(steps(1004)).toEqual([1004]);
	});
});
