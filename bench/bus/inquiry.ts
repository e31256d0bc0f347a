/** Requests of the HTTP API on a line: each is a client like any other, which takes its turn. */
import type { SerialLine } from "./line.ts";
import type { LineClient } from "./turn.ts";

export class Inquiry implements LineClient {
	/** True if it is a part of the front panel's own reading. */
	readonly own: boolean;
	readonly #resolve: (answer: Uint8Array) => void;
	#answer: Uint8Array = new Uint8Array();

	constructor(own: boolean, resolve: (answer: Uint8Array) => void) {
		this.own = own;
		this.#resolve = resolve;
	}

	answer(bytes: Uint8Array): void {
		this.#answer = Buffer.concat([this.#answer, bytes]);
	}

	over(): void {
		this.#resolve(this.#answer);
	}
}

/**
 * Sends bytes as they are, a broken frame too.
 * @returns the bytes that answer them; empty if no meter does
 */
export function inquire(
	line: Pick<SerialLine, "send">,
	request: Uint8Array,
	own: boolean,
): Promise<Uint8Array> {
	return new Promise((resolve) => line.send(new Inquiry(own, resolve), request));
}
