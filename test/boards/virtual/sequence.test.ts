import { describe, expect, it } from "vitest";
import Sequence from "../../../boards/virtual/sequence.ts";

/** What is missing before each of the numbers, or −1. */
function taken(...numbers: number[]): number[] {
	const sequence = new Sequence();
	return numbers.map((number) => sequence.take(number));
}

describe("the sequence of FRAMES", () => {
	it("begins at 0 and goes on by one", () => {
		expect(taken(0, 1, 2)).toEqual([0, 0, 0]);
	});

	it("drops the last message when it comes again", () => {
		expect(taken(0, 1, 1, 1, 2)).toEqual([0, 0, -1, -1, 0]);
	});

	it("counts what was skipped once, the very first message included", () => {
		expect(taken(2, 3, 7, 8)).toEqual([2, 0, 3, 0]);
	});

	it("drops a message that others have overtaken: it was counted as missing", () => {
		expect(taken(0, 3, 1, 2, 4)).toEqual([0, 2, -1, -1, 0]);
	});

	it("wraps behind 65535", () => {
		const sequence = new Sequence();
		for (let number = 0; number < 65535; number++) expect(sequence.take(number)).toBe(0);
		expect(sequence.take(65535)).toBe(0);
		expect(sequence.take(65535)).toBe(-1);
		expect(sequence.take(1)).toBe(1);
		expect(sequence.take(0)).toBe(-1);
		expect(sequence.take(2)).toBe(0);
	});
});
