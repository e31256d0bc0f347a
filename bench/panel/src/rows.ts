/** Registers in the bytes that carry them. */
import { ByteReader } from "../../../client/bytes.ts";
import { decodeRegister } from "../../../client/register-codec.ts";
import { type Register, registers } from "../../../client/register-table.ts";

/** Decodes hexadecimal text. */
export function bytesOf(hex: string): Uint8Array {
	return Uint8Array.from({ length: hex.length >> 1 }, (_, i) =>
		Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
	);
}

/**
 * Decodes a register's value in the model's unit (V, A, W, var, VA, Hz, Wh or its own).
 * @param offset of the register in `view`, in bytes
 * @param integers true if the meter's data type (4026) is integer
 */
export function decodeRow(
	row: Register,
	view: DataView,
	offset: number,
	integers: boolean,
): number {
	return decodeRegister(row, ByteReader.over(view).seek(offset), integers) * row.divisor;
}

/** Returns the rows that are completely within `count` registers starting at `address`. */
export function rowsIn(address: number, count: number): Register[] {
	return registers.filter(
		(row) => row.address >= address && row.address + row.length <= address + count,
	);
}
