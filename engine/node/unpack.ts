// SPDX-License-Identifier: Apache-2.0
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";
import { CHANNELS } from "../../src/sampling.ts";

const BYTES_PER_SAMPLE = BYTES_PER_FRAME / CHANNELS;
const MAXIMUM_INDEX = 0x3fffffff;

/** Sample `index` of these bytes: signed, 24 bits, least significant byte first. */
export function sampleAt(bytes: Uint8Array, index: number): number {
	const at = BYTES_PER_SAMPLE * index;
	return ((bytes[at] << 8) | (bytes[at + 1] << 16) | (bytes[at + 2] << 24)) >> 8;
}

/**
 * host.unpack of boards/virtual/host.ts, equal to engine/xs/unpack.c.
 *
 * @param frames payload of FRAMES after the sequence number
 * @throws RangeError if the frames were not delivered or an element does not exist
 * @throws TypeError if samples is not a plain array
 */
export function unpackFrames(
	frames: Uint8Array,
	samples: number[],
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
	if (!Array.isArray(samples)) throw new TypeError("unpack: argument 0 is not a plain array");
	const end = at + count * CHANNELS;
	if (count > 0 && end > samples.length)
		throw new RangeError(`unpack: the array has no element ${end - 1}`);
	let sample = first * CHANNELS;
	for (let index = at; index < end; index++) samples[index] = sampleAt(frames, sample++);
}
