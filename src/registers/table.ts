/** All rows, and the address blocks that they lie in. */
import { identityRows } from "registers/identity";
import { measurementRows } from "registers/measurements";
import type { Row } from "registers/row";

const rows = [...identityRows, ...measurementRows];
rows.forEach(freeze);

/** Names of all registers. */
export type RegisterName = (typeof rows)[number]["name"];

/** The register table. A row's index in it stands for the register in the model. */
export const table: readonly Row<RegisterName>[] = Object.freeze(rows);

/** Freezes a row and what is in it: frozen, it stays in flash where the firmware is preloaded. */
function freeze(row: Row): void {
	if (row.mbus) {
		Object.freeze(row.mbus.dif);
		Object.freeze(row.mbus.vif);
		Object.freeze(row.mbus);
	}
	Object.freeze(row);
}

/**
 * Modbus address ranges, both ends included. An address inside that has no row reads as 0, since masters read
 * in blocks; one outside is exception 02.
 */
export const BLOCKS = Object.freeze([
	Object.freeze({ first: 0x4000, last: 0x400c }),
	Object.freeze({ first: 0x5000, last: 0x5037 }),
]);

/**
 * Index of a register in the table, to be looked up once.
 * @throws Error if there is no such register
 */
export function indexOf(name: RegisterName): number {
	for (let i = 0; i < table.length; i++) if (table[i].name === name) return i;
	throw new Error(`no register ${name}`);
}
