/** Combination codes: what "total" means (manual 7.6.11). */

/** Codes C-01..C-05; the numbers are those of register 400F. */
export const Combination = Object.freeze({
	FORWARD: 1,
	REVERSE: 2,
	FORWARD_PLUS_REVERSE: 3,
	FORWARD_MINUS_REVERSE: 4,
	/** Forward − reverse, both netted over the phases; once set, never another. */
	NETTED: 5,
} as const);

/**
 * By the code: how often forward and reverse energy count in a total, Wh or varh; it is negative where reverse energy
 * outweighs.
 */
export const FORWARD_SHARE: readonly number[] = Object.freeze([0, 1, 0, 1, 1, 1]);
export const REVERSE_SHARE: readonly number[] = Object.freeze([0, 0, -1, 1, -1, -1]);
