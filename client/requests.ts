/** Groups registers into requests. */
import { MAXIMUM_READ } from "./pdu.ts";
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
