/**
 * The single-file form of a COMTRADE recording (.cff, IEEE C37.111-2013), which joins its parts.
 */
import { byteError, ComtradeError } from "./error.ts";
import { latin1 } from "./text.ts";

/** A part of the container, and its place in the file. */
export interface Part {
	readonly bytes: Uint8Array;
	/** Number of its first line in the file. */
	readonly line: number;
	/** Offset of its first byte in the file. */
	readonly offset: number;
}

const HEADER = new RegExp(
	String.raw`^[ \t]*---[ \t]*file type:[ \t]*([A-Z]+)(?:[ \t]+[A-Z0-9]+)?[ \t]*` +
		String.raw`(?::[ \t]*(\d+))?[ \t]*---[ \t]*(?:\r\n|\n|\r|$)`,
	"gim",
);

/**
 * Extracts the configuration and the data from a .cff.
 * @throws ComtradeError if one is missing or the data are shorter than their heading says
 */
export function splitContainer(
	bytes: Uint8Array,
	file: string,
): { configuration: Part; data: Part } {
	const text = latin1(bytes);
	let open: { type: string; start: number } | undefined;
	let configuration: Part | undefined;
	const part = (start: number, end: number): Part => ({
		bytes: bytes.subarray(start, end),
		line: text.slice(0, start).split(/\r\n|\n|\r/).length,
		offset: start,
	});
	for (const match of text.matchAll(HEADER)) {
		if (open?.type === "CFG") configuration = part(open.start, match.index);
		const start = match.index + match[0].length;
		const type = (match[1] ?? "").toUpperCase();
		open = { type, start };
		if (type !== "DAT") continue;
		// The data come last and may hold any byte: the search ends at their heading.
		if (configuration === undefined)
			throw byteError(file, match.index, "no configuration (CFG) before the data");
		const length = match[2] === undefined ? bytes.length - start : Number(match[2]);
		if (start + length > bytes.length)
			throw byteError(
				file,
				bytes.length,
				`the data are cut short, ${bytes.length - start} of ${length} bytes`,
			);
		return { configuration, data: part(start, start + length) };
	}
	throw new ComtradeError(`${file}: no "--- file type: DAT ---" part`);
}
