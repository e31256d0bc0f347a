/** Formats values of the register table for people. */

import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { BAUD_RATES, PARITIES } from "serial/line-settings";
import type { Register } from "../../../../client/register-table.ts";
import { WIRINGS } from "../../../mains/settings.ts";
import { allDigits } from "./description.ts";

/** Texts of the settings' codes. */
const CODES: Readonly<Record<string, readonly string[]>> = {
	baudRate: BAUD_RATES.map((rate) => `${rate} Bd`),
	parity: PARITIES,
	pulseType: ["active & reactive", "forward & reverse"],
	combinationCode: [
		"forward",
		"reverse",
		"forward + reverse",
		"forward − reverse",
		"forward − reverse, netted",
	],
	dataType: ["float", "integer"],
	tariff: ["T1", "T2", "T3", "T4"],
};

/** Formats a row's value with its unit; `value` is in the model's unit. */
export function rowText(row: Register, value: number): string {
	if (Number.isNaN(value)) return "not a number";
	if (row.name === "ctRatio") return `${ctPrimaryOf(value)}/${ctSecondaryOf(value)} A`;
	if (row.format === "ascii") return String.fromCharCode(value >> 8, value & 0xff);
	if (row.name.startsWith("checksum")) return value.toString(16).toUpperCase().padStart(8, "0");
	if (row.name === "wiring") return WIRINGS[value] ?? String(value);
	const code = CODES[row.name]?.[value - 1];
	if (code) return code;
	return `${allDigits(value / row.divisor)}${row.unit ? ` ${row.unit}` : ""}`;
}
