// SPDX-License-Identifier: Apache-2.0
/** XS byte code in an image: its functions and the names they use. */

/** Bytes of a name's number. */
export const NAME_BYTES = 2;

/** Offsets in struct codeHeader of engine/xs/code.h, and its length. */
export const CODE_HEADER = { SYMBOLS_LENGTH: 8, CODE_LENGTH: 12, END: 16 } as const;

/** Bytes of a function's length after each of the codes that introduce a function. */
const LENGTH_BYTES = [1, 2, 4];

/**
 * One code: its address, its number, the size XS's table gives it, the address of the next code.
 */
interface Step {
	readonly at: number;
	readonly code: number;
	readonly size: number;
	readonly next: number;
}

export class ByteCode {
	readonly #memory: Buffer;
	readonly #sizes: number;
	/** Length of each function by its address. */
	readonly #functions = new Map<number, number>();

	/**
	 * @param memory the image, from address 0
	 * @param sizes address of XS's table of code sizes
	 * @param archive codes that introduce a function with a length of 1, 2 and 4 bytes
	 * @param start first address of the byte code
	 * @param end first address after it
	 */
	constructor(
		memory: Buffer,
		sizes: number,
		archive: readonly number[],
		start: number,
		end: number,
	) {
		this.#memory = memory;
		this.#sizes = sizes;
		for (const { at, code, next } of this.#walk(start, end)) {
			const bytes = LENGTH_BYTES[archive.indexOf(code)];
			if (bytes !== undefined) this.#functions.set(next, memory.readUIntLE(at + 1, bytes));
		}
	}

	/** Codes in order; those of an inner function are among those of the outer one. */
	*#walk(start: number, end: number): Generator<Step> {
		for (let at = start; at < end; ) {
			const code = this.#memory.readUInt8(at);
			const size = this.#memory.readInt8(this.#sizes + code);
			let next = at + size;
			if (size === 0) next = at + 1 + NAME_BYTES;
			else if (size < 0) next = at + 1 - size + this.#memory.readUIntLE(at + 1, -size);
			yield { at, code, size, next };
			at = next;
		}
	}

	/** Bytes of the function that begins at an address; undefined if none does. */
	lengthAt(address: number): number | undefined {
		return this.#functions.get(address);
	}

	/** Numbers of the names that the function at an address uses, inner functions included. */
	*namesOf(address: number): Generator<number> {
		const end = address + (this.lengthAt(address) ?? 0);
		for (const { at, size } of this.#walk(address, end))
			if (size === 0) yield this.#memory.readUInt16LE(at + 1);
	}
}
