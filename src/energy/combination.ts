/** The combination code (manual 7.6.11): what "total" means, and what it may be changed to. */

/** Codes C-01..C-05 with the numbers of register 400F. */
const Combination = Object.freeze({
	FORWARD: 1,
	REVERSE: 2,
	FORWARD_PLUS_REVERSE: 3,
	FORWARD_MINUS_REVERSE: 4,
	/** Forward − reverse, both netted over the phases. */
	NETTED: 5,
} as const);

/**
 * Weights of forward and reverse energy in a total, by code. A total is negative where reverse
 * energy outweighs.
 */
export const FORWARD_WEIGHT: readonly number[] = Object.freeze([0, 1, 0, 1, 1, 1]);
export const REVERSE_WEIGHT: readonly number[] = Object.freeze([0, 0, -1, 1, -1, -1]);

/** True if forward and reverse are netted over the phases before they are counted. */
export function isNetted(code: number): boolean {
	return code === Combination.NETTED;
}

/** True if the code may be changed: once 5, never another. */
export function mayFollow(present: number, next: number): boolean {
	return present !== Combination.NETTED || next === Combination.NETTED;
}

/**
 * True if active energy is being counted in a direction: by any phase or, netted or in 3P3W, where
 * no phase has a power of its own, by their sum.
 * @param total W, signed, as the phases' powers
 */
export function isCounting(
	code: number,
	reverse: boolean,
	total: number,
	phases: readonly number[],
): boolean {
	const sign = reverse ? -1 : 1;
	if (!isNetted(code))
		for (let i = 0; i < phases.length; i++) if (sign * phases[i] > 0) return true;
	return sign * total > 0;
}
