/** The manual's tables and its example telegram, as printed; the corrections are the tests' own. */
import { readFileSync } from "node:fs";

/** A row of appendix 2, every column as the text that is printed. */
export interface PrintedRow {
	/** Hexadecimal. */
	address: string;
	length: string;
	unit: string;
	type: string;
	name: string;
}

/** Rows of A2.2, in the order of the manual. */
export const printedReads: readonly PrintedRow[] = rows("modbus-read-as-printed.tsv");

/** Rows of A2.3, in the order of the manual. */
export const printedWrites: readonly PrintedRow[] = rows("modbus-write-as-printed.tsv");

/** The example telegram of A1.2: bytes in upper-case hexadecimal, one space between them. */
export const printedTelegram: string = lines("mbus-telegram-as-printed.hex").join(" ");

function rows(file: string): PrintedRow[] {
	const [, ...body] = lines(file);
	return body.map((line) => {
		const [address = "", length = "", unit = "", type = "", name = ""] = line.split("\t");
		return { address, length, unit, type, name };
	});
}

/** Lines of a file of this folder without its comments. */
function lines(file: string): string[] {
	return readFileSync(new URL(file, import.meta.url), "utf8")
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith("#"));
}
