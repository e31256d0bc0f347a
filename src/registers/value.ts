/** Values of quantities as whole steps and as decimal digits, and their ranges. */
import type { Quantity } from "registers/quantity";

/** Packed BCD of a whole number, 0..99999999. */
export function toBCD(value: number): number {
	let rest = value;
	let result = 0;
	for (let shift = 0; rest > 0; shift += 4) {
		result |= (rest % 10) << shift;
		rest = Math.floor(rest / 10);
	}
	return result >>> 0;
}

/** Number of packed BCD; NaN if a digit is above 9. */
export function fromBCD(digits: number): number {
	let value = 0;
	for (let shift = 28; shift >= 0; shift -= 4) {
		const digit = (digits >>> shift) & 0xf;
		if (digit > 9) return Number.NaN;
		value = value * 10 + digit;
	}
	return value;
}

/** Value in whole steps; the value itself if there are none (0). */
export function stepsOf(step: number, value: number): number {
	return step === 0 ? value : Math.round(value / step);
}

/**
 * The value to store for a written one: the listed value if only some are allowed, since a client
 * sends 0.1 as a single. NaN if the range does not allow it.
 */
export function allowed({ range }: Pick<Quantity, "range">, value: number): number {
	if (!range) return Number.NaN;
	const { minimum, maximum, values, real } = range;
	if (values) {
		const single = Math.fround(value);
		for (let i = 0; i < values.length; i++) if (Math.fround(values[i]) === single) return values[i];
		return Number.NaN;
	}
	if (!real)
		return Number.isInteger(value) && value >= minimum && value <= maximum ? value : Number.NaN;
	// The limits as singles too, or a client could not write the limit itself.
	const lowest = Math.min(minimum, Math.fround(minimum));
	const highest = Math.max(maximum, Math.fround(maximum));
	return value >= lowest && value <= highest ? value : Number.NaN;
}
