/** Description of an exchange on a bus in plain words. */

/** A value in a frame. */
export interface Value {
	/** A register's address or a record's number. */
	readonly place: string;
	readonly name: string;
	readonly value: string;
}

/** An exchange. */
export interface Description {
	/** Server that the request is addressed to. */
	readonly to: string;
	/** The request. */
	readonly request: string;
	/** The answer. */
	readonly answer: string;
	readonly outcome: "done" | "refused" | "silent" | "broken";
	readonly values: readonly Value[];
}

/** Formats bytes as two hexadecimal digits each. */
export function hexadecimal(bytes: Iterable<number>): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");
}

/** Formats a number with at most seven significant digits. */
export function sevenDigits(value: number): string {
	return String(Number(value.toPrecision(7))).replace("-", "−");
}
