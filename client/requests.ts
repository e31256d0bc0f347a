/** Groups registers into requests, and reads a group. */
import { MAXIMUM_READ } from "./pdu.ts";
import type { RegisterAccess } from "./register-access.ts";
import { decodeRegister } from "./register-codec.ts";
import type { Register } from "./register-table.ts";

/** Rows that are this many registers apart are read in one request. */
const GAP = 12;

/**
 * Groups rows into requests, none of which ends in the middle of a row: a value whose words are
 * read at two times would be neither that before nor that after.
 * @param rows by address
 */
export function requestsFor(rows: readonly Register[]): Register[][] {
	const groups: Register[][] = [];
	for (const row of rows) {
		const group = groups.at(-1);
		const [first, last] = [group?.[0], group?.at(-1)];
		const near =
			first &&
			last &&
			row.address - (last.address + last.length) <= GAP &&
			row.address + row.length - first.address <= MAXIMUM_READ;
		if (group && near) group.push(row);
		else groups.push([row]);
	}
	return groups;
}

/**
 * Reads a group of rows in one request: each with its value as the register has it.
 * @param integers true if the meter's data type (4026) is integer
 */
export async function readGroup(
	meter: Pick<RegisterAccess, "read">,
	rows: readonly Register[],
	integers: boolean,
): Promise<(readonly [Register, number])[]> {
	const [first, last] = [rows[0], rows[rows.length - 1]];
	const words = await meter.read(first.address, last.address + last.length - first.address);
	return rows.map((row) => [
		row,
		decodeRegister(row, words.seek(2 * (row.address - first.address)), integers),
	]);
}
