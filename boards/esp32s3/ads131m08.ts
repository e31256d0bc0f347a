/**
 * The registers of the converter ADS131M08: set-up and check, over frames that somebody else exchanges.
 * Data sheet: Texas Instruments SBAS950 (8.5.1 frames, 8.5.1.7 commands, 8.5.1.8 CRC, 8.6 registers).
 *
 * A frame is ten words of 24 bits. The converter takes a command and what belongs to it from the first words, and
 * gives the answer to the command of the frame before, eight samples, and a CRC of all that. Commands, registers
 * and CRC are 16 bits, the upper ones of their words.
 */
import { CRC16 } from "crc";

/** Bytes of a frame: answer, eight channels, CRC. */
export const FRAME_BYTES = 30;

const WORD_BYTES = 3;

/** Where the CRC stands in a frame. */
const CRC_OFFSET = FRAME_BYTES - WORD_BYTES;

/** Commands (table 8-11); a register's address stands in bits 12..7 of the last two. */
const Command = Object.freeze({
	NULL: 0x0000,
	RESET: 0x0011,
	READ: 0xa000,
	WRITE: 0x6000,
} as const);

/** Answer to RESET once the converter is ready again: eight channels. */
const RESET_DONE = 0xff28;

/** Answer to the writing of one register, its address in bits 12..7. */
const WRITTEN = 0x4000;

/** Registers (table 8-13). */
const Register = Object.freeze({
	ID: 0x00,
	MODE: 0x02,
	CLOCK: 0x03,
	GAIN1: 0x04,
	GAIN2: 0x05,
} as const);

/** Upper half of ID: eight channels. The lower half is the revision. */
const ID = 0x28;

/**
 * What the meter needs, by register, written in this order:
 * - MODE: words of 24 bits, SPI time-out on, the sign of a reset taken away, CRC-16/CCITT.
 * - CLOCK: channels 0..5, crystal, internal reference, oversampling 1024, high resolution: 8.192 MHz / 2 / 1024 =
 *   4000 frames a second.
 * - GAIN1, GAIN2: gain 1 everywhere: ±1.2 V.
 */
const SETUP: readonly (readonly [number, number])[] = Object.freeze([
	Object.freeze([Register.MODE, 0x0110] as const),
	Object.freeze([Register.CLOCK, 0x3f0e] as const),
	Object.freeze([Register.GAIN1, 0x0000] as const),
	Object.freeze([Register.GAIN2, 0x0000] as const),
]);

/** Tries before a converter counts as absent. */
const ATTEMPTS = 3;

/** Exchanges frames with the converter: sends the {@link FRAME_BYTES} bytes, puts what came back in their place. */
export interface FrameExchange {
	transfer(frame: ArrayBuffer): void;
}

export default class Ads131m08 {
	readonly #exchange: FrameExchange;
	readonly #frame = new Uint8Array(FRAME_BYTES);
	readonly #view = new DataView(this.#frame.buffer);
	readonly #crc = new CRC16(0x1021, 0xffff);

	constructor(exchange: FrameExchange) {
		this.#exchange = exchange;
	}

	/**
	 * Resets the converter and sets it up. Every register is read back.
	 * @returns whether it is there, and has everything as it should be
	 */
	setUp(): boolean {
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) if (this.#trySetUp()) return true;
		return false;
	}

	#trySetUp(): boolean {
		this.#send(Command.RESET);
		if (this.#answer() !== RESET_DONE) return false;
		const id = this.#read(Register.ID);
		if (id === undefined || id >> 8 !== ID) return false;
		for (const [register, value] of SETUP) {
			this.#send(Command.WRITE | (register << 7), value);
			if (this.#answer() !== (WRITTEN | (register << 7))) return false;
		}
		return SETUP.every(([register, value]) => this.#read(register) === value);
	}

	/** A register's content; undefined: the answer was damaged. */
	#read(register: number): number | undefined {
		this.#send(Command.READ | (register << 7));
		return this.#answer();
	}

	/** Sends a command with one word of data. */
	#send(command: number, data = 0): void {
		this.#frame.fill(0);
		this.#view.setUint16(0, command);
		this.#view.setUint16(WORD_BYTES, data);
		this.#exchange.transfer(this.#frame.buffer);
	}

	/** The answer to the last command; undefined: the frame was damaged. */
	#answer(): number | undefined {
		this.#send(Command.NULL);
		this.#crc.reset();
		const crc = this.#crc.checksum(this.#frame.subarray(0, CRC_OFFSET));
		return crc === this.#view.getUint16(CRC_OFFSET) ? this.#view.getUint16(0) : undefined;
	}
}
