import { describe, expect, it } from "vitest";
import { Sequence } from "../../../boards/virtual/front-end.ts";

/** Returns the count of missing messages before each number, or −1. */
function taken(...numbers: number[]): number[] {
	const sequence = new Sequence();
	return numbers.map((number) => sequence.take(number));
}

describe("the sequence of FRAMES", () => {
	it("the sequence starts at 0 and counts up by one", () => {
		expect(taken(0, 1, 2)).toEqual([0, 0, 0]);
	});

	it("the sequence drops a repetition of the last message", () => {
		expect(taken(0, 1, 1, 1, 2)).toEqual([0, 0, -1, -1, 0]);
	});

	it("the sequence counts each skipped message once, including the very first", () => {
		expect(taken(2, 3, 7, 8)).toEqual([2, 0, 3, 0]);
	});

	it("the sequence drops an overtaken message, which was counted as missing", () => {
		expect(taken(0, 3, 1, 2, 4)).toEqual([0, 2, -1, -1, 0]);
	});

	it("the sequence wraps after 65535", () => {
		const sequence = new Sequence();
		for (let number = 0; number < 65535; number++) expect(sequence.take(number)).toBe(0);
		expect(sequence.take(65535)).toBe(0);
		expect(sequence.take(65535)).toBe(-1);
		expect(sequence.take(1)).toBe(1);
		expect(sequence.take(0)).toBe(-1);
		expect(sequence.take(2)).toBe(0);
	});
});
