// SPDX-License-Identifier: Apache-2.0
import { writeSync } from "node:fs";
import { HEADER_LENGTH } from "./link.mjs";

const STANDARD_OUTPUT = 1;
const BUFFER_LENGTH = 64 * 1024;
const RETRY_MS = 1;

/** Collects messages and writes them to standard output at once. */
export class MessageWriter {
	#buffer = Buffer.alloc(BUFFER_LENGTH);
	#length = 0;
	#pause = new Int32Array(new SharedArrayBuffer(4));
	#onError;

	/** @param {(error: Error) => void} onError called when the output cannot be written */
	constructor(onError) {
		this.#onError = onError;
	}

	/**
	 * @param {number} type
	 * @param {Uint8Array} payload copied
	 */
	send(type, payload) {
		if (this.#length + HEADER_LENGTH + payload.length > BUFFER_LENGTH) this.flush();
		this.#buffer[this.#length] = type;
		this.#buffer.writeUInt16LE(payload.length, this.#length + 1);
		this.#buffer.set(payload, this.#length + HEADER_LENGTH);
		this.#length += HEADER_LENGTH + payload.length;
	}

	/** Writes what was collected. */
	flush() {
		try {
			this.#write();
		} catch (error) {
			this.#onError(error);
		}
	}

	/** The same for an engine that ends: an error is nobody's business any more. */
	flushAtEnd() {
		try {
			this.#write();
		} catch {}
	}

	#write() {
		let done = 0;
		const end = this.#length;
		this.#length = 0;
		while (done < end) {
			try {
				done += writeSync(STANDARD_OUTPUT, this.#buffer, done, end - done);
			} catch (error) {
				// a pipe that does not block is full: let the bench read
				if (error.code !== "EAGAIN") throw error;
				Atomics.wait(this.#pause, 0, 0, RETRY_MS);
			}
		}
	}
}
