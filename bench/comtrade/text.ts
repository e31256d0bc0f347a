/**
 * Text of COMTRADE files. The standard requires ASCII; real files also have UTF-8, GB18030 and
 * Latin-1 in names. In none of these is a byte of a multi-byte character a comma or a line end, so
 * files are split into lines and fields byte by byte, and only names are decoded.
 */

/** Decodes one character per byte. */
export function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Lines of a text without their ends; text after the end-of-file mark 0x1A is dropped. */
export function linesOf(text: string): string[] {
	const mark = text.indexOf("\x1a");
	return (mark < 0 ? text : text.slice(0, mark)).split(/\r\n|\n|\r/);
}

/** Fields of a line, trimmed. */
export function fieldsOf(line: string): string[] {
	return line.split(",").map((field) => field.trim());
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Parses a finite decimal number; undefined if it is none. */
export function numberOf(field: string | undefined): number | undefined {
	if (field === undefined || !NUMBER.test(field)) return undefined;
	const value = Number(field);
	return Number.isFinite(value) ? value : undefined;
}

/** Parses a decimal number without fraction or sign; undefined if it is none. */
export function countOf(field: string | undefined): number | undefined {
	const value = numberOf(field);
	return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/**
 * Chooses the decoder of a file's names. UTF-8 is certain if it decodes. Otherwise GB18030 is
 * chosen if most runs of high bytes have an even length, as in Chinese; single accented letters do
 * not.
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
