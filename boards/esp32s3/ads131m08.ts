/**
 * ADS131M08, a converter of eight channels: sets up its registers and checks them.
 * Data sheet: Texas Instruments SBAS950 (8.5.1 frames, 8.5.1.7 commands, 8.5.1.8 CRC, 8.6
 * registers).
 *
 * A frame is ten words of 24 bits. Its first words carry a command and the command's data to the
 * converter. The converter sends its response to the previous command, eight samples, and a CRC
 * over both. Commands, registers and CRC are the upper 16 bits of their words.
 */
import { CRC16 } from "crc";
import { FRAME_RATE_HZ } from "sampling";

/** Length of a frame: response, eight channels, CRC. */
const FRAME_BYTES = 30;

const WORD_BYTES = 3;

/** Offset of the CRC in a frame. */
const CRC_OFFSET = FRAME_BYTES - WORD_BYTES;

/** Commands (table 8-11). READ and WRITE have the register's address in bits 12..7. */
const Command = Object.freeze({
	NULL: 0x0000,
	RESET: 0x0011,
	READ: 0xa000,
	WRITE: 0x6000,
} as const);

/** Response to RESET once the converter is ready again: eight channels. */
const RESET_DONE = 0xff28;

/** Response to WRITE of one register, with its address in bits 12..7. */
const WRITTEN = 0x4000;

/** Registers (table 8-13). */
const Register = Object.freeze({
	ID: 0x00,
	MODE: 0x02,
	CLOCK: 0x03,
	GAIN1: 0x04,
	GAIN2: 0x05,
} as const);

/** Upper byte of ID: eight channels. The lower byte is the revision. */
const ID_EIGHT_CHANNELS = 0x28;

/** Frequency (Hz) of the modulator: half that of the crystal, 8.192 MHz. */
const MODULATOR_HZ = 4_096_000;

/** Oversampling (a power of two) that makes the meter's rate, and its code: 0 is 128, 1 is 256. */
const OVERSAMPLING = MODULATOR_HZ / FRAME_RATE_HZ;
const OVERSAMPLING_CODE = Math.log2(OVERSAMPLING / 128);

/**
 * Registers and values of the set-up, written in this order:
 * - MODE: 24-bit words, SPI timeout on, reset flag cleared, CRC-16/CCITT.
 * - CLOCK: channels 0..5, crystal, internal reference, oversampling, high resolution.
 * - GAIN1, GAIN2: gain 1 on all channels: ±1.2 V.
 */
const SETUP: readonly (readonly [number, number])[] = Object.freeze([
	Object.freeze([Register.MODE, 0x0110] as const),
	Object.freeze([Register.CLOCK, 0x3f02 | (OVERSAMPLING_CODE << 2)] as const),
	Object.freeze([Register.GAIN1, 0x0000] as const),
	Object.freeze([Register.GAIN2, 0x0000] as const),
]);

/** Attempts before the converter counts as absent. */
const ATTEMPTS = 3;

/** Exchanges frames with the converter. */
export interface FrameExchange {
	/** Sends a frame and replaces it with the one received. */
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
	 * Resets the converter, sets it up and reads every register back.
	 * @returns true if the converter responds and all registers are as written
	 */
	setUp(): boolean {
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) if (this.#trySetUp()) return true;
		return false;
	}

	#trySetUp(): boolean {
		this.#send(Command.RESET);
		if (this.#response() !== RESET_DONE) return false;
		const id = this.#read(Register.ID);
		if (id === undefined || id >> 8 !== ID_EIGHT_CHANNELS) return false;
		for (const [register, value] of SETUP) {
			this.#send(Command.WRITE | (register << 7), value);
			if (this.#response() !== (WRITTEN | (register << 7))) return false;
		}
		return SETUP.every(([register, value]) => this.#read(register) === value);
	}

	/** Reads a register; undefined if the response was damaged. */
	#read(register: number): number | undefined {
		this.#send(Command.READ | (register << 7));
		return this.#response();
	}

	/** Sends a command with one word of data. */
	#send(command: number, data = 0): void {
		this.#frame.fill(0);
		this.#view.setUint16(0, command);
		this.#view.setUint16(WORD_BYTES, data);
		this.#exchange.transfer(this.#frame.buffer);
	}

	/** Reads the response to the last command; undefined if the frame was damaged. */
	#response(): number | undefined {
		this.#send(Command.NULL);
		this.#crc.reset();
		const crc = this.#crc.checksum(this.#frame.subarray(0, CRC_OFFSET));
		return crc === this.#view.getUint16(CRC_OFFSET) ? this.#view.getUint16(0) : undefined;
	}
}
