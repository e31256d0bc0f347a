/**
 * Adds the cycles of a window up, point by point. Compiled to machine code as well:
 * docs/sample-path.md.
 *
 * A window of N cycles has frequency lines at whole numbers of its own, N of them to a harmonic. To
 * have those of a harmonic, N·h, and their two neighbours, N·h ± 1, one cycle of sums is enough,
 * thrice: with x(p, c) point p of cycle c,
 *
 *     A(p) = Σ x(p, c);  C(p) = Σ x(p, c)·cos 2πc/N;  S(p) = Σ x(p, c)·sin 2πc/N
 */
import { CHANNELS } from "sampling";

/** Points in a cycle: at least twice the frame rate's content that is analysed. */
export const CYCLE_POINTS: i32 = 128;

/** Points in a half cycle. */
export const HALF_CYCLE_POINTS: i32 = CYCLE_POINTS / 2;

/** Sums of a channel at a point: A, C and S. */
export const FOLDS: i32 = 3;

/** Sums of a point. */
export const POINT_SUMS: i32 = FOLDS * CHANNELS;

/** Number of sums. */
export const FOLD_LENGTH: i32 = CYCLE_POINTS * POINT_SUMS;

/** Cosine and sine count 2^−TURN_SHIFT. */
const TURN_SHIFT: i32 = 12;
export const TURN_UNIT: i32 = 1 << TURN_SHIFT;

/** Bits that a product loses before it is one, so that it stays below 2^31. */
const SPARE: i32 = 2;
const LEFT: i32 = TURN_SHIFT - SPARE;
const HALF: i32 = 1 << (LEFT - 1);

/**
 * Adds a point of all channels.
 * @param point CHANNELS numbers below 2^21
 * @param place 0..CYCLE_POINTS − 1
 * @param cosine of the cycle, {@link TURN_UNIT} being 1
 */
export function addPoint(
	sums: StaticArray<i32>,
	point: StaticArray<i32>,
	place: i32,
	cosine: i32,
	sine: i32,
): void {
	let at: i32 = place * POINT_SUMS;
	for (let channel: i32 = 0; channel < CHANNELS; channel++) {
		const x: i32 = point[channel];
		const part: i32 = x >> SPARE;
		sums[at] += x;
		sums[at + 1] += (part * cosine + HALF) >> LEFT;
		sums[at + 2] += (part * sine + HALF) >> LEFT;
		at += FOLDS;
	}
}
