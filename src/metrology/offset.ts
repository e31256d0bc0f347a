/**
 * The mean of a current over a window is the converter's offset, up to the largest that one has.
 * More is part of the current: of a cycle, if a load is switched within the window, or half waves.
 * With m the mean and o the offset, the mean square about o is that about m, plus (m − o)². Power
 * has no such part, since the voltage has no mean of its own.
 */

/** Steps of the kernel, of 2^19: more than three times the converter's largest offset. */
const MOST_OFFSET = 256;

/** The part of a mean current (steps of the kernel) beyond the converter's offset. */
export function beyondOffset(mean: number): number {
	return mean - Math.max(-MOST_OFFSET, Math.min(MOST_OFFSET, mean));
}
