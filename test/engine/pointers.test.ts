import { describe, expect, it } from "vitest";
import { findPointers } from "../../engine/image/pointers.ts";

const SHIFTS = { text: 0x1000, frozen: 0x3000, buffers: 0x400 };

function words(...values: number[]): Buffer {
	const buffer = Buffer.alloc(4 * values.length);
	for (const [i, value] of values.entries()) buffer.writeUInt32LE(value, 4 * i);
	return buffer;
}

describe("the words of a frozen machine that differ when its parts are moved", () => {
	it("a word that differs by a part's move is a pointer into that part", () => {
		const one = words(7, 0x100, 0x40000, 0x20000000, 0x100);
		const other = words(7, 0x1100, 0x43000, 0x20000400, 0x100);
		expect([...findPointers(one, other, SHIFTS)]).toEqual([
			[4, "text"],
			[8, "frozen"],
			[12, "buffers"],
		]);
	});

	it("a word that differs by no part's move is an error", () => {
		expect(() => findPointers(words(1, 2), words(1, 3), SHIFTS)).toThrow(/word 4 differs by 1/);
	});

	it("two frozen machines of different length are an error", () => {
		expect(() => findPointers(words(1), words(1, 2), SHIFTS)).toThrow(/4 and 8 bytes/);
	});
});
