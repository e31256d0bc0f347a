/** All values of a meter at one time, and the files that they are shared as. */

import { DataType } from "registers/settings";
import { BLOCKS, type RegisterName, table } from "registers/table";
import type { RegisterClient } from "./client.ts";
import { decode, readable, shortest } from "./values.ts";

export interface SnapshotValue {
	name: RegisterName;
	value: number;
}

export interface Snapshot {
	serialNumber: string;
	/** ISO 8601, the phone's clock: the meter has none. */
	time: string;
	values: SnapshotValue[];
}

/** Blocks of the manual: identity and settings, measurements, energies. The CT history and the vendor's are not read. */
const READ_BLOCKS = BLOCKS.filter(({ first }) => first >= 0x4000 && first < 0x6100);

const DATA_TYPE = 0x4026;

/** Reads everything. The data type is asked first: it decides how the rest is to be understood. */
export async function readSnapshot(
	client: RegisterClient,
	serialNumber: string,
): Promise<Snapshot> {
	const integers = (await client.read(DATA_TYPE, 1)).uint16() === DataType.INTEGER;
	const values: SnapshotValue[] = [];
	for (const { first, last } of READ_BLOCKS) {
		const words = await client.read(first, last - first + 1);
		for (const row of table)
			if (row.address >= first && row.address <= last)
				values.push({
					name: row.name,
					value: decode(row, words.seek(2 * (row.address - first)), integers),
				});
	}
	return { serialNumber, time: new Date().toISOString(), values };
}

const rows = new Map(table.map((row) => [row.name, row]));

/** The row of a register by its name. */
export function rowOf(name: RegisterName): (typeof table)[number] {
	const row = rows.get(name);
	if (!row) throw new Error(`no register ${name}`);
	return row;
}

/** A value for a file: all its digits, no unit. */
export function exact(name: RegisterName, value: number): string {
	const row = rowOf(name);
	return row.format === "float" ? shortest(value) : readable(row, value);
}

/** CSV (RFC 4180): a line a register. */
export function toCsv({ serialNumber, time, values }: Snapshot): string {
	const lines = values.map(({ name, value }) => {
		const { address, title, unit, obis = "" } = rowOf(name);
		const hex = address.toString(16).toUpperCase();
		return [serialNumber, time, hex, name, `"${title}"`, exact(name, value), unit, obis].join(",");
	});
	return ["serialNumber,time,register,name,title,value,unit,obis", ...lines, ""].join("\r\n");
}

/** JSON: the same by name. */
export function toJson({ serialNumber, time, values }: Snapshot): string {
	const registers = values.map(({ name, value }) => {
		const row = rowOf(name);
		const number = row.format === "float" ? Number(shortest(value)) : readable(row, value);
		return {
			register: row.address.toString(16).toUpperCase(),
			name,
			value: number,
			unit: row.unit,
		};
	});
	return `${JSON.stringify({ serialNumber, time, registers }, null, "\t")}\n`;
}
