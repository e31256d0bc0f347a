/**
 * W25Q80DV, a serial NOR flash, or a compatible chip. Data sheet: Winbond W25Q80DV (7.1 status
 * registers, 8.2 instructions).
 *
 * The meter's counters have a chip of their own because an erase in the ESP32-S3's own flash stops
 * both cores, and the samples of that time would be lost.
 */
import { FLASH_PAGE_BYTES, type Flash } from "board";
import type { BusDevice } from "esp32s3/spi-bus";

/** Instructions. */
const Instruction = Object.freeze({
	PROGRAM: 0x02,
	READ: 0x03,
	STATUS_1: 0x05,
	WRITE_ENABLE: 0x06,
	ERASE_SECTOR: 0x20,
	STATUS_2: 0x35,
	SUSPEND: 0x75,
	RESUME: 0x7a,
	/** Maker, kind, and size of the chip. */
	IDENTIFY: 0x9f,
	RELEASE_POWER_DOWN: 0xab,
} as const);

/** Status register 1: a program or an erase is running. */
const BUSY = 0x01;

/** Either status register where no chip is. */
const NOBODY = 0xff;

/** Status register 2: an erase is suspended. */
const SUSPENDED = 0x80;

/** Length of the instruction and the address before the data. */
const HEAD_BYTES = 4;

/** The part of the chip that the meter uses. */
const LENGTH_BYTES = 352 * 1024;
const SECTOR_BYTES = 4096;

/**
 * Sizes of chips that can be used, as powers of two: those that hold {@link LENGTH_BYTES} and have
 * addresses of 24 bits.
 */
const SMALLEST_SIZE = 19;
const LARGEST_SIZE = 24;

/**
 * Most polls, of about 40 µs, for a program or a suspension. A page takes at most 3 ms (data sheet,
 * 9.6) and a suspension 20 µs: a chip that takes longer has failed.
 */
const MAXIMUM_POLLS = 250;

/** Most polls for an erase, which takes at most 400 ms. */
const MAXIMUM_ERASE_POLLS = 25_000;

export default class NorFlash implements Flash {
	readonly byteLength = LENGTH_BYTES;
	readonly sectorBytes = SECTOR_BYTES;
	readonly #chip: BusDevice;
	readonly #frame = new Uint8Array(HEAD_BYTES + FLASH_PAGE_BYTES);
	readonly #short = new Uint8Array(1);
	readonly #status = new Uint8Array(2);
	readonly #address = new Uint8Array(HEAD_BYTES);
	/** True from the start of an erase until its end has been seen. */
	#erasing = false;

	private constructor(chip: BusDevice) {
		this.#chip = chip;
	}

	/** The chip, awake; undefined, with a line in the trace, if none answers or it is too small. */
	static open(chip: BusDevice): NorFlash | undefined {
		const flash = new NorFlash(chip);
		flash.#wake();
		const answer = Uint8Array.of(Instruction.IDENTIFY, 0, 0, 0);
		chip.exchange(answer);
		const [, maker, kind, size] = answer;
		if (maker === 0x00 || maker === 0xff) trace("flash: no chip answers; nothing is stored\n");
		else if (size < SMALLEST_SIZE || size > LARGEST_SIZE)
			trace(`flash: ${maker},${kind},${size} is no chip of 512 KB to 16 MB; nothing is stored\n`);
		else return flash;
		return undefined;
	}

	/** The chip has not restarted with the processor: it may still erase, or wait to. */
	#wake(): void {
		this.#instruct(Instruction.RELEASE_POWER_DOWN);
		this.#instruct(Instruction.RESUME);
		this.#erasing = this.#statusOf(Instruction.STATUS_1) !== NOBODY;
		this.waitForErase();
	}

	read(offset: number, buffer: Uint8Array): void {
		const resume = this.#suspend();
		for (let done = 0; done < buffer.length; done += FLASH_PAGE_BYTES) {
			const part = Math.min(FLASH_PAGE_BYTES, buffer.length - done);
			const frame = this.#frame.subarray(0, HEAD_BYTES + part);
			setHead(frame, Instruction.READ, offset + done);
			this.#chip.exchange(frame);
			buffer.set(frame.subarray(HEAD_BYTES), done);
		}
		if (resume) this.#instruct(Instruction.RESUME);
	}

	program(offset: number, bytes: Uint8Array): boolean {
		const resume = this.#suspend();
		const frame = this.#frame.subarray(0, HEAD_BYTES + bytes.length);
		setHead(frame, Instruction.PROGRAM, offset);
		frame.set(bytes, HEAD_BYTES);
		this.#instruct(Instruction.WRITE_ENABLE);
		this.#chip.send(frame);
		const done = this.#wait();
		if (resume) this.#instruct(Instruction.RESUME);
		return done;
	}

	startErase(sector: number): void {
		if (this.erased === undefined) throw new Error("flash: still erasing");
		setHead(this.#address, Instruction.ERASE_SECTOR, sector * SECTOR_BYTES);
		this.#instruct(Instruction.WRITE_ENABLE);
		this.#chip.send(this.#address);
		this.#erasing = true;
	}

	/** Never false: the chip does not report a failed erase. */
	get erased(): boolean | undefined {
		if (this.#erasing && this.#statusOf(Instruction.STATUS_1) & BUSY) return undefined;
		this.#erasing = false;
		return true;
	}

	waitForErase(): boolean {
		for (let polls = 0; polls < MAXIMUM_ERASE_POLLS; polls++)
			if (this.erased !== undefined) return true;
		return false;
	}

	/** Suspends a running erase. Returns true if there is one to resume afterwards. */
	#suspend(): boolean {
		if (this.erased !== undefined) return false;
		this.#instruct(Instruction.SUSPEND);
		this.#wait();
		// The erase may have ended just before the suspension.
		return (this.#statusOf(Instruction.STATUS_2) & SUSPENDED) !== 0;
	}

	/** Waits until the chip is idle; returns false if it takes too long. */
	#wait(): boolean {
		for (let polls = 0; polls < MAXIMUM_POLLS; polls++)
			if (!(this.#statusOf(Instruction.STATUS_1) & BUSY)) return true;
		return false;
	}

	#statusOf(register: number): number {
		this.#status[0] = register;
		this.#status[1] = 0;
		this.#chip.exchange(this.#status);
		return this.#status[1];
	}

	#instruct(instruction: number): void {
		this.#short[0] = instruction;
		this.#chip.send(this.#short);
	}
}

function setHead(frame: Uint8Array, instruction: number, address: number): void {
	frame[0] = instruction;
	frame[1] = address >> 16;
	frame[2] = address >> 8;
	frame[3] = address;
}
