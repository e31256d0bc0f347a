// SPDX-License-Identifier: Apache-2.0
import { HEADER_LENGTH } from "./link.mjs";

/** Cuts a byte stream into the link's messages. */
export class MessageReader {
	#bytes = Buffer.alloc(0);
	#maximumPayload;

	/** @param {number} maximumPayload longest payload that is accepted */
	constructor(maximumPayload) {
		this.#maximumPayload = maximumPayload;
	}

	/** Bytes that are not read yet. */
	get pending() {
		return this.#bytes.length;
	}

	/** @param {Buffer} chunk bytes that follow; they must not change afterwards */
	append(chunk) {
		this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
	}

	/**
	 * @returns {{type: number, payload: Uint8Array} | undefined} the next message when all of it is there
	 * @throws {Error} one line: it says to be longer than allowed
	 */
	read() {
		if (this.#bytes.length < HEADER_LENGTH) return undefined;
		const type = this.#bytes[0];
		const length = this.#bytes.readUInt16LE(1);
		if (length > this.#maximumPayload)
			throw new Error(
				`link: message 0x${type.toString(16).padStart(2, "0")} of ${length} bytes, at most ${this.#maximumPayload} are allowed`,
			);
		const end = HEADER_LENGTH + length;
		if (this.#bytes.length < end) return undefined;
		const payload = this.#bytes.subarray(HEADER_LENGTH, end);
		this.#bytes = this.#bytes.subarray(end);
		return { type, payload };
	}
}
