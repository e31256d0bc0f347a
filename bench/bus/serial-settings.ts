/** What both ends of a line have to agree on; 8 data bits and 1 stop bit always. */

/** See the file's head. */
export interface SerialSettings {
	/** Bits a second. */
	readonly baudRate: number;
	readonly parity: "even" | "none" | "odd";
}

/** Bits of one character on the line: start, data, parity if there is one, stop. */
export function bitsOf({ parity }: SerialSettings): number {
	return parity === "none" ? 10 : 11;
}

/** Whether one end understands the other. */
export function agree(one: SerialSettings | undefined, other: SerialSettings | undefined): boolean {
	return one?.baudRate === other?.baudRate && one?.parity === other?.parity;
}
