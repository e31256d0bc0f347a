/** How a value stands in 16-bit registers, most significant word first. */
import type { Row } from "registers/row";

/** Largest numbers that packed BCD of 1 and 2 registers carries. */
const BCD_MAXIMUM = Object.freeze([0, 9999, 99999999]);

/** Packed BCD of a whole number, 0..99999999. */
export function toBCD(value: number): number {
	let rest = value;
	let result = 0;
	for (let shift = 0; shift < 32; shift += 4) {
		result |= (rest % 10) << shift;
		rest = Math.floor(rest / 10);
	}
	return result >>> 0;
}

/**
 * Writes a row's registers.
 * @param value in the model's unit
 * @param integers whether the data type (4026) is integer
 * @param target receives 2 × row.length bytes at `offset`
 */
export function encode(row: Row, value: number, integers: boolean, target: DataView, offset: number): void {
	if (integers && row.step !== 0) {
		target.setInt32(offset, clamp(Math.round(value / row.step), 0x7fffffff));
		return;
	}
	switch (row.format) {
		case "float":
			target.setFloat32(offset, value * row.factor);
			return;
		case "bcd": {
			const digits = toBCD(Math.min(value, BCD_MAXIMUM[row.length]));
			if (row.length === 1) target.setUint16(offset, digits);
			else target.setUint32(offset, digits);
			return;
		}
		case "integer":
			if (row.length === 1) target.setInt16(offset, clamp(value, 0x7fff));
			else target.setInt32(offset, clamp(value, 0x7fffffff));
	}
}

/** `value` held within what a signed field carries. */
function clamp(value: number, maximum: number): number {
	return Math.max(-maximum - 1, Math.min(maximum, value));
}
