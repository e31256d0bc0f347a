import { BLOCKS } from "modbus/map";
import { type Register, registers } from "../../client/register-table";
import { type SeriesRow, seriesRows } from "../../client/series-table";

/** docs/registers.md, from the register registers. */

const FORMATS: Readonly<Record<Register["format"], string>> = {
	float: "float",
	integer: "signed",
	binary: "unsigned",
	ascii: "2 characters",
	bcd: "BCD",
};

/** Contents of each block, in the order of BLOCKS. */
const BLOCK_TITLES = [
	"4000–4034: identity, settings, status",
	"5000–5037: measurements",
	"6000–6090: energies",
	"6100–619F: active energy by CT ratio",
	"6300–639F: reactive energy by CT ratio",
	"7000–70FF: vendor block (calibration, M-Bus)",
	"7100–71FF: vendor block (event log)",
	"7200–72FF: vendor block (last window)",
	"7300–73FF: vendor block (power quality, demand, extremes)",
	"7400–75FF: vendor block (harmonics)",
	"7600–76FF: vendor block (calibration constants)",
	"7700–777F: vendor block (waveforms)",
];

const HEAD = `# Registers

Made by \`npm run generate\` from the quantities and maps in \`src/\`; a test fails when it is
stale.

Modbus addresses are hexadecimal, 32-bit values most significant word first. FC 03 and FC 04 read
the same; FC 06 writes a register of one word, FC 16 whole registers. An address without a row
inside a block reads as 0. *Integer* is the step of the signed 32-bit integer that a register holds
instead while the data type (4026) is 2. *Write* is what may be written, in the register's unit;
without it the register is read only. M-Bus: DIF and VIF of the record in the telegram. Lists of
numbers have tables of their own: addresses of the first number and of the last, and the registers
from one to the next.
`;

const hex = (value: number, digits: number): string =>
	value.toString(16).toUpperCase().padStart(digits, "0");

const bytes = (values: readonly number[]): string => values.map((value) => hex(value, 2)).join(" ");

/** Ranges that limits alone do not tell. */
const ALLOWED: Readonly<Record<string, string>> = { ctRatio: "5..9995 in steps of 5 / 1 or 5" };

function allowed({ name, range, divisor }: Register): string {
	if (!range) return "";
	if (name in ALLOWED) return ALLOWED[name];
	const { minimum, maximum, values } = range;
	if (values)
		return values
			.map((value) => (value > 10000 ? `${hex(value, 4)}h` : `${value / divisor}`))
			.join(", ");
	return minimum === maximum ? `${minimum} (reset)` : `${minimum / divisor}..${maximum / divisor}`;
}

/** The step of an integer in the register's own terms. */
function step({ step, divisor, unit }: Register): string {
	if (step === 0) return "";
	const base = divisor === 1000 ? unit.replace(/^k/, "") : unit;
	return `${step} ${base}`.trim();
}

function line(row: Register): string {
	const cells = [
		hex(row.address, 4),
		`${row.length}`,
		row.title,
		`\`${row.name}\``,
		FORMATS[row.format],
		row.unit,
		step(row),
		allowed(row),
		row.mbus ? `${bytes(row.mbus.dif)} / ${bytes(row.mbus.vif)}` : "",
		row.obis ?? "",
	];
	return `| ${cells.join(" | ")} |`;
}

function rowTable(rows: readonly Register[]): string[] {
	if (rows.length === 0) return [];
	return [
		"| address | words | title | name | format | unit | integer | write | M-Bus | OBIS |",
		"|---|---|---|---|---|---|---|---|---|---|",
		...rows.map(line),
		"",
	];
}

/** Lists of numbers: the first, how many, and the registers from one to the next. */
function seriesTable(rows: readonly SeriesRow[]): string[] {
	if (rows.length === 0) return [];
	const cells = ({ address, count, length, title, name, format, unit }: SeriesRow): string[] => [
		hex(address, 4),
		hex(address + length * (count - 1), 4),
		`${count}`,
		`${length}`,
		title,
		`\`${name}\``,
		FORMATS[format],
		unit,
	];
	return [
		"| first | last | count | stride, words | title | name | format | unit |",
		"|---|---|---|---|---|---|---|---|",
		...rows.map((row) => `| ${cells(row).join(" | ")} |`),
		"",
	];
}

/** The whole document. */
export function registersDocument(): string {
	if (BLOCK_TITLES.length !== BLOCKS.length) throw new Error("a block has no title");
	const sections = BLOCKS.map(({ first, last }, block) => {
		const isIn = ({ address }: { address: number }): boolean => address >= first && address <= last;
		const rows = registers.filter(isIn).sort((a, b) => a.address - b.address);
		return [
			`## ${BLOCK_TITLES[block]}`,
			"",
			...rowTable(rows),
			...seriesTable(seriesRows.filter(isIn)),
		].join("\n");
	});
	return [HEAD, ...sections].join("\n");
}
