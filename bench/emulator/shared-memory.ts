/**
 * Memory shared by the emulated board and the bench: a ring of bytes each way. It is a file mapped
 * by QEMU, so that reading and writing the file reads and writes the memory.
 * `boards/cortex-m/window.h` has the same layout.
 */
import { closeSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";

/** Bytes of the part's external memory, as QEMU requires it. */
export const SHARED_MEMORY_BYTES = 16 * 1024 * 1024;

/** Offsets of the counts of bytes written and read so far (u32), and of the rings. */
export const Layout = Object.freeze({
	TO_BOARD_HEAD: 0,
	TO_BOARD_TAIL: 4,
	TO_BENCH_HEAD: 8,
	TO_BENCH_TAIL: 12,
	TO_BOARD_RING: 0x1000,
	TO_BENCH_RING: 0x11000,
	RING_LENGTH: 0x10000,
} as const);

export class SharedMemory {
	readonly #file: number;
	readonly #word = Buffer.alloc(4);
	/** Bytes written to the board and read from it so far. */
	#written = 0;
	#read = 0;

	/** @param path of the file, which is made here */
	constructor(path: string) {
		this.#file = openSync(path, "wx+", 0o600);
		ftruncateSync(this.#file, SHARED_MEMORY_BYTES);
	}

	/**
	 * Writes as much of `bytes` as there is room for.
	 * @returns the number of bytes written
	 */
	write(bytes: Uint8Array): number {
		const used = (this.#written - this.#wordAt(Layout.TO_BOARD_TAIL)) >>> 0;
		const length = Math.min(bytes.length, Layout.RING_LENGTH - used);
		if (length === 0) return 0;
		const at = this.#written % Layout.RING_LENGTH;
		const part = Math.min(length, Layout.RING_LENGTH - at);
		writeSync(this.#file, bytes, 0, part, Layout.TO_BOARD_RING + at);
		if (length > part) writeSync(this.#file, bytes, part, length - part, Layout.TO_BOARD_RING);
		this.#written = (this.#written + length) >>> 0;
		this.#setWord(Layout.TO_BOARD_HEAD, this.#written);
		return length;
	}

	/** Reads the bytes that the board has written. */
	read(): Buffer {
		const length = (this.#wordAt(Layout.TO_BENCH_HEAD) - this.#read) >>> 0;
		const bytes = Buffer.allocUnsafe(length);
		const at = this.#read % Layout.RING_LENGTH;
		const part = Math.min(length, Layout.RING_LENGTH - at);
		readSync(this.#file, bytes, 0, part, Layout.TO_BENCH_RING + at);
		if (length > part) readSync(this.#file, bytes, part, length - part, Layout.TO_BENCH_RING);
		this.#read = (this.#read + length) >>> 0;
		if (length > 0) this.#setWord(Layout.TO_BENCH_TAIL, this.#read);
		return bytes;
	}

	close(): void {
		closeSync(this.#file);
	}

	#wordAt(offset: number): number {
		readSync(this.#file, this.#word, 0, 4, offset);
		return this.#word.readUInt32LE();
	}

	#setWord(offset: number, value: number): void {
		this.#word.writeUInt32LE(value);
		writeSync(this.#file, this.#word, 0, 4, offset);
	}
}
