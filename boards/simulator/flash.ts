/** The flash: a file of the desktop. Erases take no time. */
import type { Flash } from "board";
import { File } from "file";

const LENGTH_BYTES = 352 * 1024;
const SECTOR_BYTES = 4096;

/** Lengths of a file of software without an audit trail or statistics: the rest is blank. */
const FORMER_LENGTHS_BYTES: readonly number[] = Object.freeze([256 * 1024, 320 * 1024]);

export default class FileFlash implements Flash {
	readonly byteLength = LENGTH_BYTES;
	readonly sectorBytes = SECTOR_BYTES;
	readonly erased = true;
	readonly #file: File;

	/** @param path created if absent; a file of another length is erased */
	constructor(path: string) {
		this.#file = new File(path, true);
		const { length } = this.#file;
		if (length === LENGTH_BYTES) return;
		const kept = FORMER_LENGTHS_BYTES.includes(length) ? length / SECTOR_BYTES : 0;
		for (let sector = kept; sector < LENGTH_BYTES / SECTOR_BYTES; sector++) this.startErase(sector);
	}

	read(offset: number, buffer: Uint8Array): void {
		this.#file.position = offset;
		buffer.set(new Uint8Array(this.#file.read(ArrayBuffer, buffer.length)));
	}

	program(offset: number, bytes: Uint8Array): boolean {
		const stored = new Uint8Array(bytes.length);
		this.read(offset, stored);
		for (let i = 0; i < bytes.length; i++) stored[i] &= bytes[i];
		this.#file.position = offset;
		this.#file.write(stored.buffer);
		return true;
	}

	startErase(sector: number): void {
		this.#file.position = sector * SECTOR_BYTES;
		this.#file.write(new Uint8Array(SECTOR_BYTES).fill(0xff).buffer);
	}

	waitForErase(): boolean {
		return true;
	}
}
