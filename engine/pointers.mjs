// SPDX-License-Identifier: Apache-2.0
/**
 * Which words of a frozen machine are pointers: it is made twice, by two images whose parts lie elsewhere. A word that
 * differs is a pointer, and by how much tells into which part.
 */

/**
 * Finds the pointers.
 *
 * @param {Buffer} one the machine as the one image made it
 * @param {Buffer} other as the other made it
 * @param {{text: number, frozen: number, buffers: number}} shifts how much further each part lies in the other
 * @returns {Map<number, "text" | "frozen" | "buffers">} by the word's offset: the part that it points into
 * @throws {Error} one line: a word differs that is no pointer
 */
export function findPointers(one, other, shifts) {
	if (one.length !== other.length)
		throw new Error(`image: frozen twice, ${one.length} and ${other.length} bytes`);
	const parts = new Map(Object.entries(shifts).map(([part, shift]) => [shift, part]));
	const pointers = new Map();
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
