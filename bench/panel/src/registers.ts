/** Registers by name, as the bench read them from the meter. */

import { computed } from "@preact/signals";
import { stopText } from "../../../client/error-code.ts";
import type { RegisterName } from "../../../client/register-table.ts";
import { live } from "./live.ts";
import { bytesOf, decodeRow, rowsIn } from "./rows.ts";

/**
 * The meter's values by register name, without those that a meter which has stopped does not give;
 * undefined if it has not answered recently.
 */
export const measured = computed((): ReadonlyMap<RegisterName, number> | undefined => {
	const read = live.registers.value;
	if (!read) return undefined;
	const values = new Map<RegisterName, number>();
	for (const { address, words, integers } of read.blocks) {
		const view = new DataView(bytesOf(words).buffer);
		for (const row of rowsIn(address, words.length / 4))
			values.set(
				row.name as RegisterName,
				decodeRow(row, view, 2 * (row.address - address), integers),
			);
	}
	return values;
});

/** Says that the meter has stopped, and why; undefined if it has not, or is not being read. */
export const stopped = computed(() =>
	live.registers.value?.stopped ? stopText(measured.value?.get("errorCode")) : undefined,
);
