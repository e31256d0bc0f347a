/**
 * A cursor over bytes, to take messages apart and put them together without counting offsets. Most
 * significant byte first, as Modbus and the flash records have it, unless created for little-endian
 * data (byte link, M-Bus, Bluetooth).
 */

/** Order of the bytes of a number. */
export type ByteOrder = "big-endian" | "little-endian";

/** Reads numbers one after the other. Every method throws a RangeError if the data ends before. */
export class ByteReader {
	readonly #view: DataView;
	readonly #littleEndian: boolean;
	#offset = 0;

	constructor(bytes: Uint8Array, order: ByteOrder = "big-endian") {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#littleEndian = order === "little-endian";
	}

	/** Reads what a DataView shows, as Web Bluetooth delivers values. */
	static over(view: DataView, order: ByteOrder = "big-endian"): ByteReader {
		return new ByteReader(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), order);
	}

	/** Number of bytes not read yet. */
	get left(): number {
		return this.#view.byteLength - this.#offset;
	}

	/** Moves to `offset` bytes from the beginning. */
	seek(offset: number): this {
		if (offset < 0 || offset > this.#view.byteLength)
			throw new RangeError(`byte ${offset} is outside of ${this.#view.byteLength} bytes`);
		this.#offset = offset;
		return this;
	}

	skip(count: number): this {
		return this.seek(this.#offset + count);
	}

	uint8(): number {
		return this.#view.getUint8(this.#advance(1));
	}

	uint16(): number {
		return this.#view.getUint16(this.#advance(2), this.#littleEndian);
	}

	int16(): number {
		return this.#view.getInt16(this.#advance(2), this.#littleEndian);
	}

	uint32(): number {
		return this.#view.getUint32(this.#advance(4), this.#littleEndian);
	}

	int32(): number {
		return this.#view.getInt32(this.#advance(4), this.#littleEndian);
	}

	float32(): number {
		return this.#view.getFloat32(this.#advance(4), this.#littleEndian);
	}

	float64(): number {
		return this.#view.getFloat64(this.#advance(8), this.#littleEndian);
	}

	/** The next `count` bytes, all that are left by default: a view of the data, not a copy. */
	bytes(count: number = this.left): Uint8Array {
		const at = this.#advance(count);
		return new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, count);
	}

	/** The bytes left as 16-bit numbers; an odd byte at the end stays unread. */
	words(): number[] {
		return Array.from({ length: this.left >> 1 }, () => this.uint16());
	}

	/** Moves past `count` bytes and returns where they begin. */
	#advance(count: number): number {
		const at = this.#offset;
		this.seek(at + count);
		return at;
	}
}

/**
 * Writes numbers one after the other into a buffer of known length. Throws a RangeError if it is
 * full.
 */
export class ByteWriter {
	readonly #bytes: Uint8Array<ArrayBuffer>;
	readonly #view: DataView;
	readonly #littleEndian: boolean;
	#offset = 0;

	/** @param length of the buffer in bytes */
	constructor(length: number, order: ByteOrder = "big-endian") {
		this.#bytes = new Uint8Array(length);
		this.#view = new DataView(this.#bytes.buffer);
		this.#littleEndian = order === "little-endian";
	}

	/** The bytes written so far: a view, not a copy. */
	get written(): Uint8Array<ArrayBuffer> {
		return this.#bytes.subarray(0, this.#offset);
	}

	uint8(value: number): this {
		this.#view.setUint8(this.#advance(1), value);
		return this;
	}

	uint16(value: number): this {
		this.#view.setUint16(this.#advance(2), value, this.#littleEndian);
		return this;
	}

	uint32(value: number): this {
		this.#view.setUint32(this.#advance(4), value, this.#littleEndian);
		return this;
	}

	float32(value: number): this {
		this.#view.setFloat32(this.#advance(4), value, this.#littleEndian);
		return this;
	}

	float64(value: number): this {
		this.#view.setFloat64(this.#advance(8), value, this.#littleEndian);
		return this;
	}

	bytes(values: ArrayLike<number>): this {
		this.#bytes.set(values, this.#advance(values.length));
		return this;
	}

	/** Moves past `count` bytes and returns where they begin. */
	#advance(count: number): number {
		const at = this.#offset;
		if (at + count > this.#bytes.length)
			throw new RangeError(`${at + count} bytes do not fit into ${this.#bytes.length}`);
		this.#offset += count;
		return at;
	}
}
