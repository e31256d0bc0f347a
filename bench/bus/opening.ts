/**
 * The first bytes of a raw connection. A web page can make a browser of this machine open one, but
 * only to speak HTTP: its request begins with a method, as no frame of a bus does.
 */
import { METHODS } from "node:http";

/** How a request of HTTP begins; PRI is the preface of HTTP/2. */
const BEGINNINGS = [...METHODS, "PRI"].map((method) => `${method} `);

export class Opening {
	/** First bytes that may become the name of a method; undefined: they have not. */
	#held: Buffer | undefined = Buffer.alloc(0);

	/**
	 * Takes the next bytes of the connection; returns those to pass on now, or undefined if the
	 * client speaks HTTP. Bytes that may be the beginning of a method's name wait for the next ones.
	 */
	pass(chunk: Uint8Array): Uint8Array | undefined {
		if (this.#held === undefined) return chunk;
		const bytes = Buffer.concat([this.#held, chunk]);
		const text = bytes.toString("latin1");
		if (BEGINNINGS.some((beginning) => text.startsWith(beginning))) return undefined;
		const undecided = BEGINNINGS.some((beginning) => beginning.startsWith(text));
		this.#held = undecided ? bytes : undefined;
		return undecided ? new Uint8Array() : bytes;
	}
}
