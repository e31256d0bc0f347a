/**
 * A serial NOR flash chip: programming only clears bits, an erase sets all bits of a sector and
 * takes time. The supply may fail in any operation and leaves it half done. An engine has it work
 * by messages of the byte link ({@link serveFlash}).
 */
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { TO_BENCH } from "../../spec/link.ts";
import type { FrontEndKind } from "../front-end/faults.ts";
import { decode, message } from "../meter/link.ts";

/** Bytes of the chip, of a sector, and of the page that one program operation stays within. */
export const LENGTH = 352 * 1024;
export const SECTOR = 4096;

/** Bytes of images without audit trail or statistics, which are the beginning of one of today. */
export const FORMER_LENGTHS: readonly number[] = [256 * 1024, 320 * 1024];
export const PAGE = 256;

/** Present and coming faults of a chip. */
export interface Faults {
	/** Operations (programs and erases) that still succeed; the supply fails in the next. */
	cutAfterOperations?: number | undefined;
	/**
	 * Bytes that the failing operation has done; without it none, and half of the sector for an
	 * erase.
	 */
	tornBytes?: number | undefined;
	/** Sectors that can be neither erased nor programmed. */
	badSectors?: readonly number[] | undefined;
}

/** An image of today's length, whose end is blank if the given one is of a former length. */
export function ofFullLength(image: Uint8Array): Uint8Array {
	if (!FORMER_LENGTHS.includes(image.length)) return image;
	const longer = new Uint8Array(LENGTH).fill(0xff);
	longer.set(image);
	return longer;
}

/** True if nothing was ever written. */
export function isBlank(image: Uint8Array): boolean {
	return image.every((byte) => byte === 0xff);
}

/** A chip, and whoever keeps its contents. */
export interface KeptChip {
	readonly chip: Chip;
	/** Hardware of the meter; the default if it is not given. */
	readonly frontEnd?: FrontEndKind;
	/**
	 * Makes the file of a new meter, which has none before it is done.
	 * @throws Fault with exit code 2 that names the file
	 */
	keep(): void;
	/** @throws Fault with exit code 1 if the last changes cannot be written */
	close(): void;
}

/** Told of a change, before anybody learns that it has succeeded. */
type Watcher = (offset: number, bytes: Uint8Array) => void;

/** An operation returns undefined if the supply has failed in it. */
export class Chip {
	/** Contents of the chip. */
	readonly image: Uint8Array;
	/** Erases of each sector. */
	readonly erases: number[] = new Array(LENGTH / SECTOR).fill(0);
	/** Programs and erases so far. */
	operations = 0;
	/**
	 * Time at which the supply fails, on the clock of the operations; one that ends later is not
	 * completed.
	 */
	supplyEnds = Number.POSITIVE_INFINITY;
	#cutAt = Number.POSITIVE_INFINITY;
	#tornBytes: number | undefined;
	#bad: ReadonlySet<number> = new Set();
	/** Sector being erased. */
	#erasing: number | undefined;
	#powered = true;
	readonly #watchers: Watcher[] = [];

	/** @param image used in place; a blank one unless given */
	constructor(image: Uint8Array = new Uint8Array(LENGTH).fill(0xff)) {
		if (image.length !== LENGTH) throw new RangeError(`a flash image of ${image.length} bytes`);
		this.image = image;
	}

	/** Adds a watcher of every change; one of all bytes is a replacement of the contents. */
	watch(watcher: Watcher): void {
		this.#watchers.push(watcher);
	}

	/** Replaces the present faults. */
	setFaults({ cutAfterOperations, tornBytes, badSectors }: Faults): void {
		this.#cutAt =
			cutAfterOperations === undefined
				? Number.POSITIVE_INFINITY
				: this.operations + cutAfterOperations;
		this.#tornBytes = tornBytes;
		this.#bad = new Set(badSectors ?? []);
	}

