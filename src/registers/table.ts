/** All rows, and the address blocks that they lie in. */
import { energyRows } from "registers/energies";
import { eventRows } from "registers/events";
import { identityRows } from "registers/identity";
import { localSettingRows } from "registers/local-settings";
import { mbusRows } from "registers/mbus-settings";
import { measurementRows } from "registers/measurements";
import { commons, type Row } from "registers/row";
import { settingRows } from "registers/settings";
import { statusRows } from "registers/status";
import { vendorRows } from "registers/vendor";

const rows = [
	...identityRows,
	...settingRows,
	...statusRows,
	...measurementRows,
	...energyRows,
	...mbusRows,
	...vendorRows,
	...localSettingRows,
	...eventRows,
];
rows.sort((a, b) => a.address - b.address);
rows.forEach(freeze);
Object.freeze(commons);

/** Names of all registers. */
export type RegisterName = (typeof rows)[number]["name"];

/** The register table, by address. A row's index in it stands for the register in the model. */
export const table: readonly Row<RegisterName>[] = Object.freeze(rows);

/** Freezes a row and what is in it: frozen, it stays in flash where the firmware is preloaded. */
function freeze(row: Row): void {
	for (const record of [row.mbus, row.mbusWrite]) {
		if (!record) continue;
		Object.freeze(record.dif);
		Object.freeze(record.vif);
		Object.freeze(record);
	}
	if (row.range) Object.freeze(row.range);
	Object.freeze(row);
}

/**
 * Modbus address ranges, both ends included. An address inside that has no row reads as 0, since masters read
 * in blocks; one outside is exception 02.
 */
export const BLOCKS = Object.freeze([
	Object.freeze({ first: 0x4000, last: 0x4034 }),
	Object.freeze({ first: 0x5000, last: 0x5037 }),
	Object.freeze({ first: 0x6000, last: 0x6090 }),
	Object.freeze({ first: 0x6100, last: 0x619f }),
	Object.freeze({ first: 0x6300, last: 0x639f }),
	Object.freeze({ first: 0x7000, last: 0x70ff }),
	Object.freeze({ first: 0x7100, last: 0x71ff }),
]);

/** Index of the first row that begins at `address` or behind it; the table's length if there is none. */
export function rowFrom(address: number): number {
	const rows = table;
	let low = 0;
	let high = rows.length;
	let middle = 0;
	while (low < high) {
		middle = (low + high) >> 1;
		if (rows[middle].address >= address) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Index of the first row that has a register at `address` or behind it. */
export function rowAround(address: number): number {
	const index = rowFrom(address);
	if (index === 0) return 0;
	const before = table[index - 1];
	return before.address + before.length > address ? index - 1 : index;
}

/** What names of energies have in them: they are composed when asked for, so that only they are asked. */
const ENERGY = "Energy";

/**
 * Index of a register in the table, to be looked up once.
 * @throws Error if there is no such register
 */
export function indexOf(name: RegisterName): number {
	const energy = name.includes(ENERGY);
	for (let i = 0; i < table.length; i++)
		if ((table[i].energy !== undefined) === energy && table[i].name === name) return i;
	throw new Error(`no register ${name}`);
}
