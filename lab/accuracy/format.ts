/** Numbers for people. */

/** A number with that number of decimals, a true minus and no negative zero. */
export function fixed(value: number | undefined | null, decimals: number): string {
	if (value === undefined || value === null || Number.isNaN(value)) return "–";
	const text = value.toFixed(decimals);
	return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** A number with that number of significant digits. */
export function short(value: number | undefined | null, digits = 2): string {
	if (value === undefined || value === null || Number.isNaN(value)) return "–";
	return String(Number(value.toPrecision(digits))).replace("-", "−");
}
