/** How many digits a reading is shown with. */

/** A float32 has seven; fewer fit three columns on a phone. */
const MOST_DIGITS = 6;

/** Returns how many decimals a value has at most, so that it has six digits or is whole. */
export function decimalsOf(value: number, most: number): number {
	const whole = Math.floor(Math.log10(Math.max(1, Math.abs(value)))) + 1;
	return Math.max(0, Math.min(most, MOST_DIGITS - whole));
}
