/**
 * A UART with a FIFO of 128 characters each way, on the virtual board's clock, and firmware that is
 * busy for most of the time: XS takes messages only in a part of each turn. Two drivers differ in
 * what serves the FIFOs: the UART's interrupt, or XS when it gets to it.
 */
import type { SerialIO, SerialOptions, SerialPort } from "board";
import { clock } from "../boards/virtual/clock.ts";
import Timer from "../boards/virtual/timer.ts";
import { FRAME_RATE_HZ } from "../src/sampling.ts";

const FIFO = 128;

/** Characters left in the transmitter at which its driver is asked for more. */
const TRANSMIT_THRESHOLD = 10;

/** Characters in the receiver, or of silence after the last, at which its driver is told. */
const RECEIVE_THRESHOLD = 32;
const SILENT_CHARACTERS = 1;

const CHARACTER_BITS = 11;

/** Longest time for which interrupts are off. */
const MASKED_US = 600;

/** XS is busy for this part of each turn: metrology and a page of the display. */
const TURN_US = 20_000;
const BUSY_US = 14_000;

/** The first time, `us` or later, at which XS takes a message. */
function xsFrom(us: number): number {
	const phase = us % TURN_US;
	return phase < BUSY_US ? us - phase + BUSY_US : us;
}

export type Driver = "interrupt" | "xs";

interface Piece {
	/** When XS is told. */
	readonly at: number;
	readonly bytes: readonly number[];
	/** When its last character came. */
	readonly cameUs: number;
}

export class Uart {
	/** Characters on the line, with the time (µs) at which each begins. */
	sent: { byte: number; beginsUs: number }[] = [];
	readonly port: SerialPort;
	readonly #driver: Driver;
	#options: SerialOptions | undefined;
	#readable: number[] = [];
	/** Number of characters that have come, or will, and that XS has not been told of. */
	#untold = 0;

	constructor(driver: Driver) {
		const uart = this;
		this.#driver = driver;
		this.port = {
			port: 0,
			receive: 0,
			transmit: 1,
			io: class implements SerialIO {
				constructor(options: SerialOptions) {
					uart.#options = options;
				}
				read(buffer: Uint8Array): number | undefined {
					const part = uart.#readable.splice(0, buffer.length);
					buffer.set(part);
					return part.length || undefined;
				}
				write(bytes: Uint8Array): void {
					uart.#send([...bytes]);
				}
				get receiving(): boolean {
					return driver === "interrupt" && uart.#untold > 0;
				}
				close(): void {}
			},
		};
	}

	/** Time of a character. */
	get characterUs(): number {
		return (CHARACTER_BITS * 1e6) / (this.#options?.baud ?? Number.NaN);
	}

	/** Puts characters on the line, starting now and without a gap; waits for XS to take them. */
	receive(bytes: readonly number[]): void {
		const pieces = this.#driver === "xs" ? this.#piecesOfXs(bytes) : this.#piecesOfInterrupt(bytes);
		this.#untold = bytes.length;
		for (const { at, bytes: part, cameUs } of pieces) {
			Timer.advance(Math.ceil((at * FRAME_RATE_HZ) / 1e6));
			this.#untold -= part.length;
			this.#readable.push(...part);
			const ageUs = this.#driver === "interrupt" ? clock.microseconds - cameUs : undefined;
			this.#options?.onReadable(part.length, ageUs);
		}
		this.#untold = 0;
	}

	/** The interrupt empties the receiver into a ring; XS takes each piece when it can. */
	#piecesOfInterrupt(bytes: readonly number[]): Piece[] {
		const pieces: Piece[] = [];
		for (let first = 0; first < bytes.length; first += RECEIVE_THRESHOLD) {
			const part = bytes.slice(first, first + RECEIVE_THRESHOLD);
			const cameUs = clock.microseconds + (first + part.length) * this.characterUs;
			const toldUs =
				part.length < RECEIVE_THRESHOLD ? cameUs + SILENT_CHARACTERS * this.characterUs : cameUs;
			pieces.push({ at: xsFrom(toldUs), bytes: part, cameUs });
		}
		return pieces;
	}

	/** XS empties the receiver, which keeps no more than it holds. */
	#piecesOfXs(bytes: readonly number[]): Piece[] {
		const pieces: Piece[] = [];
		const startUs = clock.microseconds;
		const cameBy = (us: number): number =>
			Math.min(bytes.length, Math.floor((us - startUs) / this.characterUs + 1e-6));
		for (let read = 0; read < bytes.length; ) {
			const told = Math.min(read + RECEIVE_THRESHOLD, bytes.length);
			const at = xsFrom(startUs + (told + SILENT_CHARACTERS) * this.characterUs);
			const came = cameBy(at);
			pieces.push({ at, bytes: bytes.slice(read, Math.min(came, read + FIFO)), cameUs: at });
			read = came;
		}
		return pieces;
	}

	#send(bytes: readonly number[]): void {
		let atUs = clock.microseconds;
		for (let given = 0; given < bytes.length; ) {
			const waiting = this.sent.filter(({ beginsUs }) => beginsUs > atUs).length;
			const part = bytes.slice(given, given + FIFO - waiting);
			given += part.length;
			for (const byte of part) this.#append(byte, atUs);
			const asked = this.sent.at(-1 - TRANSMIT_THRESHOLD)?.beginsUs ?? atUs;
			const askedUs = Math.max(atUs, asked);
			atUs = this.#driver === "xs" ? xsFrom(askedUs) : askedUs + MASKED_US;
		}
	}

	/** Gives the transmitter a character, which follows the last one if that is still going out. */
	#append(byte: number, atUs: number): void {
		const last = this.sent.at(-1);
		const freeUs = last === undefined ? atUs : last.beginsUs + this.characterUs;
		this.sent.push({ byte, beginsUs: Math.max(atUs, freeUs) });
	}
}
