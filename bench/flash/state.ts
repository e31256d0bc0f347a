/**
 * Flash images that outlive the bench: one file per meter in the directory of `--state`, written
 * at every change.
 */
import {
	closeSync,
	fchmodSync,
	fstatSync,
	fsyncSync,
	lstatSync,
	openSync,
	readSync,
	realpathSync,
	renameSync,
	rmSync,
	writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Fault, fileReasonOf } from "../fault.ts";
import { makeFolder } from "../folder.ts";
import {
	Chip,
	FORMER_LENGTHS,
	isBlank,
	type KeptChip,
	LENGTH,
	ofFullLength,
	SECTOR,
} from "./chip.ts";

/** First bytes of every sector that the firmware has prepared (docs/storage.md). */
const MARK = "AMBT";

/** The file may contain a password, so it is for this user only. */
const MODE = 0o600;

/** Writes bytes at an offset of a file; returns how many. */
export type Write = (file: number, bytes: Uint8Array, offset: number) => number;

const write: Write = (file, bytes, offset) => writeSync(file, bytes, 0, bytes.length, offset);

/**
 * True if an image is blank, or if at least half of its used sectors start as the firmware's do.
 */
function isOurs(image: Uint8Array): boolean {
	let used = 0;
	let marked = 0;
	for (let at = 0; at < LENGTH; at += SECTOR) {
		const sector = image.subarray(at, at + SECTOR);
		if (isBlank(sector)) continue;
		used++;
		if (Buffer.from(sector.subarray(0, MARK.length)).toString("latin1") === MARK) marked++;
	}
	return 2 * marked >= used;
}

/**
 * Opens the image of a meter; one that has none, or a blank one, is new.
 * @param note told once when changes cannot be written
 * @throws Fault with exit code 2 that names the file, if it is not an image of ours; the file is
 *   not changed
 */
export function openState(
	directory: string,
	serialNumber: number,
	note: (line: string) => void,
	writeBytes = write,
): KeptChip {
	const path = join(directory, `${serialNumber.toString().padStart(8, "0")}.flash`);
	const file = new ImageFile(path, note, writeBytes);
	const image = faulty(path, 2, () => {
		makeFolder(directory);
		return file.open();
	});
	const chip = new Chip(image);
	chip.watch((offset, bytes) => file.change(chip.image, offset, bytes));
	return {
		chip,
		keep: () => faulty(path, 2, () => file.keep(chip.image)),
		close: () => faulty(path, 1, () => file.close(chip.image)),
	};
}

/** @throws Fault that names the file, with this exit code, if `act` throws */
function faulty<T>(path: string, exitCode: 1 | 2, act: () => T): T {
	try {
		return act();
	} catch (error) {
		if (error instanceof Fault) throw error;
		throw new Fault(`--state: ${path}: ${fileReasonOf(error)}`, exitCode);
	}
}

class ImageFile {
	readonly #note: (line: string) => void;
	readonly #write: Write;
	#path: string;
	/** Undefined: the meter is new and has no file yet. */
	#file: number | undefined;
	/** The file is older than the chip: a change could not be written, or it is of former length. */
	#isStale = false;
	#noted = false;

	constructor(path: string, note: (line: string) => void, write: Write) {
		this.#path = path;
		this.#note = note;
		this.#write = write;
	}

	/** Reads an image; undefined: the meter is new. */
	open(): Uint8Array | undefined {
		if (!lstatSync(this.#path, { throwIfNoEntry: false })) return undefined;
		const file = openSync(this.#path, "r+");
		try {
			const image = readImage(file, this.#path);
			if (isBlank(image)) return undefined;
			fchmodSync(file, MODE);
			this.#path = realpathSync(this.#path);
			this.#file = file;
			this.#isStale = fstatSync(file).size !== LENGTH;
			return image;
		} finally {
			if (this.#file === undefined) closeSync(file);
		}
	}

	keep(image: Uint8Array): void {
		if (this.#file === undefined) this.#replace(image);
	}

	change(image: Uint8Array, offset: number, bytes: Uint8Array): void {
		if (this.#file === undefined) return;
		try {
			if (this.#isStale || bytes.length === LENGTH) this.#replace(image);
			else this.#writeAll(this.#file, bytes, offset);
		} catch (error) {
			this.#isStale = true;
			if (!this.#noted)
				this.#note(
					`--state: ${this.#path}: ${fileReasonOf(error)}; the meter runs on, ` +
						"each change tries again (reported once)",
				);
			this.#noted = true;
		}
	}

	/** @throws Error if the file is still older than the chip */
	close(image: Uint8Array): void {
		if (this.#file === undefined) return;
		try {
			if (this.#isStale) this.#replace(image);
		} finally {
			closeSync(this.#file);
			this.#file = undefined;
		}
	}

	/** Puts a whole image in the place of the file, which nobody ever sees half of. */
	#replace(image: Uint8Array): void {
		const path = `${this.#path}.new`;
		const file = openSync(path, "w+", MODE);
		try {
			this.#writeAll(file, image, 0);
			fsyncSync(file);
			renameSync(path, this.#path);
		} catch (error) {
			closeSync(file);
			rmSync(path, { force: true });
			throw error;
		}
		if (this.#file !== undefined) closeSync(this.#file);
		this.#file = file;
		this.#isStale = false;
		syncFolder(dirname(this.#path));
	}

	/** Writes all of `bytes`: a disk that fills up takes only some. */
	#writeAll(file: number, bytes: Uint8Array, offset: number): void {
		for (let at = 0; at < bytes.length; ) {
			const count = this.#write(file, bytes.subarray(at), offset + at);
			if (count === 0) throw new Error("nothing can be written");
			at += count;
		}
	}
}

/** So that a name in the folder outlives the machine's power cut. */
function syncFolder(path: string): void {
	const folder = openSync(path, "r");
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}

function readImage(file: number, path: string): Uint8Array {
	const { size } = fstatSync(file);
	if (size !== LENGTH && !FORMER_LENGTHS.includes(size))
		throw new Fault(
			`--state: ${path} has ${size} bytes, a flash image has ${LENGTH}; it was left as it is`,
			2,
		);
	const stored = new Uint8Array(size);
	for (let at = 0; at < size; ) {
		const count = readSync(file, stored, at, size - at, at);
		if (count === 0) throw new Error("it became shorter while it was read");
		at += count;
	}
	const image = ofFullLength(stored);
	if (!isOurs(image))
		throw new Fault(`--state: ${path} is not a flash image of this meter; it was left as it is`, 2);
	return image;
}
