/**
 * Values in the data field of a record (EN 13757-3, 6.3.3 and annex A), least significant byte first: the DIF's
 * low nibble says whether binary (type B) or packed BCD (type A), and how long.
 */
import { fromBCD, toBCD } from "registers/encoding";

/** Set in the DIF's data field where the value is BCD. */
const BCD = 0x08;

/** Bytes of the value, 1 to 4. */
const LENGTH = 0x07;

/** Bytes of the value that follows a DIF of the meter's. */
export function dataLength(dif: number): number {
	return dif & LENGTH;
}

/**
 * Writes a value, held within what the field carries: binary ±(2^(n−1) − 1), since the standard takes −2^(n−1)
 * for a value that is invalid; BCD 0 to all nines.
 * @param value a whole number
 * @returns whether it had to be held
 */
export function putData(dif: number, value: number, target: Uint8Array, at: number): boolean {
	const length = dataLength(dif);
	const bcd = (dif & BCD) !== 0;
	const maximum = bcd ? 10 ** (2 * length) - 1 : 2 ** (8 * length - 1) - 1;
	const held = Math.min(maximum, Math.max(bcd ? 0 : -maximum, value));
	const bits = bcd ? toBCD(held) : held;
	for (let i = 0; i < length; i++) target[at + i] = (bits >>> (8 * i)) & 0xff;
	return held !== value;
}

/** Writes what the standard has for a value that is invalid: binary −2^(n−1), BCD all F. */
export function putInvalid(dif: number, target: Uint8Array, at: number): void {
	const last = dataLength(dif) - 1;
	const bcd = (dif & BCD) !== 0;
	for (let i = 0; i <= last; i++) target[at + i] = bcd ? 0xff : i === last ? 0x80 : 0;
}

/** Reads a value, binary without a sign; NaN if a digit of BCD is above 9. */
export function getData(dif: number, source: Uint8Array, at: number): number {
	let bits = 0;
	for (let i = 0; i < dataLength(dif); i++) bits |= source[at + i] << (8 * i);
	return dif & BCD ? fromBCD(bits) : bits >>> 0;
}
