/** All values of a meter at one time, and their file formats. */

import { readTyped } from "../../../client/data-type.ts";
import { Exception } from "../../../client/pdu.ts";
import { type RegisterName, registerOf, registers } from "../../../client/register-table.ts";
import { readGroup, requestsFor } from "../../../client/requests.ts";
import { type RegisterClient, unless } from "./client.ts";
import { readable, shortest } from "./values.ts";

export interface SnapshotValue {
	name: RegisterName;
	value: number;
}

export interface Snapshot {
	serialNumber: string;
	/** Time of the phone in ISO 8601, since the meter has no clock. */
	time: string;
	values: SnapshotValue[];
}

/** The vendor's registers, with calibration and event log, begin here; they are not read. */
const END_READ = 0x7000;

/** Rows that are read, by requests: identity, settings, measurements, energies and CT history. */
const REQUESTS = requestsFor(registers.filter(({ address }) => address < END_READ));

/** Reads all values, but for those that a meter which has stopped does not give. */
export async function readSnapshot(
	client: RegisterClient,
	serialNumber: string,
): Promise<Snapshot> {
	const values = await readTyped(client, (integers) => readRows(client, integers));
	return { serialNumber, time: new Date().toISOString(), values };
}

async function readRows(client: RegisterClient, integers: boolean): Promise<SnapshotValue[]> {
	const values: SnapshotValue[] = [];
	for (const rows of REQUESTS) {
		const reading = readGroup(client, rows, integers);
		const read = await unless([Exception.SERVER_DEVICE_FAILURE], reading);
		for (const [{ name }, value] of read ?? []) values.push({ name, value });
	}
	return values;
}

/** Formats a value for a file: all digits, no unit. */
function exact(name: RegisterName, value: number): string {
	const row = registerOf(name);
	return row.format === "float" ? shortest(value) : readable(row, value);
}

/** Formats a snapshot as CSV (RFC 4180), one line per register. */
export function toCsv({ serialNumber, time, values }: Snapshot): string {
	const lines = values.map(({ name, value }) => {
		const { address, title, unit, obis = "" } = registerOf(name);
		const hex = address.toString(16).toUpperCase();
		return [serialNumber, time, hex, name, `"${title}"`, exact(name, value), unit, obis].join(",");
	});
	return ["serialNumber,time,register,name,title,value,unit,obis", ...lines, ""].join("\r\n");
}

/** Formats a snapshot as JSON. */
export function toJson({ serialNumber, time, values }: Snapshot): string {
	const registers = values.map(({ name, value }) => {
		const row = registerOf(name);
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
