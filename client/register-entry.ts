/** Where registers are, without the table of all that is known of them: for the bench. */
import type { ModbusEntry } from "modbus/entry";
import { modbusMap } from "modbus/map";

type Name = ReturnType<typeof modbusMap>[number]["name"];

/** The registers that hold a value. Throws an Error if none do. */
export function entryOf(name: Name): ModbusEntry {
	const entry = modbusMap().find((each) => each.name === name);
	if (!entry) throw new Error(`no register holds ${name}`);
	return entry;
}
