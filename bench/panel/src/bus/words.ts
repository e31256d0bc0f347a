/** What passes on a bus, in plain words. */

/** A value that a frame carries. */
export interface Value {
	/** Where it stands: a register's address, a record's number. */
	readonly place: string;
	readonly name: string;
	readonly value: string;
}

/** One exchange. */
export interface Words {
	/** Who is spoken to. */
	readonly to: string;
	/** What it is told or asked. */
	readonly request: string;
	/** What it answers. */
	readonly answer: string;
	readonly outcome: "done" | "refused" | "silent" | "broken";
	readonly values: readonly Value[];
}

/** Two hexadecimal digits a byte. */
export function hexadecimal(bytes: Iterable<number>): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");
}

/** A number, as short as it is exact to seven digits. */
export function short(value: number): string {
	return String(Number(value.toPrecision(7))).replace("-", "−");
}
