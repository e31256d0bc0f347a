/** The register map for programs and people: C header, CSV, Markdown; a driver for M-Bus. */
import { REGISTERS, type RegisterRow } from "../registers/table.ts";
import { snake, VALUES } from "./rows.ts";

const hex = (value: number, digits: number): string =>
	value.toString(16).toUpperCase().padStart(digits, "0");

/** Unit of the value as the registers carry it. */
const wireUnit = ({ unit, divisor }: RegisterRow): string => (divisor === 1 ? unit : `k${unit}`);

const unitOf = (row: RegisterRow): string => (row.unit === "" ? "" : `, ${wireUnit(row)}`);

/** A header with the address of each register. */
export function cHeader(): string {
	const lines = REGISTERS.map(
		(row) =>
			`#define AMBIT_${snake(row.name).toUpperCase()} 0x${hex(row.address, 4)} ` +
			`/* ${row.length} ${row.format}${unitOf(row)}: ${row.title} */`,
	);
	return `/* Registers of Ambit; two registers carry the most significant word first. */
#ifndef AMBIT_REGISTERS_H
#define AMBIT_REGISTERS_H

${lines.join("\n")}

#endif
`;
}

const COLUMNS = ["address", "length", "format", "unit", "name", "title", "writable", "obis"];

function cells(row: RegisterRow): string[] {
	return [
		hex(row.address, 4),
		`${row.length}`,
		row.format,
		wireUnit(row),
		row.name,
		row.title,
		row.range ? "yes" : "no",
		row.obis ?? "",
	];
}

/** Comma-separated values, RFC 4180. */
export function csv(): string {
	const quoted = (cell: string): string =>
		/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
	return [COLUMNS, ...REGISTERS.map(cells)]
		.map((line) => `${line.map(quoted).join(",")}\r\n`)
		.join("");
}

export function markdown(): string {
	const line = (parts: readonly string[]): string => `| ${parts.join(" | ")} |\n`;
	return [COLUMNS, COLUMNS.map(() => "---"), ...REGISTERS.map(cells)].map(line).join("");
}

/** Quantity of a unit, and the unit as wmbusmeters shows it. */
const QUANTITIES: Readonly<Record<string, readonly [quantity: string, unit: string]>> = {
	V: ["Voltage", "v"],
	A: ["Amperage", "a"],
	W: ["Power", "kw"],
	Wh: ["Energy", "kwh"],
};

/**
 * A driver of wmbusmeters for the records that its own tables of units know: V, A, W and Wh.
 */
export function wmbusmeters(): string {
	const fields = VALUES.filter(({ mbus, unit }) => mbus && unit in QUANTITIES).map(
		({ name, title, unit, mbus }) => {
			const [quantity = "", shown = ""] = QUANTITIES[unit] ?? [];
			const key = [...(mbus?.dif ?? []), ...(mbus?.vif ?? [])].map((byte) => hex(byte, 2)).join("");
			return `        field {
            name           = ${snake(name)}
            quantity       = ${quantity}
            vif_scaling    = Auto
            dif_signedness = Signed
            display_unit   = ${shown}
            info           = '${title}'
            match { difvifkey = ${key} }
        }`;
		},
	);
	return `driver {
    name           = ambit
    meter_type     = ElectricityMeter
    default_fields = name,id,forward_active_energy_kwh,active_power_kw,timestamp
    detect {
        mvt = INM,01,02
    }
    fields {
${fields.join("\n")}
    }
}
`;
}
