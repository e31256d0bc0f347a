import { type Register, registers } from "../../../client/register-table.ts";
/** Decodes rows of the register registers. */

/** Decodes hexadecimal text. */
export function bytesOf(hex: string): Uint8Array {
	return Uint8Array.from({ length: hex.length >> 1 }, (_, i) =>
		Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
	);
}

/**
 * Decodes a row's value in the model's unit (V, A, W, var, VA, Hz, Wh or the row's own).
 * @param offset of the row's registers in `view`, in bytes
 * @param integers true if the meter's data type (4026) is integer
 */
export function decodeRow(
	row: Register,
	view: DataView,
	offset: number,
	integers: boolean,
): number {
	if (integers && row.step !== 0) return view.getInt32(offset) * row.step;
	const unsigned = row.length === 1 ? view.getUint16(offset) : view.getUint32(offset);
	switch (row.format) {
		case "float":
			return view.getFloat32(offset) * row.divisor;
		case "bcd":
			return Number(unsigned.toString(16));
		case "integer":
			return row.length === 1 ? view.getInt16(offset) : view.getInt32(offset);
		default:
			return unsigned;
	}
}

/** Returns the rows that are completely within `count` registers starting at `address`. */
export function rowsIn(address: number, count: number): Register[] {
	return registers.filter(
		(row) => row.address >= address && row.address + row.length <= address + count,
	);
}
