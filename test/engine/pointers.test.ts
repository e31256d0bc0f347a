import { describe, expect, it } from "vitest";
import { findPointers, refuseUnmoved } from "../../engine/image/pointers.ts";

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

describe("the words of a frozen machine that do not move", () => {
	const RAM = [0x20000000, 0x20038000] as const;

	it("a word that looks like a pointer into memory that does not move is an error", () => {
		const machine = words(7, 0x20001234, 0x20040000);
		expect(() => refuseUnmoved(machine, new Map(), [0, 12], [RAM])).toThrow(
			"image: word 4 is 0x20001234, a pointer that did not move",
		);
		expect(() => refuseUnmoved(machine, new Map(), [0, 12], [[0x20040000, 0x20040004]])).toThrow(
			/word 8/,
		);
	});

	it("a pointer that moves, a number elsewhere and a text are none", () => {
		const machine = words(0x20001234, 0x20038000, 0x20313233);
		const whole = [0x20000000, 0x20400000] as const;
		refuseUnmoved(machine, new Map([[0, "buffers"] as const]), [0, 12], [RAM]);
		refuseUnmoved(machine, new Map(), [4, 12], [RAM]);
		refuseUnmoved(words(0x20313233), new Map(), [0, 4], [whole]);
	});
});
