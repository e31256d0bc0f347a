/** Numbers as people type them. */

/** A number that was typed, or why it is none that the field takes. */
export type Entry = { readonly value: number } | { readonly problem: string };

/** Numbers that a field takes. */
export interface EntryRange {
	readonly minimum: number;
	readonly maximum: number;
	readonly unit: string;
	/** True if fractions are refused. */
	readonly whole?: boolean;
}

/** A sign, digits with a decimal point or comma, and an exponent. */
const NUMBER = /^[-+−]?(\d+([.,]\d*)?|[.,]\d+)(e[-+−]?\d+)?$/i;

/** Characters of an entry that a message repeats. */
const LONGEST_QUOTE = 16;

/** Reads an entry; a decimal comma is as good as a point. */
export function parseEntry(text: string, range: EntryRange): Entry {
	const typed = text.trim();
	if (typed === "") return { problem: "Nothing was entered" };
	const quoted = typed.length > LONGEST_QUOTE ? `${typed.slice(0, LONGEST_QUOTE)}…` : typed;
	if (!NUMBER.test(typed)) return { problem: `“${quoted}” is not a number` };
	const value = Number(typed.replace(",", ".").replaceAll("−", "-"));
	if (range.whole && !Number.isInteger(value))
		return { problem: `${quoted} is not a whole number` };
	if (value < range.minimum || value > range.maximum)
		return { problem: `${quoted} is outside ${rangeText(range)}` };
	return { value };
}

/** Formats a range as "0 to 7.4 A". */
export function rangeText({ minimum, maximum, unit }: EntryRange): string {
	return `${minimum} to ${maximum}${unit && ` ${unit}`}`.replaceAll("-", "−");
}
