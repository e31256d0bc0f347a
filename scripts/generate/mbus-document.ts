/** Generates the tables of docs/mbus.md: records and writes, and measured answer times. */
import { type Register, registers } from "../../client/register-table";
import { answerTimes } from "./mbus-answer-times";

/** Bytes of the telegram before its first record. */
const HEAD = 19;

const hex = (bytes: readonly number[]): string =>
	bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");

const lengthOf = (dif: number): number => dif & 7;

const formatOf = (dif: number): string =>
	dif & 8 ? `BCD, ${2 * lengthOf(dif)} digits` : `binary, ${8 * lengthOf(dif)} bits`;

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
	return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const address = (row: Register): string => row.address.toString(16).toUpperCase().padStart(4, "0");

/** One step of a record's value. */
function unit({ step, unit, divisor, mbus }: Register): string {
	if (mbus?.ratio) return "primary, 4 digits, and secondary, 2 digits";
	if (step === 0) return "number";
	return `${step} ${divisor === 1000 ? unit.replace(/^k/, "") : unit}`.trim();
}

function records(): string {
	const rows = registers.flatMap((row) => (row.mbus ? [{ row, record: row.mbus }] : []));
	rows.sort((a, b) => a.record.place - b.record.place);
	let at = HEAD;
	const cells = rows.map(({ row, record: { place, dif, vif } }) => {
		const first = at;
		at += dif.length + vif.length + lengthOf(dif[0]);
		return [
			`${place}`,
			`${first}`,
			row.title,
			hex(dif),
			hex(vif),
			formatOf(dif[0]),
			unit(row),
			`${address(row)} \`${row.name}\``,
		];
	});
	return markdown(
		["record", "byte", "value", "DIF", "VIF", "data", "one step is", "register"],
		cells,
	);
}

function writes(): string {
	const rows = registers.flatMap((row) => (row.mbusWrite ? [{ row, record: row.mbusWrite }] : []));
	const cells = rows.map(({ row, record: { dif, vif, step } }) => [
		row.title,
		hex(dif),
		hex(vif),
		formatOf(dif[0]),
		step === 0 ? "ignored: reset to 0" : step === 1 ? "as it is" : `${step}`,
		range(row),
		`${address(row)} \`${row.name}\``,
	]);
	return markdown(["what", "DIF", "VIF", "data", "one step is", "allowed", "register"], cells);
}

function range({ range }: Register): string {
	if (!range) return "";
	return range.values?.join(", ") ?? `${range.minimum}..${range.maximum}`;
}

/** The table of the answer times. */
export function times(): string {
	const ms = (value: number): string => value.toFixed(2);
	return markdown(
		[
			"baud",
			"earliest allowed (11 bit times)",
			"shortest",
			"longest",
			"latest allowed (330 bit times + 50 ms)",
		],
		answerTimes().map(({ baud, earliest, shortest, longest, latest }) => [
			`${baud}`,
			...[earliest, shortest, longest, latest].map((value) => `${ms(value)} ms`),
		]),
	);
}

/** Returns the document with the present tables, each between its two marks. */
export function mbusDocument(text: string): string {
	let document = text;
	for (const [name, table] of Object.entries({
		records: records(),
		writes: writes(),
		times: times(),
	})) {
		const [begin, end] = [`<!-- ${name}: npm run mbus -->`, `<!-- end of ${name} -->`];
		const [from, to] = [document.indexOf(begin), document.indexOf(end)];
		if (from < 0 || to < from) throw new Error(`docs/mbus.md has no place for its ${name}`);
		document = `${document.slice(0, from + begin.length)}\n${table}\n${document.slice(to)}`;
	}
	return document;
}
