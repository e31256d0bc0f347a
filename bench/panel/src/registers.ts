/** Registers by name, as the bench read them from the meter. */

import { computed } from "@preact/signals";
import { DataType } from "modbus/settings";
import { type RegisterName, registerOf } from "../../../client/register-table.ts";
import { live } from "./live.ts";
import { bytesOf, decodeRow, rowsIn } from "./rows.ts";

const DATA_TYPE = registerOf("dataType");

/** True if the meter's data type was integer when last read. */
export const integers = computed(() => {
	for (const { address, words } of live.registers.value?.blocks ?? []) {
		const view = new DataView(bytesOf(words).buffer);
		const offset = 2 * (DATA_TYPE.address - address);
		if (offset >= 0 && offset < view.byteLength) return view.getUint16(offset) === DataType.INTEGER;
	}
	return false;
});

/** The meter's values by register name; undefined if it has not answered recently. */
export const measured = computed((): ReadonlyMap<RegisterName, number> | undefined => {
	const read = live.registers.value;
	if (!read) return undefined;
	const values = new Map<RegisterName, number>();
	for (const { address, words } of read.blocks) {
		const view = new DataView(bytesOf(words).buffer);
		for (const row of rowsIn(address, words.length / 4))
			values.set(
				row.name as RegisterName,
				decodeRow(row, view, 2 * (row.address - address), integers.value),
			);
	}
	return values;
});
