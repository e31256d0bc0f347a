/** Values of registers: from their words, and as text. */
import { READING_GROUPS, widthOf } from "ble/reading-groups";
import { fromBCD } from "registers/encoding";
import type { Row } from "registers/row";
import { CT_PRIMARY } from "registers/settings";
import { type RegisterName, table } from "registers/table";

/** Value of a row in the register's unit, as its words have it; `integers` as in register 4026. */
export function decode(row: Row, words: DataView, offset: number, integers: boolean): number {
	if (integers && row.step !== 0) return fromSteps(row, words.getInt32(offset));
	if (row.format === "float") return words.getFloat32(offset);
	const bits = row.length === 1 ? words.getUint16(offset) : words.getUint32(offset);
	if (row.format === "bcd") return fromBCD(bits);
	if (row.format !== "integer") return bits;
	return row.length === 1 ? words.getInt16(offset) : words.getInt32(offset);
}

/** Values of a readings' characteristic by the registers' names. */
export function decodeGroup(name: string, value: DataView): [RegisterName, number][] {
	const group = READING_GROUPS.find((each) => each.name === name);
	let at = 0;
	return (group?.rows ?? []).map((index) => {
		const row = table[index];
		const width = widthOf(row);
		const steps = width === 2 ? value.getInt16(at, true) : value.getInt32(at, true);
		at += width;
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
