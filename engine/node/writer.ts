// SPDX-License-Identifier: Apache-2.0
import { writeSync } from "node:fs";
import { HEADER_LENGTH } from "../../boards/virtual/link.ts";

const STANDARD_OUTPUT = 1;
const BUFFER_LENGTH = 64 * 1024;
const RETRY_MS = 1;

/** Collects messages and writes them to standard output together. */
export class MessageWriter {
	readonly #buffer = Buffer.alloc(BUFFER_LENGTH);
	#length = 0;
	readonly #pause = new Int32Array(new SharedArrayBuffer(4));
	readonly #onError: (reason: string) => void;

	/** @param onError called when the output cannot be written */
	constructor(onError: (reason: string) => void) {
		this.#onError = onError;
	}

	/** Adds a message; the payload is copied. */
	send(type: number, payload: Uint8Array): void {
		if (this.#length + HEADER_LENGTH + payload.length > BUFFER_LENGTH) this.flush();
		this.#buffer[this.#length] = type;
		this.#buffer.writeUInt16LE(payload.length, this.#length + 1);
		this.#buffer.set(payload, this.#length + HEADER_LENGTH);
		this.#length += HEADER_LENGTH + payload.length;
	}

	/** Writes the collected messages. */
	flush(): void {
		try {
			this.#write();
		} catch (error) {
			this.#onError((error as Error).message);
		}
	}

	/** The same for an engine that ends: an error no longer matters to anybody. */
	flushAtEnd(): void {
		try {
			this.#write();
		} catch {}
	}

	#write(): void {
		let done = 0;
		const end = this.#length;
		this.#length = 0;
		while (done < end) {
			try {
				done += writeSync(STANDARD_OUTPUT, this.#buffer, done, end - done);
			} catch (error) {
				// the pipe does not block and is full: let the bench read
				if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
				Atomics.wait(this.#pause, 0, 0, RETRY_MS);
			}
		}
	}
}
