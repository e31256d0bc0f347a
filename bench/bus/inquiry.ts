/** One request of the HTTP API on a line: a client like any other, which takes its turn. */
import type { SerialLine } from "./line.ts";
import type { LineClient } from "./turn.ts";

/**
 * Sends bytes as they are, a broken frame too.
 * @returns the bytes that answer them; empty if no meter does
 */
export function inquire(line: Pick<SerialLine, "send">, request: Uint8Array): Promise<Uint8Array> {
	return new Promise((resolve) => {
		let answer: Uint8Array = new Uint8Array();
		const client: LineClient = {
			answer: (bytes) => {
				answer = Buffer.concat([answer, bytes]);
			},
			over: () => resolve(answer),
		};
		line.send(client, request);
	});
}
