/**
 * The ratio of the current transformers as one number, as register 401F holds it: its decimal digits are the
 * primary's, then four for the secondary.
 */

/** Packed value of a primary ampere. */
const CT_PRIMARY = 10_000;

/**
 * @param primaryA 5..9995 A
 * @param secondaryA 1 or 5 A
 */
export function packCtRatio(primaryA: number, secondaryA: number): number {
	return primaryA * CT_PRIMARY + secondaryA;
}

/** Primary current in A. */
export function ctPrimaryOf(ratio: number): number {
	return Math.floor(ratio / CT_PRIMARY);
}

/** Secondary current in A. */
export function ctSecondaryOf(ratio: number): number {
	return ratio % CT_PRIMARY;
}
