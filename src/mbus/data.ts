/**
 * Values in the data field of a record (EN 13757-3, 6.3.3 and annex A), least significant byte
 * first. The DIF's low nibble gives the length and says if it is binary (type B) or packed BCD
 * (type A).
 */
import { fromBCD, toBCD } from "registers/value";

/** Set in the DIF's data field where the value is BCD. */
const BCD = 0x08;

/** Bytes of the value, 1 to 4. */
const LENGTH = 0x07;

/** Bytes of the value of a record with this DIF. */
export function dataLength(dif: number): number {
	return dif & LENGTH;
}

/**
 * Writes a value, limited to the field's range: binary ±(2^(n−1) − 1), because −2^(n−1) is the
 * standard's invalid value; BCD 0 to all nines.
 * @param value a whole number
 * @returns true if the value was out of range and has been limited
 */
export function putData(dif: number, value: number, target: Uint8Array, at: number): boolean {
	const length = dataLength(dif);
	const bcd = (dif & BCD) !== 0;
	const maximum = bcd ? 10 ** (2 * length) - 1 : 2 ** (8 * length - 1) - 1;
	const limited = Math.min(maximum, Math.max(bcd ? 0 : -maximum, value));
	const bits = bcd ? toBCD(limited) : limited;
	for (let i = 0; i < length; i++) target[at + i] = (bits >>> (8 * i)) & 0xff;
	return limited !== value;
}

/** Writes the standard's invalid value: binary −2^(n−1), BCD all F. */
export function putInvalid(dif: number, target: Uint8Array, at: number): void {
	const last = dataLength(dif) - 1;
	const bcd = (dif & BCD) !== 0;
	for (let i = 0; i <= last; i++) target[at + i] = bcd ? 0xff : i === last ? 0x80 : 0;
}

/** Reads a value, binary as unsigned; NaN if a BCD digit is above 9. */
export function getData(dif: number, source: Uint8Array, at: number): number {
	let bits = 0;
	for (let i = 0; i < dataLength(dif); i++) bits |= source[at + i] << (8 * i);
	return dif & BCD ? fromBCD(bits) : bits >>> 0;
}
