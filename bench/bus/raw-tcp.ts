/** The TCP service of a line's raw bytes. */
import { METHODS } from "node:http";
import type { SerialLine } from "./line.ts";
import { endWhen, HIGH_WATER_BYTES, type Listening, listen, regulate } from "./tcp.ts";
import type { LineClient } from "./turn.ts";

/** How a request of HTTP begins; PRI is the preface of HTTP/2. */
const BEGINNINGS = [...METHODS, "PRI"].map((method) => `${method} `);

/**
 * Serves a line as it is: bytes both ways. A connection that speaks HTTP is closed.
 * @param option of the command line that asked for it
 * @param opened connections wait for it
 */
export function listenRaw(
	option: string,
	line: SerialLine,
	host: string,
	port: number,
	opened?: Promise<void>,
): Promise<Listening> {
	return listen({ option, host, port, opened }, (socket) => {
		const flow = (): void => regulate(socket, line.waitingBytes(client) <= HIGH_WATER_BYTES);
		const client: LineClient = {
			answer: (bytes) => void socket.write(bytes),
			over() {
				flow();
				endWhen(socket, !line.serves(client));
			},
		};
		const opening = new Opening();
		socket.on("data", (chunk: Buffer) => {
			const bytes = opening.pass(chunk);
			if (bytes === undefined) socket.destroy();
			else line.send(client, bytes);
			flow();
		});
		socket.on("drain", flow);
		socket.on("end", () => {
			line.finish(client);
			endWhen(socket, !line.serves(client));
		});
		socket.on("close", () => line.leave(client));
	});
}

/**
 * The first bytes of a raw connection. A web page can make a browser of this machine open one, but
 * only to speak HTTP: its request begins with a method, as no frame of a bus does.
 */
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
