/**
 * Flash images that outlive the bench: one file per meter in the directory of `--state`, written
 * at every change.
 */
import {
	closeSync,
	existsSync,
	fstatSync,
	mkdirSync,
	openSync,
	readSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { Fault, reasonOf } from "../fault.ts";
import { Chip, LENGTH, SECTOR } from "./chip.ts";

/** First bytes of every sector that the firmware has prepared (docs/storage.md). */
const MARK = "AMBT";

/** A chip with its file. */
export interface KeptChip {
	readonly chip: Chip;
	close(): void;
}

/** True if nothing was ever written. */
export function isBlank(image: Uint8Array): boolean {
	return image.every((byte) => byte === 0xff);
}

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
 * Opens the image of a meter, or makes a blank one.
 * @throws Fault with exit code 2 that names the file, if it is not an image of ours; the file is
 *   not changed
 */
export function openState(directory: string, serialNumber: number): KeptChip {
	const path = join(directory, `${serialNumber.toString().padStart(8, "0")}.flash`);
	try {
		mkdirSync(directory, { recursive: true });
		const isNew = !existsSync(path);
		const file = openSync(path, isNew ? "wx+" : "r+");
		const chip = new Chip(
			isNew ? undefined : readImage(file, path),
			(offset, bytes) => void writeSync(file, bytes, 0, bytes.length, offset),
		);
		if (isNew) writeSync(file, chip.image, 0, LENGTH, 0);
		return { chip, close: () => closeSync(file) };
	} catch (error) {
		if (error instanceof Fault) throw error;
		throw new Fault(`--state: ${path}: ${reasonOf(error)}`, 2);
	}
}

function readImage(file: number, path: string): Uint8Array {
	const { size } = fstatSync(file);
	const image = new Uint8Array(LENGTH);
	if (size !== LENGTH)
		throw new Fault(
			`--state: ${path} has ${size} bytes, a flash image has ${LENGTH}; it was left as it is`,
			2,
		);
	readSync(file, image, 0, LENGTH, 0);
	if (!isOurs(image))
		throw new Fault(`--state: ${path} is not a flash image of this meter; it was left as it is`, 2);
	return image;
}
