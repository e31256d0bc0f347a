/** Values in 16-bit registers, most significant word first. */
import type { Encoding } from "modbus/table";
import { fromBCD, stepsOf, toBCD } from "registers/value";

/** Formats. As constants of the module: in XS a string in an expression makes garbage. */
const FLOAT = "float";
const INTEGER = "integer";
const BCD = "bcd";

/** Largest numbers that packed BCD of 1 and 2 registers carries. */
const BCD_MAXIMUM = Object.freeze([0, 9999, 99999999]);

const INT16_MAXIMUM = 0x7fff;
const INT32_MAXIMUM = 0x7fffffff;

/**
 * Writes the 2 × row.length bytes of a row to `target` at `offset`.
 * @param value in the model's unit
 * @param integers true if the data type (4026) is integer
 */
export function encode(
	row: Encoding,
	value: number,
	integers: boolean,
	target: DataView,
	offset: number,
): void {
	const format = row.format;
	if (integers && row.step !== 0)
		target.setInt32(offset, clamp(stepsOf(row.step, value), INT32_MAXIMUM));
	else if (format === FLOAT) target.setFloat32(offset, value / row.divisor);
	else if (format === INTEGER) {
		if (row.length === 1) target.setInt16(offset, clamp(value, INT16_MAXIMUM));
		else target.setInt32(offset, clamp(value, INT32_MAXIMUM));
	} else {
		const bits = format === BCD ? toBCD(Math.min(value, BCD_MAXIMUM[row.length])) : value;
		if (row.length === 1) target.setUint16(offset, bits);
		else target.setUint32(offset, bits);
	}
}

/**
 * Writes consecutive floats of one divisor and step, as {@link encode} does: a call for each of 62
 * energies would take too much of the client's time.
 * @param row one of them
 * @param values theirs from index `first` to before `last`
 */
export function encodeFloats(
	row: Encoding,
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
			if (steps !== (steps | 0)) steps = clamp(Math.round(steps), INT32_MAXIMUM);
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

/**
 * Value, in the model's unit, of 2 × row.length bytes of `source` at `offset`; NaN if BCD has a bad
 * digit.
 */
export function decode(row: Encoding, source: DataView, offset: number): number {
	if (row.format === FLOAT) return source.getFloat32(offset) * row.divisor;
	const bits = row.length === 1 ? source.getUint16(offset) : source.getUint32(offset);
	if (row.format === BCD) return fromBCD(bits);
	if (row.format === INTEGER) return row.length === 1 ? (bits << 16) >> 16 : bits | 0;
	return bits;
}

/** Holds `value` within a signed field. */
function clamp(value: number, maximum: number): number {
	if (value > maximum) return maximum;
	return value < -maximum - 1 ? -maximum - 1 : value;
}
