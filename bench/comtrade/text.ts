/**
 * Text of COMTRADE files. The standard says ASCII; real files also hold UTF-8, GB18030 and Latin-1 in names.
 * No byte of a multi-byte character is a comma or a line end in any of these, so that files are cut into
 * lines and fields byte by byte, and only names are decoded.
 */

/** One character a byte. */
export function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Lines of a text without their ends; what follows the end-of-file mark 0x1A is cut off. */
export function linesOf(text: string): string[] {
	const mark = text.indexOf("\x1a");
	return (mark < 0 ? text : text.slice(0, mark)).split(/\r\n|\n|\r/);
}

/** Fields of a line, without the blanks around them. */
export function fieldsOf(line: string): string[] {
	return line.split(",").map((field) => field.trim());
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A finite decimal number, or undefined. */
export function numberOf(field: string | undefined): number | undefined {
	if (field === undefined || !NUMBER.test(field)) return undefined;
	const value = Number(field);
	return Number.isFinite(value) ? value : undefined;
}

/** A decimal number without a fraction, not negative, or undefined. */
export function countOf(field: string | undefined): number | undefined {
	const value = numberOf(field);
	return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/**
 * How the names of a file are to be decoded. UTF-8 is certain when it decodes; of the others GB18030 is taken
 * when most runs of high bytes are even in length, as Chinese is and single accented letters are not.
 */
export function decoderFor(text: string): (name: string) => string {
	const decoder = [
		new TextDecoder("utf-8", { fatal: true }),
		new TextDecoder("gb18030", { fatal: true }),
	].find((candidate) => {
		try {
			candidate.decode(Buffer.from(text, "latin1"));
			return candidate.encoding === "utf-8" || looksChinese(text);
		} catch {
			return false;
		}
	});
	if (decoder === undefined) return (name) => name;
	const tolerant = new TextDecoder(decoder.encoding);
	return (name) => tolerant.decode(Buffer.from(name, "latin1"));
}

function looksChinese(text: string): boolean {
	const runs = text.match(/[\x80-\xff]+/g) ?? [];
	return runs.filter((run) => run.length % 2 === 0).length * 2 > runs.length;
}
