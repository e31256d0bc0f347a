/** How a value stands in 16-bit registers, most significant word first, and back. */
import type { Row } from "registers/row";

/** Formats. As constants of the module: a string that stands in an expression makes garbage in XS. */
const FLOAT = "float";
const INTEGER = "integer";
const BCD = "bcd";

/** Largest numbers that packed BCD of 1 and 2 registers carries. */
const BCD_MAXIMUM = Object.freeze([0, 9999, 99999999]);

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

/** A value in whole steps of the row; the value itself where the row has none. */
export function stepsOf(row: Row, value: number): number {
	return row.step === 0 ? value : Math.round(value / row.step);
}

/**
 * Writes a row's registers.
 * @param value in the model's unit
 * @param integers whether the data type (4026) is integer
 * @param target receives 2 × row.length bytes at `offset`
 */
export function encode(
	row: Row,
	value: number,
	integers: boolean,
	target: DataView,
	offset: number,
): void {
	const format = row.format;
	if (integers && row.step !== 0) target.setInt32(offset, clamp(stepsOf(row, value), 0x7fffffff));
	else if (format === FLOAT) target.setFloat32(offset, value / row.divisor);
	else if (format === INTEGER) {
		if (row.length === 1) target.setInt16(offset, clamp(value, 0x7fff));
		else target.setInt32(offset, clamp(value, 0x7fffffff));
	} else {
		const bits = format === BCD ? toBCD(Math.min(value, BCD_MAXIMUM[row.length])) : value;
		if (row.length === 1) target.setUint16(offset, bits);
		else target.setUint32(offset, bits);
	}
}

/**
 * Writes the registers of rows of floats, one after the other, as {@link encode} does: so many that a call for each
 * would take a master's time.
 * @param row one of them, with the divisor and step of all
 * @param values theirs from index `first` to before `last`
 */
export function encodeFloats(
	row: Row,
	values: readonly number[],
	first: number,
	last: number,
	integers: boolean,
	target: DataView,
	offset: number,
): void {
	const step = row.step;
	let place = offset;
	let steps = 0;
	if (integers && step !== 0)
		for (let index = first; index < last; index++) {
			steps = values[index] / step;
			// Most are whole numbers of 32 bits already.
			if (steps !== (steps | 0)) steps = clamp(Math.round(steps), 0x7fffffff);
			target.setInt32(place, steps);
			place += 4;
		}
	else {
		const divisor = row.divisor;
		for (let index = first; index < last; index++) {
			target.setFloat32(place, values[index] / divisor);
			place += 4;
		}
	}
}

/** Reads a row's value, in the model's unit, from 2 × row.length bytes of `source` at `offset`; NaN if BCD has a bad digit. */
export function decode(row: Row, source: DataView, offset: number): number {
	return row.format === FLOAT
		? source.getFloat32(offset) * row.divisor
		: decodeWhole(row, source, offset);
}

function decodeWhole(row: Row, source: DataView, offset: number): number {
	const bits = row.length === 1 ? source.getUint16(offset) : source.getUint32(offset);
	if (row.format === BCD) return fromBCD(bits);
	if (row.format === INTEGER) return row.length === 1 ? (bits << 16) >> 16 : bits | 0;
	return bits;
}

/**
 * A value that is to be written to a row, as the table has it where only a few are allowed (0.1 is none of a
 * float's); NaN if the row's range does not allow it.
 */
export function allowed({ range, format }: Row, value: number): number {
	if (!range || (format !== FLOAT && !Number.isInteger(value))) return Number.NaN;
	const { minimum, maximum, values } = range;
	if (values) {
		const single = Math.fround(value);
		for (let i = 0; i < values.length; i++) if (Math.fround(values[i]) === single) return values[i];
		return Number.NaN;
	}
	// A float's limits are a float's too, or the limit itself would be refused.
	return value >= Math.min(minimum, Math.fround(minimum)) &&
		value <= Math.max(maximum, Math.fround(maximum))
		? value
		: Number.NaN;
}

/** `value` held within what a signed field carries. */
function clamp(value: number, maximum: number): number {
	if (value > maximum) return maximum;
	return value < -maximum - 1 ? -maximum - 1 : value;
}
