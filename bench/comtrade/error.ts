/**
 * A COMTRADE recording that cannot be used; the message is one line that names the file and the
 * place in it.
 */
export class ComtradeError extends Error {
	override readonly name = "ComtradeError";
}

/** An error in a line of text, counted from 1. */
export function lineError(file: string, line: number, what: string): ComtradeError {
	return new ComtradeError(`${file}:${line}: ${what}`);
}

/** An error in binary data, bytes counted from 0. */
export function byteError(file: string, offset: number, what: string): ComtradeError {
	return new ComtradeError(`${file}: byte ${offset}: ${what}`);
}

/** Shortens text of a file for a message, on one line. */
export function quote(text: string): string {
	return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
