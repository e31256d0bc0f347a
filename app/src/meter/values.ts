/** Decodes and formats the values of registers. */

import { READING_GROUPS } from "ble/reading-groups";
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { fromBCD } from "registers/value";
import { ByteReader } from "../../../client/bytes.ts";
import { type Register, type RegisterName, registerOf } from "../../../client/register-table.ts";

/** Decodes a value in the register's unit; `integers` is true if register 4026 selects integers. */
export function decode(row: Register, words: ByteReader, integers: boolean): number {
	if (integers && row.step !== 0) return fromSteps(row, words.int32());
	if (row.format === "float") return words.float32();
	if (row.format === "integer") return row.length === 1 ? words.int16() : words.int32();
	const bits = row.length === 1 ? words.uint16() : words.uint32();
	return row.format === "bcd" ? fromBCD(bits) : bits;
}

/** Decodes the value of a readings characteristic, by register name. */
export function decodeGroup(name: string, value: DataView): [RegisterName, number][] {
	const group = READING_GROUPS.find((each) => each.name === name);
	const reader = ByteReader.over(value, "little-endian");
	return (group?.fields ?? []).map(({ name, bytes }) => {
		const row = registerOf(name);
		const steps = bytes === 2 ? reader.int16() : reader.int32();
		return [name, fromSteps(row, steps)];
	});
}

/** Converts steps of the model's unit, which is the `divisor`-th part of the register's unit. */
function fromSteps({ step, divisor }: Register, steps: number): number {
	if (step === 0) return steps;
	// Divides whole numbers, to get 230.01 and not 230.01000000000002.
	return steps / Math.round(divisor / step);
}

/** Returns the shortest decimal number that identifies this float32. */
export function shortest(value: number): string {
	for (let digits = 1; digits < 9; digits++) {
		const text = Number(value.toPrecision(digits));
		if (Math.fround(text) === value) return `${text}`;
	}
	return `${Number(value.toPrecision(9))}`;
}

/** Formats a value with as many decimals as the display shows. */
export function readable(row: Register, value: number): string {
	if (row.name === "ctRatio") return `${ctPrimaryOf(value)}/${ctSecondaryOf(value)}`;
	if (row.name === "serialNumber") return `${value}`.padStart(8, "0");
	if (row.format === "ascii") return String.fromCharCode(value >> 8, value & 0xff);
	if (row.format === "binary" && row.length === 2)
		return `${value.toString(16).toUpperCase().padStart(8, "0")}h`;
	if (row.format !== "float") return `${value}`;
	return value.toFixed(decimals(row));
}

function decimals({ unit, name }: Register): number {
	if (unit === "imp/kWh") return 2;
	if (unit === "V") return 1;
	return unit === "" || name.endsWith("Version") ? 2 : 3;
}
