/** The data type of measurements and energies on Modbus (register 4026). */
import { DataType } from "modbus/protocol";
import { NoResponse } from "./modbus-client.ts";
import type { RegisterAccess } from "./register-access.ts";
import { entryOf } from "./register-entry.ts";

/** Where the data type is. */
export const DATA_TYPE = entryOf("dataType");

/** Times that values are read before a data type that changes all the time is an error. */
const ATTEMPTS = 3;

/** True if a meter with this data type sends integers instead of floats. */
export function isInteger(dataType: number): boolean {
	return dataType === DataType.INTEGER;
}

/** Reads the data type: true if it is integer. Rejects with the reason if that fails. */
export async function sendsIntegers(meter: Pick<RegisterAccess, "read">): Promise<boolean> {
	return isInteger((await meter.read(DATA_TYPE.address, DATA_TYPE.length)).uint16());
}

/**
 * Reads values whose registers the data type concerns. Any client may change it at any time, so it
 * is read before them and after, and they are read again unless it is the same.
 * @param read reads and decodes the values, which are integers or not
 * @throws NoResponse if the data type changes each time, and the errors of reading
 */
export async function readTyped<T>(
	meter: Pick<RegisterAccess, "read">,
	read: (integers: boolean) => Promise<T>,
): Promise<T> {
	let integers = await sendsIntegers(meter);
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const values = await read(integers);
		const after = await sendsIntegers(meter);
		if (after === integers) return values;
		integers = after;
	}
	throw new NoResponse("The meter's data type is being changed all the time.");
}
