// SPDX-License-Identifier: Apache-2.0
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";
import { CURRENT_BITS, CURRENT_SHIFT, VOLTAGE_SHIFT, WORDS_PER_FRAME } from "../../src/board.ts";

const BYTES_PER_WORD = BYTES_PER_FRAME / WORDS_PER_FRAME;
const CURRENT_MASK = (1 << CURRENT_BITS) - 1;
const MAXIMUM_INDEX = 0x3fffffff;

/** The signed 24-bit sample at `at`. */
function sample(bytes: Uint8Array, at: number): number {
	return ((bytes[at] << 8) | (bytes[at + 1] << 16) | (bytes[at + 2] << 24)) >> 8;
}

/**
 * host.unpack of boards/virtual/host.ts, equal to engine/xs/unpack.c.
 *
 * @param frames payload of FRAMES after the sequence number
 * @throws RangeError if the frames were not delivered or an element does not exist
 * @throws TypeError if words is not a plain array
 */
export function unpackFrames(
	frames: Uint8Array,
	words: number[],
	at: number,
	first: number,
	count: number,
): void {
	const delivered = frames.length / BYTES_PER_FRAME;
	if (!(first >= 0 && count >= 0 && first + count <= delivered))
		throw new RangeError(
			`unpack: ${count} frames from frame ${first}, ${delivered} were delivered`,
		);
	if (!(at >= 0 && at <= MAXIMUM_INDEX)) throw new RangeError(`unpack: index ${at}`);
	if (!Array.isArray(words)) throw new TypeError("unpack: words is not a plain array");
	const end = at + count * WORDS_PER_FRAME;
	if (count > 0 && end > words.length)
		throw new RangeError(`unpack: words has no element ${end - 1}`);
	let p = first * BYTES_PER_FRAME;
	for (let index = at; index < end; index++) {
		const voltage = sample(frames, p) >> VOLTAGE_SHIFT;
		const current = sample(frames, p + 3) >> CURRENT_SHIFT;
		words[index] = (voltage << CURRENT_BITS) | (current & CURRENT_MASK);
		p += BYTES_PER_WORD;
	}
}
