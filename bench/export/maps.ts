/** The register map for programs and people: C header, CSV, Markdown; a driver for M-Bus. */
import { type SeriesRow, seriesRows } from "../../client/series-table.ts";
import { REGISTERS, type RegisterRow } from "../registers/table.ts";
import { snake, VALUES } from "./rows.ts";

const hex = (value: number, digits: number): string =>
	value.toString(16).toUpperCase().padStart(digits, "0");

/** Unit of the value as the registers carry it. */
const wireUnit = ({ unit, divisor }: RegisterRow): string => (divisor === 1 ? unit : `k${unit}`);

const unitOf = (row: RegisterRow): string => (row.unit === "" ? "" : `, ${wireUnit(row)}`);

/** Registers and series in the order of their addresses. */
const ROWS: readonly (RegisterRow | SeriesRow)[] = [...REGISTERS, ...seriesRows].sort(
	(a, b) => a.address - b.address,
);

/** Name of a register's macro. */
const macro = (name: string): string => `AMBIT_${snake(name).toUpperCase()}`;

/** Of a register its address; of a series also how many numbers, and registers between them. */
function defines(row: RegisterRow | SeriesRow): string[] {
	const unit = "count" in row ? (row.unit === "" ? "" : `, ${row.unit}`) : unitOf(row);
	const about = `${row.length} ${row.format}${unit}: ${row.title}`;
	const define = `#define ${macro(row.name)} 0x${hex(row.address, 4)} /* ${about} */`;
	if (!("count" in row)) return [define];
	const of = (what: string, value: number) => `#define ${macro(row.name)}_${what} ${value}`;
	return [define, of("COUNT", row.count), of("STRIDE", row.length)];
}

/** A header with the address of each register. */
export function cHeader(): string {
	const lines = ROWS.flatMap(defines);
	return `/* Registers of Ambit; two registers carry the most significant word first. */
#ifndef AMBIT_REGISTERS_H
#define AMBIT_REGISTERS_H

${lines.join("\n")}

#endif
`;
}

/** The last two: numbers that follow one another, and registers from one to the next. */
const COLUMNS = [
	"address",
	"length",
	"format",
	"unit",
	"name",
	"title",
	"writable",
	"obis",
	"count",
	"stride",
];

function cells(row: RegisterRow | SeriesRow): string[] {
	const { address, length, format, name, title } = row;
	// A spreadsheet would take 73E2 for 7300.
	const head = [`0x${hex(address, 4)}`, `${length}`, format];
	if ("count" in row)
		return [...head, row.unit, name, title, "no", "", `${row.count}`, `${length}`];
	const writable = row.range ? "yes" : "no";
	return [...head, wireUnit(row), name, title, writable, row.obis ?? "", "1", `${length}`];
}

/** Comma-separated values, RFC 4180. */
export function csv(): string {
	const quoted = (cell: string): string =>
		/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
	return [COLUMNS, ...ROWS.map(cells)].map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
}

export function markdown(): string {
	const line = (parts: readonly string[]): string => `| ${parts.join(" | ")} |\n`;
	return [COLUMNS, COLUMNS.map(() => "---"), ...ROWS.map(cells)].map(line).join("");
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
