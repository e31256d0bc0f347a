// SPDX-License-Identifier: Apache-2.0
/** Byte code of XS as it lies in an image: its functions, and the names that they say. */

/** Bytes of a name's number. */
const NAME_BYTES = 2;

export class ByteCode {
	#memory;
	#sizes;
	/** Length of each function by its address. */
	#functions = new Map();

	/**
	 * @param {Buffer} memory the image, from address 0
	 * @param {number} sizes address of XS's table of the codes' sizes
	 * @param {number[]} archive codes in front of a function, by the bytes of its length: 1, 2 and 4
	 * @param {number} start first address of the byte code
	 * @param {number} end
	 */
	constructor(memory, sizes, archive, start, end) {
		this.#memory = memory;
		this.#sizes = sizes;
		for (const { at, code, next } of this.#walk(start, end)) {
			const bytes = [1, 2, 4][archive.indexOf(code)];
			if (bytes !== undefined) this.#functions.set(next, memory.readUIntLE(at + 1, bytes));
		}
	}

	/** Codes one after the other; those of a function's inner functions lie between its own. */
	*#walk(start, end) {
		for (let at = start; at < end; ) {
			const code = this.#memory[at];
			const size = this.#memory.readInt8(this.#sizes + code);
			let next = at + size;
			if (size === 0) next = at + 1 + NAME_BYTES;
			else if (size < 0) next = at + 1 - size + this.#memory.readUIntLE(at + 1, -size);
			yield { at, code, size, next };
			at = next;
		}
	}

	/** Bytes of the function that begins at an address; undefined if none does. */
	lengthAt(address) {
		return this.#functions.get(address);
	}

	/** Numbers of the names that the function at an address says, its inner functions included. */
	*namesOf(address) {
		for (const { at, size } of this.#walk(address, address + this.lengthAt(address)))
			if (size === 0) yield this.#memory.readUInt16LE(at + 1);
	}
}
