/** Settings that both ends of a line must agree on; always 8 data bits and 1 stop bit. */
import type { Parity } from "../../src/board.ts";

export interface SerialSettings {
	/** Bits per second. */
	readonly baudRate: number;
	readonly parity: Parity;
}

/** Bits of one character on the line: start, data, parity if any, stop. */
export function bitsOf({ parity }: SerialSettings): number {
	return parity === "none" ? 10 : 11;
}

/** True if one end understands the other. */
export function agree(one: SerialSettings | undefined, other: SerialSettings | undefined): boolean {
	return one?.baudRate === other?.baudRate && one?.parity === other?.parity;
}
