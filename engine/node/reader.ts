// SPDX-License-Identifier: Apache-2.0
import { readSync } from "node:fs";
import { HEADER_LENGTH } from "../../boards/virtual/link.ts";
import type { Message } from "./message.ts";

const CHUNK_LENGTH = 64 * 1024;
const RETRY_MS = 1;

/**
 * Cuts the bytes of a file descriptor into the link's messages. Blocks until a message is complete:
 * an engine has nothing else to do.
 */
export class MessageReader {
	readonly #descriptor: number;
	readonly #maximumPayload: number;
	#bytes = Buffer.alloc(0);
	readonly #pause = new Int32Array(new SharedArrayBuffer(4));

	/** @param maximumPayload longest payload that is accepted, in bytes */
	constructor(descriptor: number, maximumPayload: number) {
		this.#descriptor = descriptor;
		this.#maximumPayload = maximumPayload;
	}

	/**
	 * The next message; undefined when the input has ended.
	 *
	 * @throws one line: the message is too long, or the input cannot be read or ends inside it
	 */
	read(): Message | undefined {
		if (!this.#fill(HEADER_LENGTH)) return undefined;
		const type = this.#bytes.readUInt8(0);
		const length = this.#bytes.readUInt16LE(1);
		if (length > this.#maximumPayload)
			throw new Error(
				`link: message 0x${type.toString(16).padStart(2, "0")} of ${length} bytes, ` +
					`at most ${this.#maximumPayload} are allowed`,
			);
		const end = HEADER_LENGTH + length;
		this.#fill(end);
		const payload = this.#bytes.subarray(HEADER_LENGTH, end);
		this.#bytes = this.#bytes.subarray(end);
		return { type, payload };
	}

	/** Waits for `wanted` bytes; false if the input has ended before the first of them. */
	#fill(wanted: number): boolean {
		while (this.#bytes.length < wanted) {
			const chunk = this.#receive();
			if (chunk.length > 0) this.#bytes = Buffer.concat([this.#bytes, chunk]);
			else if (this.#bytes.length === 0) return false;
			else throw new Error("link: the input ended inside a message");
		}
		return true;
	}

	#receive(): Buffer {
		const chunk = Buffer.allocUnsafeSlow(CHUNK_LENGTH);
		for (;;) {
			try {
				return chunk.subarray(0, readSync(this.#descriptor, chunk));
			} catch (error) {
				const { code, message } = error as NodeJS.ErrnoException;
				// on some systems a terminal's input ends with an error
				if (code === "EOF") return chunk.subarray(0, 0);
				// the input does not block, and nothing has arrived yet
				if (code !== "EAGAIN") throw new Error(`link: standard input: ${message}`);
				Atomics.wait(this.#pause, 0, 0, RETRY_MS);
			}
		}
	}
}
