/**
 * The flash chip of a virtual board, which lies in the bench; what its operations cost is meter time, on the board's
 * clock. Times are the typical ones that datasheets of small serial NOR chips (W25Q80 family) print; see
 * docs/storage.md.
 */
import type { Flash } from "board";
import { clock } from "./clock";
import { FLASH_LENGTH, FLASH_SECTOR, ToBench, ToBoard } from "./link";
import { output, outputView } from "./messages";

/** Microseconds: a byte on the bus of 20 MHz; command and address before the bytes. */
const BYTE = 0.4;
const COMMAND = 4 * BYTE;

/** Microseconds to program the first byte of a page, and each further one; 0.7 ms for 256. */
const FIRST_BYTE = 30;
const FURTHER_BYTE = 2.5;

/** Milliseconds to erase a sector, and microseconds to suspend that for something else. */
const ERASE = 45;
const SUSPEND = 20;

/** Microseconds between two looks at a chip that erases. */
const POLL = 250;

const FRAMES_PER_MILLISECOND = 4;

/** Bytes of FLASH_PROGRAM before those that are programmed. */
const PROGRAM_HEAD = 8;

const Phase = Object.freeze({ BEGIN: 0, END: 1 } as const);

export default class VirtualFlash implements Flash {
	readonly byteLength = FLASH_LENGTH;
	readonly sectorBytes = FLASH_SECTOR;
	#sector = 0;
	/** Frame at which the erase ends; undefined: none goes on. */
	#end: number | undefined;
	#succeeded = true;

	read(offset: number, buffer: Uint8Array): void {
		this.#suspend();
		clock.wait(COMMAND + BYTE * buffer.length);
		outputView.setUint32(0, offset, true);
		outputView.setUint16(4, buffer.length, true);
		const length = host.exchange(ToBench.FLASH_READ, 6, ToBoard.FLASH_DATA);
		if (length !== buffer.length) throw new Error("flash: wrong length");
		buffer.set(output.subarray(0, length));
	}

	program(offset: number, bytes: Uint8Array): boolean {
		this.#suspend();
		clock.wait(COMMAND + BYTE * bytes.length + FIRST_BYTE + FURTHER_BYTE * (bytes.length - 1));
		outputView.setUint32(0, clock.frames, true);
		outputView.setUint32(4, offset, true);
		output.set(bytes, PROGRAM_HEAD);
		host.exchange(ToBench.FLASH_PROGRAM, PROGRAM_HEAD + bytes.length, ToBoard.FLASH_STATUS);
		return output[0] === 1;
	}

	startErase(sector: number): void {
		if (this.erased === undefined) throw new Error("flash: still erasing");
		this.#sector = sector;
		this.#tell(Phase.BEGIN);
		this.#end = clock.frames + ERASE * FRAMES_PER_MILLISECOND;
	}

	get erased(): boolean | undefined {
		if (this.#end === undefined) return this.#succeeded;
		if (clock.frames < this.#end) return undefined;
		this.#end = undefined;
		this.#succeeded = this.#tell(Phase.END);
		return this.#succeeded;
	}

	waitForErase(): boolean {
		while (this.#end !== undefined && clock.frames < this.#end) clock.wait(POLL);
		return this.erased === true;
	}

	/** While it is suspended the erase does not go on. */
	#suspend(): void {
		if (this.#end === undefined || clock.frames >= this.#end) return;
		clock.wait(SUSPEND);
		this.#end++;
	}

	#tell(phase: number): boolean {
		outputView.setUint32(0, clock.frames, true);
		outputView.setUint16(4, this.#sector, true);
		output[6] = phase;
		host.exchange(ToBench.FLASH_ERASE, 7, ToBoard.FLASH_STATUS);
		return output[0] === 1;
	}
}
