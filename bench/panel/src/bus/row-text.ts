/** Values of the register table as a person reads them. */
import type { Row } from "registers/row";
import { BAUD_RATES, CT_PRIMARY, PARITIES } from "registers/settings";
import { short } from "./words.ts";

/** Settings whose numbers stand for something. */
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

/** A row's value with its unit; `value` in the model's unit. */
export function rowText(row: Row, value: number): string {
	if (Number.isNaN(value)) return "no number";
	if (row.name === "ctRatio") return `${Math.floor(value / CT_PRIMARY)}/${value % CT_PRIMARY} A`;
	if (row.format === "ascii") return String.fromCharCode(value >> 8, value & 0xff);
	if (row.name.startsWith("checksum")) return value.toString(16).toUpperCase().padStart(8, "0");
	const code = CODES[row.name]?.[value - 1];
	if (code) return code;
	return `${short(value / row.divisor)}${row.unit ? ` ${row.unit}` : ""}`;
}
