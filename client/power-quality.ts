/** Power quality as a client reads it: values by register name. */
import type { RegisterAccess } from "./event-log.ts";
import { decodeRegister } from "./register-codec.ts";
import { type RegisterName, registerOf, registers } from "./register-table.ts";

/** Values by register, in the register's unit; NaN: not known at present. */
export type QualityValues = ReadonlyMap<RegisterName, number>;

/** First and last registers that are read in one request each. */
const RUNS = [
	["demandPeriod", "operatingTime"],
	["voltageMinimumL1", "extremesResetAt"],
] as const satisfies readonly (readonly [RegisterName, RegisterName])[];

/** Reads everything that is one value. Rejects with the reason if that fails. */
export async function readQuality(meter: RegisterAccess): Promise<QualityValues> {
	const values = new Map<RegisterName, number>();
	for (const [from, to] of RUNS) {
		const [first, last] = [registerOf(from).address, registerOf(to)];
		const end = last.address + last.length;
		const words = await meter.read(first, end - first);
		for (const row of registers)
			if (row.address >= first && row.address < end)
				values.set(row.name, decodeRegister(row, words.seek(2 * (row.address - first)), false));
	}
	return values;
}
