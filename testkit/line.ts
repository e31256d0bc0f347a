/** A serial line for unit tests: the port's other end, on the virtual board's clock. */

import type { SerialIO, SerialOptions, SerialPort } from "board";
import { clock } from "../boards/virtual/clock.ts";
import Timer from "../boards/virtual/timer.ts";
import { FRAME_RATE_HZ } from "../src/sampling.ts";

export class Line {
	/** Everything the firmware has sent since the last `take`, with the meter time. */
	sent: { bytes: number[]; microseconds: number }[] = [];
	options: SerialOptions | undefined;
	/** True while the board has characters that it has not told of. */
	receiving = false;
	readonly port: SerialPort;
	#received: number[] = [];

	constructor() {
		const line = this;
		this.port = {
			port: 0,
			receive: 0,
			transmit: 1,
			io: class implements SerialIO {
				constructor(options: SerialOptions) {
					line.options = options;
				}
				read(buffer: Uint8Array): number | undefined {
					const part = line.#received.splice(0, buffer.length);
					buffer.set(part);
					return part.length || undefined;
				}
				write(bytes: Uint8Array): void {
					line.sent.push({ bytes: [...bytes], microseconds: clock.microseconds });
				}
				get receiving(): boolean {
					return line.receiving;
				}
				close(): void {}
			},
		};
	}

	/**
	 * Puts characters on the line. The last of them arrives now, or came `ageUs` ago on a board that
	 * knows.
	 */
	receive(bytes: readonly number[], ageUs?: number): void {
		if (bytes.length === 0) return;
		this.#received.push(...bytes);
		this.options?.onReadable(bytes.length, ageUs);
	}

	/** Lets meter time pass in whole frames. */
	wait(microseconds: number): void {
		Timer.advance(clock.frames + Math.ceil((microseconds * FRAME_RATE_HZ) / 1e6));
	}

	/** Returns the bytes sent since the last call, one array a write. */
	take(): number[][] {
		const taken = this.sent.map(({ bytes }) => bytes);
		this.sent = [];
		return taken;
	}
}

/** Bytes of a hexadecimal text, in which spaces may stand. */
export const bytesOf = (text: string): number[] => [
	...Buffer.from(text.replaceAll(" ", ""), "hex"),
];

/** Appends the CRC, computed bit by bit as in the standard's appendix B, low byte first. */
export function withCrc(bytes: readonly number[]): number[] {
	let crc = 0xffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
	}
	return [...bytes, crc & 0xff, crc >> 8];
}
