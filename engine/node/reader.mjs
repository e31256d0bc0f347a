// SPDX-License-Identifier: Apache-2.0
import { readSync } from "node:fs";
import { HEADER_LENGTH } from "./link.mjs";

const CHUNK_LENGTH = 64 * 1024;
const RETRY_MS = 1;

/** Cuts the bytes of a file descriptor into the link's messages, and waits for them: an engine has nothing else to do. */
export class MessageReader {
	#descriptor;
	#maximumPayload;
	#bytes = Buffer.alloc(0);
	#pause = new Int32Array(new SharedArrayBuffer(4));

	/**
	 * @param {number} descriptor
	 * @param {number} maximumPayload longest payload that is accepted
	 */
	constructor(descriptor, maximumPayload) {
		this.#descriptor = descriptor;
		this.#maximumPayload = maximumPayload;
	}

	/**
	 * @returns {{type: number, payload: Uint8Array} | undefined} the next message, whose bytes are its own;
	 *   undefined: the input has ended
	 * @throws {Error} one line: the message is longer than allowed, or the input cannot be read or ends inside it
	 */
	read() {
		if (!this.#fill(HEADER_LENGTH)) return undefined;
		const type = this.#bytes[0];
		const length = this.#bytes.readUInt16LE(1);
		if (length > this.#maximumPayload)
			throw new Error(
				`link: message 0x${type.toString(16).padStart(2, "0")} of ${length} bytes, at most ${this.#maximumPayload} are allowed`,
			);
		const end = HEADER_LENGTH + length;
		this.#fill(end);
		const payload = this.#bytes.subarray(HEADER_LENGTH, end);
		this.#bytes = this.#bytes.subarray(end);
		return { type, payload };
	}

	/** Waits until `wanted` bytes are there; false: there are none and will be none. */
	#fill(wanted) {
		while (this.#bytes.length < wanted) {
			const chunk = this.#receive();
			if (chunk.length > 0) this.#bytes = Buffer.concat([this.#bytes, chunk]);
			else if (this.#bytes.length === 0) return false;
			else throw new Error("link: the input ended inside a message");
		}
		return true;
	}

	#receive() {
		const chunk = Buffer.allocUnsafeSlow(CHUNK_LENGTH);
		for (;;) {
			try {
				return chunk.subarray(0, readSync(this.#descriptor, chunk));
			} catch (error) {
				// the input of a terminal ends with an error on some systems
				if (error.code === "EOF") return chunk.subarray(0, 0);
				// an input that does not block, and that nothing has arrived on yet
				if (error.code !== "EAGAIN") throw new Error(`link: standard input: ${error.message}`);
				Atomics.wait(this.#pause, 0, 0, RETRY_MS);
			}
		}
	}
}
