/**
 * The flash chip, which the bench simulates. Operations take meter time on the board's clock: the
 * typical times in data sheets of small serial NOR chips (W25Q80 family, docs/storage.md).
 */
import type { Flash } from "board";
import { FRAME_RATE_HZ } from "sampling";
import { clock } from "./clock";
import { FLASH_LENGTH, FLASH_SECTOR, ToBench, ToBoard } from "./link";
import { output, outputView } from "./messages";

/** Time of a byte on the bus of 20 MHz, and of command and address before the data. */
const BYTE_US = 0.4;
const COMMAND_US = 4 * BYTE_US;

/** Time to program the first byte of a page, and each further one: 0.7 ms for 256 bytes. */
const FIRST_BYTE_US = 30;
const FURTHER_BYTE_US = 2.5;

/** Time to erase a sector. */
const ERASE_MS = 45;

/** Time to suspend an erase. */
const SUSPEND_US = 20;

/** Interval between polls of a chip that is erasing. */
const POLL_US = 250;

const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

/** Length of the fields of FLASH_PROGRAM before the data. */
const PROGRAM_HEAD_BYTES = 8;

const Phase = Object.freeze({ BEGIN: 0, END: 1 } as const);

export default class VirtualFlash implements Flash {
	readonly byteLength = FLASH_LENGTH;
	readonly sectorBytes = FLASH_SECTOR;
	private sector = 0;
	/** Frame at which the erase ends; undefined if none is running. */
	private end: number | undefined;
	private succeeded = true;

	read(offset: number, buffer: Uint8Array): void {
		this.suspend();
		clock.wait(COMMAND_US + BYTE_US * buffer.length);
		outputView.setUint32(0, offset, true);
		outputView.setUint16(4, buffer.length, true);
		const length = host.exchange(ToBench.FLASH_READ, 6, ToBoard.FLASH_DATA);
		if (length !== buffer.length) throw new Error("flash: wrong length");
		buffer.set(output.subarray(0, length));
	}

	program(offset: number, bytes: Uint8Array): boolean {
		this.suspend();
		clock.wait(
			COMMAND_US + BYTE_US * bytes.length + FIRST_BYTE_US + FURTHER_BYTE_US * (bytes.length - 1),
		);
		outputView.setUint32(0, clock.frames, true);
		outputView.setUint32(4, offset, true);
		output.set(bytes, PROGRAM_HEAD_BYTES);
		host.exchange(ToBench.FLASH_PROGRAM, PROGRAM_HEAD_BYTES + bytes.length, ToBoard.FLASH_STATUS);
		return output[0] === 1;
	}

	startErase(sector: number): void {
		if (this.erased === undefined) throw new Error("flash: still erasing");
		this.sector = sector;
		this.tell(Phase.BEGIN);
		this.end = clock.frames + ERASE_MS * FRAMES_PER_MS;
	}

	get erased(): boolean | undefined {
		if (this.end === undefined) return this.succeeded;
		if (clock.frames < this.end) return undefined;
		this.end = undefined;
		this.succeeded = this.tell(Phase.END);
		return this.succeeded;
	}

	waitForErase(): boolean {
		while (this.end !== undefined && clock.frames < this.end) clock.wait(POLL_US);
		return this.erased === true;
	}

	/** Suspends a running erase, which then ends later. */
	private suspend(): void {
		if (this.end === undefined || clock.frames >= this.end) return;
		clock.wait(SUSPEND_US);
		this.end++;
	}

	private tell(phase: number): boolean {
		outputView.setUint32(0, clock.frames, true);
		outputView.setUint16(4, this.sector, true);
		output[6] = phase;
		host.exchange(ToBench.FLASH_ERASE, 7, ToBoard.FLASH_STATUS);
		return output[0] === 1;
	}
}
