/** Decodes and formats the values of registers. */

import { READING_GROUPS } from "ble/reading-groups";
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { serialNumberText } from "registers/identity";
import { ByteReader } from "../../../client/bytes.ts";
import { decimalsOf } from "../../../client/digits.ts";
import { fromSteps } from "../../../client/register-codec.ts";
import { type Register, type RegisterName, registerOf } from "../../../client/register-table.ts";

/** Steps of a reading that a meter which has stopped does not give, by its bytes. */
const NO_VALUE = { 2: -(2 ** 15), 4: -(2 ** 31) } as const;

/** Decodes the value of a readings characteristic, by register name; NaN: the meter has none. */
export function decodeGroup(name: string, value: DataView): [RegisterName, number][] {
	const group = READING_GROUPS.find((each) => each.name === name);
	const reader = ByteReader.over(value, "little-endian");
	return (group?.fields ?? []).map(({ name, bytes }) => {
		const row = registerOf(name);
		const steps = bytes === 2 ? reader.int16() : reader.int32();
		const none = row.step !== 0 && steps === NO_VALUE[bytes];
		return [name, none ? Number.NaN : fromSteps(row, steps)];
	});
}

/** Returns the shortest decimal number that identifies this float32. */
export function shortest(value: number): string {
	for (let digits = 1; digits < 9; digits++) {
		const text = Number(value.toPrecision(digits));
		if (Math.fround(text) === value) return `${text}`;
	}
	return `${Number(value.toPrecision(9))}`;
}

/** A number of 32 bits in its eight hexadecimal digits, such as 0000A5F0h. */
export function hex(value: number): string {
	return `${value.toString(16).toUpperCase().padStart(8, "0")}h`;
}

/** Formats a value with as many decimals as the display shows. */
export function readable(row: Register, value: number): string {
	if (row.name === "ctRatio") return `${ctPrimaryOf(value)}/${ctSecondaryOf(value)}`;
	if (row.name === "serialNumber") return serialNumberText(value);
	if (row.format === "ascii") return String.fromCharCode(value >> 8, value & 0xff);
	if (row.format === "binary" && row.length === 2) return hex(value);
	if (row.format !== "float") return `${value}`;
	return fixed(value, decimals(row));
}

/** Formats a reading with six digits at most; an energy is counted and has all of them. */
export function liveText(row: Register, value: number): string {
	if (row.unit === "kWh" || row.unit === "kvarh") return readable(row, value);
	return fixed(value, decimalsOf(value, decimals(row)));
}

function fixed(value: number, decimals: number): string {
	const text = value.toFixed(decimals);
	return Number(text) === 0 ? text.replace("-", "") : text;
}

function decimals({ unit, name }: Register): number {
	if (unit === "imp/kWh") return 2;
	if (unit === "V") return 1;
	return unit === "" || name.endsWith("Version") ? 2 : 3;
}