	/** Faults in force; the number of operations counts down. */
	get faults(): Faults {
		const left = this.#cutAt - this.operations;
		const cutAfterOperations = Number.isFinite(left) ? left : undefined;
		return { cutAfterOperations, tornBytes: this.#tornBytes, badSectors: [...this.#bad] };
	}

	/** Flips a bit, counted from bit 0 of byte 0. */
	flip(bit: number): void {
		const byte = Math.floor(bit / 8);
		this.image[byte] = (this.image[byte] ?? 0) ^ (1 << (bit % 8));
		this.#changed(byte, 1);
	}

	/** Replaces the contents. */
	replace(image: Uint8Array): void {
		this.image.set(image);
		this.#changed(0, LENGTH);
	}

	/**
	 * The supply comes up. A failure due after a number of operations has no effect once it has
	 * happened.
	 */
	powerUp(): void {
		this.#powered = true;
		this.supplyEnds = Number.POSITIVE_INFINITY;
	}

	/** The supply fails: an erase under way stays half done. */
	powerDown(): void {
		this.#powered = false;
		if (this.#erasing !== undefined) this.#tearErase(this.#erasing, undefined);
		this.#erasing = undefined;
	}

	/** Reads bytes; those of a sector being erased are undefined. */
	read(offset: number, length: number): Uint8Array {
		return this.image.subarray(offset, offset + length);
	}

	/**
	 * Programs bytes within one page.
	 * @param end time at which it is done
	 * @returns true if it has succeeded
	 * @throws RangeError when the chip would do something other than what was meant
	 */
	program(offset: number, bytes: Uint8Array, end = 0): boolean | undefined {
		const last = offset + bytes.length - 1;
		if (
			bytes.length === 0 ||
			last >= LENGTH ||
			Math.floor(offset / PAGE) !== Math.floor(last / PAGE)
		)
			throw new RangeError(`flash: ${bytes.length} bytes at ${offset} do not fit in a page`);
		if (this.#erasing === Math.floor(offset / SECTOR))
			throw new RangeError("flash: program into a sector being erased");
		if (!this.#begin(end)) {
			const torn = this.#tornBytes;
			if (torn !== undefined) this.#tearProgram(offset, bytes, Math.min(torn, bytes.length));
			this.#cut();
			return undefined;
		}
		if (this.#bad.has(Math.floor(offset / SECTOR))) return false;
		for (let i = 0; i < bytes.length; i++) this.#clear(offset + i, bytes[i] ?? 0);
		this.#changed(offset, bytes.length);
		return true;
	}

	/** Starts to erase a sector, whose bytes are undefined until {@link endErase}. */
	startErase(sector: number, now = 0): boolean | undefined {
		if (sector >= LENGTH / SECTOR) throw new RangeError(`flash: no sector ${sector}`);
		if (this.#erasing !== undefined) throw new RangeError("flash: erase during an erase");
		if (!this.#begin(now)) {
			if (this.#tornBytes !== undefined) this.#tearErase(sector, this.#tornBytes);
			this.#cut();
			return undefined;
		}
		this.#erasing = sector;
		return true;
	}

	/**
	 * Ends the erase.
	 * @returns true if it has succeeded
	 */
	endErase(now = 0): boolean | undefined {
		const sector = this.#erasing;
		if (sector === undefined) throw new RangeError("flash: end of an erase that was not started");
		if (now > this.supplyEnds) {
			this.#cut();
			return undefined;
		}
		this.#erasing = undefined;
		if (this.#bad.has(sector)) return false;
		this.erases[sector] = (this.erases[sector] ?? 0) + 1;
		this.image.fill(0xff, sector * SECTOR, (sector + 1) * SECTOR);
		this.#changed(sector * SECTOR, SECTOR);
		return true;
	}

	/**
	 * Counts an operation.
	 * @returns false if the supply fails in it
	 */
	#begin(end: number): boolean {
		if (!this.#powered) return false;
		const reached = this.operations >= this.#cutAt || end > this.supplyEnds;
		this.operations++;
		return !reached;
	}

	#cut(): void {
		this.#cutAt = Number.POSITIVE_INFINITY;
		if (!this.#powered) return;
		this.powerDown();
	}

	/** Programs the first bytes, some bits of the next, and none of the rest. */
	#tearProgram(offset: number, bytes: Uint8Array, done: number): void {
		for (let i = 0; i < done; i++) this.#clear(offset + i, bytes[i] ?? 0xff);
		if (done < bytes.length) this.#clear(offset + done, (bytes[done] ?? 0xff) | 0xcc);
		this.#changed(offset, bytes.length);
	}

	/** Erases the first bytes, some bits of the next page, and none of the rest. */
	#tearErase(sector: number, erased = SECTOR / 2): void {
		const start = sector * SECTOR;
		const end = start + Math.min(erased, SECTOR);
		this.image.fill(0xff, start, end);
		for (let at = end; at < Math.min(end + PAGE, start + SECTOR); at++)
			this.image[at] = (this.image[at] ?? 0) | ((at * 0x5d) & 0xff);
		this.#changed(start, SECTOR);
	}

	#clear(at: number, byte: number): void {
		this.image[at] = (this.image[at] ?? 0xff) & byte;
	}

	#changed(offset: number, length: number): void {
		const bytes = this.image.subarray(offset, offset + length);
		for (const watcher of this.#watchers) watcher(offset, bytes);
	}
}

/** True if a message is for the chip. */
export function isForFlash(type: number): boolean {
	return (
		type === ToBench.FLASH_READ || type === ToBench.FLASH_PROGRAM || type === ToBench.FLASH_ERASE
	);
}

/** Returns the clock that one of 32 bits on the link stands for. */
type Unwrap = (clock: number) => number;

/** @returns false if the chip reports failure; undefined if the supply has failed meanwhile */
function serveProgram(chip: Chip, payload: Buffer, unwrap: Unwrap): boolean | undefined {
	const { clock, offset, contents } = decode(TO_BENCH.FLASH_PROGRAM, payload);
	return chip.program(offset, contents, unwrap(clock));
}

/** The same for an erase. */
function serveErase(chip: Chip, payload: Buffer, unwrap: Unwrap): boolean | undefined {
	const { clock, sector, end } = decode(TO_BENCH.FLASH_ERASE, payload);
	return end === 0 ? chip.startErase(sector, unwrap(clock)) : chip.endErase(unwrap(clock));
}

/**
 * Has the chip do what the board asks.
 * @param unwrap by default for a board that lives less than 2^32 frames
 * @returns the answer for the link; undefined if the supply has failed meanwhile
 * @throws RangeError when the request makes no sense for a chip
 */
export function serveFlash(
	chip: Chip,
	type: number,
	payload: Buffer,
	unwrap: Unwrap = (clock) => clock,
): Buffer | undefined {
	if (type === ToBench.FLASH_READ) {
		const { offset, length } = decode(TO_BENCH.FLASH_READ, payload);
		return message(ToBoard.FLASH_DATA, chip.read(offset, length));
	}
	const act = type === ToBench.FLASH_PROGRAM ? serveProgram : serveErase;
	const succeeded = act(chip, payload, unwrap);
	if (succeeded === undefined) return undefined;
	return message(ToBoard.FLASH_STATUS, Uint8Array.of(succeeded ? 1 : 0));
}
