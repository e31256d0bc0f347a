/**
 * An ADS131M08 for tests, written from its data sheet (TI SBAS950), not from the driver: register
 * file, responses one frame late, CRC by polynomial division.
 */

const FRAME_BYTES = 30;

/** Values after a reset (data sheet, table 8-13) of the registers that the meter uses. */
const AFTER_RESET: readonly (readonly [number, number])[] = [
	[0x00, 0x2806], // ID: eight channels, some revision
	[0x01, 0x0500], // STATUS: reset has happened, words of 24 bits
	[0x02, 0x0510], // MODE
	[0x03, 0xff0e], // CLOCK
	[0x04, 0x0000], // GAIN1
	[0x05, 0x0000], // GAIN2
];

/** CRC-16/CCITT of bytes, bit by bit: x^16 + x^12 + x^5 + 1, seed 0xFFFF. */
export function ccitt(bytes: readonly number[]): number {
	let remainder = 0xffff;
	for (const byte of bytes)
		for (let bit = 7; bit >= 0; bit--) {
			const carry = ((remainder >> 15) ^ (byte >> bit)) & 1;
			remainder = ((remainder << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
		}
	return remainder;
}

export class Converter {
	readonly registers = new Map(AFTER_RESET);
	/** Commands received, in order, in hexadecimal; a write is `register=value`. */
	readonly log: string[] = [];
	/** Register that does not keep the value written. */
	broken: number | undefined;
	/** Numbers of the next frames, counted from now, in which one bit is flipped in transit. */
	damaged = 0;
	present = true;
	#answer = 0;

	/** Receives a frame and replaces it with the one sent. */
	transfer(buffer: ArrayBuffer): void {
		const frame = new Uint8Array(buffer);
		if (frame.length !== FRAME_BYTES) throw new Error(`a frame of ${frame.length} bytes`);
		const command = (frame[0] << 8) | frame[1];
		const data = (frame[3] << 8) | frame[4];
		const out = new Array<number>(FRAME_BYTES).fill(0);
		out[0] = this.#answer >> 8;
		out[1] = this.#answer & 0xff;
		const crc = ccitt(out.slice(0, 27));
		out[27] = crc >> 8;
		out[28] = crc & 0xff;
		if (this.damaged > 0) {
			this.damaged--;
			out[5] ^= 1;
		}
		// A line that nothing drives.
		frame.set(this.present ? out : new Array(FRAME_BYTES).fill(0xff));
		this.#answer = this.#obey(command, data);
	}

	#obey(command: number, data: number): number {
		const register = (command >> 7) & 0x3f;
		const one = (command & 0x7f) === 0;
		if (command === 0x0011) {
			this.log.push("reset");
			for (const [each, value] of AFTER_RESET) this.registers.set(each, value);
			return 0xff28;
		}
		if (command >> 13 === 0b101 && one) return this.registers.get(register) ?? 0;
		if (command >> 13 === 0b011 && one) {
			this.log.push(`${register.toString(16)}=${data.toString(16).padStart(4, "0")}`);
			if (register !== this.broken) this.registers.set(register, data);
			return 0x4000 | (register << 7);
		}
		if (command !== 0) this.log.push(`unknown ${command.toString(16)}`);
		return this.registers.get(0x01) ?? 0;
	}
}
