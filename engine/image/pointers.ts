// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the pointers in a frozen machine. Two images whose parts have different addresses each make
 * the machine: a word that differs is a pointer, and the difference tells which part it points
 * into.
 */

/** A part of an image that a pointer leads into. */
export type Part = "text" | "frozen" | "buffers";

/** The part that each pointer leads into, by the offset of the pointer's word. */
export type Pointers = ReadonlyMap<number, Part>;

/**
 * Finds the pointers.
 *
 * @param one the machine as one image made it
 * @param other as the other made it
 * @param shifts bytes by which each part's address is higher in the other image
 * @throws one line: a word differs but is no pointer
 */
export function findPointers(one: Buffer, other: Buffer, shifts: Record<Part, number>): Pointers {
	if (one.length !== other.length)
		throw new Error(`image: frozen twice, ${one.length} and ${other.length} bytes`);
	const parts = new Map(Object.entries(shifts).map(([part, shift]) => [shift, part as Part]));
	const pointers = new Map<number, Part>();
	for (let at = 0; at < one.length; at += 4) {
		const shift = other.readUInt32LE(at) - one.readUInt32LE(at);
		if (shift === 0) continue;
		const part = parts.get(shift);
		if (part === undefined)
			throw new Error(`image: frozen twice, word ${at} differs by ${shift} and is no pointer`);
		pointers.set(at, part);
	}
	return pointers;
}

/** From a first address or offset to the one after the last. */
export type Range = readonly [from: number, to: number];

/** True if all bytes of a word are printable ASCII: part of a text. */
const isText = (word: number): boolean =>
	[0, 8, 16, 24].every((shift) => {
		const byte = (word >>> shift) & 0xff;
		return byte >= 0x20 && byte < 0x7f;
	});

/**
 * Refuses a word of a slot that looks like a pointer but did not move: into memory that was in the
 * same place both times, such as C's variables, it would be a wrong number in the image.
 *
 * @param slots offsets of the slots; bytes in chunks can look like anything
 * @param ranges memory that does not move
 * @throws one line: the first such word
 */
export function refuseUnmoved(
	frozen: Buffer,
	pointers: Pointers,
	slots: Range,
	ranges: readonly Range[],
): void {
	for (let at = slots[0]; at < slots[1]; at += 4) {
		const word = frozen.readUInt32LE(at);
		if (pointers.has(at) || !ranges.some(([from, to]) => word >= from && word < to)) continue;
		if (!isText(word))
			throw new Error(`image: word ${at} is 0x${word.toString(16)}, a pointer that did not move`);
	}
}
