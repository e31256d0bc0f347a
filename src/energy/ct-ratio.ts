/**
 * The ratio of the current transformers packed into one number, as register 401F holds it: the
 * last four decimal digits are the secondary current, those in front the primary current.
 */

/** Packed value of one primary ampere. */
const PRIMARY_STEP = 10_000;

/**
 * @param primaryA 5..9995 A
 * @param secondaryA 1 or 5 A
 */
export function packCtRatio(primaryA: number, secondaryA: number): number {
	return primaryA * PRIMARY_STEP + secondaryA;
}

/** Primary current in A. */
export function ctPrimaryOf(ratio: number): number {
	return Math.floor(ratio / PRIMARY_STEP);
}

/** Secondary current in A. */
export function ctSecondaryOf(ratio: number): number {
	return ratio % PRIMARY_STEP;
}
