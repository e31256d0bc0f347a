/** The simulator's flash: a file of the desktop, erased at once. */
import type { Flash } from "board";
import { File } from "file";

const LENGTH = 256 * 1024;
const SECTOR = 4096;

export default class FileFlash implements Flash {
	readonly byteLength = LENGTH;
	readonly sectorBytes = SECTOR;
	readonly erased = true;
	readonly #file: File;

	/** @param path made if it is not there; a file of another length counts as a blank chip */
	constructor(path: string) {
		this.#file = new File(path, true);
		if (this.#file.length !== LENGTH)
			for (let sector = 0; sector < LENGTH / SECTOR; sector++) this.startErase(sector);
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
		this.#file.position = sector * SECTOR;
		this.#file.write(new Uint8Array(SECTOR).fill(0xff).buffer);
	}

	waitForErase(): boolean {
		return true;
	}
}
