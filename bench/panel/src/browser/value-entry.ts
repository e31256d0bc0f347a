/** Values of registers as people type them. */
import { ctPrimaryOf, ctSecondaryOf, packCtRatio } from "energy/ct-ratio";
import { floatDigits } from "../../../../client/register-codec.ts";
import type { Register } from "../../../../client/register-table.ts";
import { parseEntry } from "../ui/entry.ts";

/** Formats the present value as it is typed. */
export function typedValue(row: Register, value: number): string {
	if (row.name === "ctRatio") return `${ctPrimaryOf(value)}/${ctSecondaryOf(value)}`;
	const shown = value / row.divisor;
	return String(row.range?.values ? floatDigits(shown) : Number(shown.toPrecision(9)));
}

/** Formats what may be written: "1 to 247", "10000, 2000, 1000 …", "5/1 to 9995/5". */
export function writableText({ name, range, divisor }: Register): string {
	if (!range) return "";
	if (name === "ctRatio") return "primary 5 to 9995 in steps of 5, secondary 1 or 5: 100/5";
	if (range.values) return `one of ${range.values.map((value) => value / divisor).join(", ")}`;
	return `${range.minimum / divisor} to ${range.maximum / divisor}`;
}

/** Reads an entry for a row; the value is in the model's unit. */
export function parseValue(row: Register, text: string): { value: number } | { problem: string } {
	const { range, divisor, unit } = row;
	if (!range) return { problem: "This register cannot be written" };
	if (row.name === "ctRatio") {
		const [, primary, secondary] = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(text) ?? [];
		return primary && secondary
			? { value: packCtRatio(Number(primary), Number(secondary)) }
			: { problem: "A ratio is two whole numbers, as in 100/5" };
	}
	const { minimum, maximum, values, real } = range;
	const limits = { minimum: minimum / divisor, maximum: maximum / divisor, unit };
	const entry = parseEntry(text, { ...limits, whole: !real && !values && divisor === 1 });
	if ("problem" in entry) return entry;
	if (values && !values.includes(entry.value * divisor))
		return { problem: `${text} is not ${writableText(row)}` };
	return { value: entry.value * divisor };
}
