/** Values of registers: from their words, and as text. */
import { READING_GROUPS, widthOf } from "ble/reading-groups";
import { fromBCD } from "registers/encoding";
import type { Row } from "registers/row";
import { CT_PRIMARY } from "registers/settings";
import { type RegisterName, table } from "registers/table";
import { ByteReader } from "../../../client/bytes.ts";

/** Value of a row in the register's unit, read from its words; `integers` as in register 4026. */
export function decode(row: Row, words: ByteReader, integers: boolean): number {
	if (integers && row.step !== 0) return fromSteps(row, words.int32());
	if (row.format === "float") return words.float32();
	if (row.format === "integer") return row.length === 1 ? words.int16() : words.int32();
	const bits = row.length === 1 ? words.uint16() : words.uint32();
	return row.format === "bcd" ? fromBCD(bits) : bits;
}

/** Values of a readings' characteristic by the registers' names. */
export function decodeGroup(name: string, value: DataView): [RegisterName, number][] {
	const group = READING_GROUPS.find((each) => each.name === name);
	const reader = ByteReader.over(value, "little-endian");
	return (group?.rows ?? []).map((index) => {
		const row = table[index];
		const steps = widthOf(row) === 2 ? reader.int16() : reader.int32();
		return [row.name, fromSteps(row, steps)];
	});
}

/** Register's unit: whole steps are in the model's, which is a `divisor`-th of it. */
function fromSteps({ step, divisor }: Row, steps: number): number {
	if (step === 0) return steps;
	// As a fraction of whole numbers: 230.01 and not 230.01000000000002.
	return steps / Math.round(divisor / step);
}

/** The shortest decimal number that is this float32 and no other. */
export function shortest(value: number): string {
	for (let digits = 1; digits < 9; digits++) {
		const text = Number(value.toPrecision(digits));
		if (Math.fround(text) === value) return `${text}`;
	}
	return `${Number(value.toPrecision(9))}`;
}

/** For people: as many decimals as the display has. */
export function readable(row: Row, value: number): string {
	if (row.name === "ctRatio") return `${Math.floor(value / CT_PRIMARY)}/${value % CT_PRIMARY}`;
	if (row.name === "serialNumber") return `${value}`.padStart(8, "0");
	if (row.format === "ascii") return String.fromCharCode(value >> 8, value & 0xff);
	if (row.format === "binary" && row.length === 2)
		return `${value.toString(16).toUpperCase().padStart(8, "0")}h`;
	if (row.format !== "float") return `${value}`;
	return value.toFixed(decimals(row));
}

function decimals({ unit, name }: Row): number {
	if (unit === "imp/kWh") return 2;
	if (unit === "V") return 1;
	return unit === "" || name.endsWith("Version") ? 2 : 3;
}
