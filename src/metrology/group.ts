/**
 * Contribution of one group of three frames to a window's sums, computed again to split it between
 * two windows.
 */
import { CURRENT_BITS, WORDS_PER_FRAME } from "board";

/** Indices into a window's sums; a phase's start at phase × COUNT. */
export const Sum = Object.freeze({
	P: 0,
	D: 1,
	Q: 2,
	VV: 3,
	II: 4,
	V: 5,
	I: 6,
	U: 7,
	COUNT: 8,
} as const);

/** Index of the sums of v1·v2, v1·v3 and v2·v3. */
export const LINE_SUMS = 3 * Sum.COUNT;

/** Number of a window's sums. */
export const SUMS = LINE_SUMS + 3;

/** Left shift that brings the current's sign to bit 31. */
const CURRENT_SIGN = 32 - CURRENT_BITS;

/**
 * Writes the sums of the group at `words[k]` to `target`.
 * @param shifted the phases' x on the group's middle frame
 */
export function sumGroup(
	words: number[],
	k: number,
	shifted: readonly number[],
	target: number[],
): void {
	for (let phase = 0; phase < 3; phase++) {
		const at = phase * Sum.COUNT;
		const first = words[k + phase];
		const middle = words[k + phase + WORDS_PER_FRAME];
		const last = words[k + phase + 2 * WORDS_PER_FRAME];
		const v0 = first >> CURRENT_BITS;
		const i0 = (first << CURRENT_SIGN) >> CURRENT_SIGN;
		const v = middle >> CURRENT_BITS;
		const i = (middle << CURRENT_SIGN) >> CURRENT_SIGN;
		target[at + Sum.P] =
			v0 * i0 + v * i + (last >> CURRENT_BITS) * ((last << CURRENT_SIGN) >> CURRENT_SIGN);
		target[at + Sum.D] = (v - v0) * (i - i0);
		target[at + Sum.Q] = shifted[phase] * i;
		target[at + Sum.VV] = v * v;
		target[at + Sum.II] = i * i;
		target[at + Sum.V] = v;
		target[at + Sum.I] = i;
		target[at + Sum.U] = shifted[phase];
	}
	target[LINE_SUMS] = target[Sum.V] * target[Sum.COUNT + Sum.V];
	target[LINE_SUMS + 1] = target[Sum.V] * target[2 * Sum.COUNT + Sum.V];
	target[LINE_SUMS + 2] = target[Sum.COUNT + Sum.V] * target[2 * Sum.COUNT + Sum.V];
}
