/** The wiring that the meter is set to (register 7002). */
import { registerOf } from "../../../../client/register-table.ts";
import { WIRINGS, type Wiring } from "../../../mains/settings.ts";
import { ask, refuse } from "../api.ts";
import { writeRow } from "../browser/access.ts";
import { live } from "../live.ts";
import { measured } from "../registers.ts";

/** Wiring that the meter is set to; undefined while it is not known. */
export function meterWiring(): Wiring | undefined {
	const code = measured.value?.get("wiring");
	return code === undefined ? undefined : WIRINGS[code];
}

/**
 * Sets the meter's wiring over Modbus, and shows why if it refuses; the seal is opened for as long
 * as that takes.
 */
export async function setMeterWiring(wiring: Wiring): Promise<void> {
	const wasOpen = live.sealOpen.peek() ?? false;
	await ask("POST", "/seal", { open: true });
	const { text, bad } = await writeRow(registerOf("wiring"), WIRINGS.indexOf(wiring));
	if (!wasOpen) await ask("POST", "/seal", { open: false });
	if (bad) refuse("/wiring", `Wiring of the meter: ${text}`);
}
