/**
 * Characters on a wire as levels in time, and the UART that reads them, also when several transmit
 * at once. A 0 bit wins over a 1: on M-Bus because a slave sends 0 by drawing more current, on
 * RS-485 because the driver that pulls to 0 is assumed to be the stronger one.
 */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { bitsOf, type SerialSettings } from "./protocol.ts";

/** Samples per bit in which a receiver looks for the edge of a start bit. */
const OVERSAMPLING = 16;

const DATA_BITS = 8;

/** Characters that one sender transmits without a gap. Times are in any one unit. */
export interface Transmission {
	readonly start: number;
	/** Duration of one bit of this sender. */
	readonly bitTime: number;
	readonly settings: SerialSettings;
	readonly bytes: Uint8Array;
	/** Time at which the sender lost its supply; Infinity: it did not. */
	cutAt: number;
}

/** End of the last stop bit. */
export function endOf({ start, bitTime, settings, bytes, cutAt }: Transmission): number {
	return Math.min(cutAt, start + bytes.length * bitsOf(settings) * bitTime);
}

/** Level that one sender puts on the wire. */
function levelOf(transmission: Transmission, time: number): 0 | 1 {
	const { start, bitTime, settings, bytes } = transmission;
	if (time < start || time >= endOf(transmission)) return 1;
	const bits = bitsOf(settings);
	const at = Math.floor((time - start) / bitTime);
	const byte = bytes[Math.floor(at / bits)] ?? 0xff;
	const bit = at % bits;
	if (bit === 0) return 0;
	if (bit <= DATA_BITS) return (byte >> (bit - 1)) & 1 ? 1 : 0;
	return bit === bits - 1 ? 1 : parityBit(byte, settings);
}

function parityBit(byte: number, { parity }: SerialSettings): 0 | 1 {
	let odd = parity === "odd" ? 1 : 0;
	for (let rest = byte; rest > 0; rest >>= 1) odd ^= rest & 1;
	return odd ? 1 : 0;
}

/**
 * A UART as clients set it up (libmbus does, `c_iflag` 0): a character with wrong parity is passed
 * on as it came, one without a stop bit as 0. Checksums find bad frames.
 */
export class Receiver {
	readonly #settings: SerialSettings;
	readonly #bitTime: number;
	/** Time up to which the wire has been read. */
	#time: number;

	/**
	 * @param bitTime of this receiver
	 * @param start of its reading
	 */
	constructor(settings: SerialSettings, bitTime: number, start: number) {
		this.#settings = settings;
		this.#bitTime = bitTime;
		this.#time = start;
	}

	/**
	 * Returns the characters that have started by `until`, as far as the transmissions are known
	 * now.
	 */
	run(transmissions: readonly Transmission[], until: number): number[] {
		const level = (time: number): 0 | 1 =>
			transmissions.every((each) => levelOf(each, time)) ? 1 : 0;
		const end = Math.min(until, Math.max(...transmissions.map(endOf)));
		const bytes: number[] = [];
		for (; this.#time <= end; this.#time += this.#bitTime / OVERSAMPLING) {
			if (level(this.#time) === 1) continue;
			const byte = this.#character(level);
			if (byte !== undefined) bytes.push(byte);
		}
		return bytes;
	}

	/**
	 * Reads the character whose start bit has just been found, and leaves the time in the middle
	 * of its last bit. Undefined: the start bit was too short.
	 */
	#character(level: (time: number) => 0 | 1): number | undefined {
		const edge = this.#time;
		const bits = bitsOf(this.#settings);
		const sample = (bit: number): 0 | 1 => level(edge + (bit + 0.5) * this.#bitTime);
		if (sample(0) === 1) {
			this.#time = edge + this.#bitTime / 2;
			return undefined;
		}
		let byte = 0;
		for (let bit = 0; bit < DATA_BITS; bit++) byte |= sample(1 + bit) << bit;
		this.#time = edge + (bits - 0.5) * this.#bitTime;
		const stop = sample(bits - 1);
		// A line held at 0 gives no start bit until it has been at 1.
		while (level(this.#time) === 0) this.#time += this.#bitTime / OVERSAMPLING;
		return stop === 1 ? byte : 0;
	}
}

/**
 * Characters of meters on the line from the first start bit to the last stop bit. Times are frames.
 */
export class Burst {
	/** Settings of the meter that started. */
	readonly settings: SerialSettings;
	/** Start of the first start bit. */
	readonly start: number;
	/** Characters received so far. */
	bytes: Uint8Array = new Uint8Array();
	readonly #receiver: Receiver;
	/** By sender. */
	readonly #transmissions: { talker: number; transmission: Transmission }[] = [];

	constructor(settings: SerialSettings, start: number) {
		this.settings = settings;
		this.start = start;
		this.#receiver = new Receiver(settings, FRAME_RATE_HZ / settings.baudRate, start);
	}

	/** Adds characters; those of one talker follow each other without overlap. */
	add(talker: number, settings: SerialSettings, start: number, bytes: Uint8Array): void {
		const before = this.#transmissions
			.filter((each) => each.talker === talker)
			.at(-1)?.transmission;
		const bitTime = FRAME_RATE_HZ / (settings.baudRate * (1 + deviation(talker)));
		const transmission: Transmission = {
			start: before ? Math.max(start, endOf(before)) : start,
			bitTime,
			settings,
			bytes,
			cutAt: Number.POSITIVE_INFINITY,
		};
		this.#transmissions.push({ talker, transmission });
	}

	/** Meters that have sent, each once. */
	get talkers(): number[] {
		return [...new Set(this.#transmissions.map(({ talker }) => talker))];
	}

	/** End of the last stop bit. */
	get end(): number {
		return Math.max(...this.#transmissions.map(({ transmission }) => endOf(transmission)));
	}

	/** Start of the last character. */
	get lastCharacter(): number {
		return this.end - (bitsOf(this.settings) * FRAME_RATE_HZ) / this.settings.baudRate;
	}

	/**
	 * Frames to the end for the talker that lags most: the rest of the last character, or of the
	 * burst where it was handed over ahead of its time.
	 * @param livedFrames time of each talker
	 */
	leftFrames(livedFrames: (talker: number) => number): number {
		const left = this.#transmissions
			.filter(({ transmission }) => transmission.cutAt === Number.POSITIVE_INFINITY)
			.map(({ talker }) => Math.ceil(this.end - livedFrames(talker)));
		return Math.max(0, ...left);
	}

	/** A talker has lost its supply. */
	cut(talker: number, time: number): void {
		for (const { talker: other, transmission } of this.#transmissions)
			if (other === talker) transmission.cutAt = Math.min(transmission.cutAt, time);
	}

	/** Returns the characters that have started by `time` and were not returned before. */
	take(time: number): Uint8Array {
		const transmissions = this.#transmissions.map(({ transmission }) => transmission);
		// The receiver finds a start bit up to a sample after its edge.
		const sample = FRAME_RATE_HZ / this.settings.baudRate / 8;
		const received = this.#receiver.run(transmissions, time + sample);
		const bytes = Uint8Array.from(received);
		this.bytes = Buffer.concat([this.bytes, bytes]);
		return bytes;
	}
}

/**
 * Relative error of a talker's bit clock: within ±50 ppm, as crystals are, a different one for
 * each and none for the first.
 */
function deviation(talker: number): number {
	return (((talker * 0.618 + 0.5) % 1) - 0.5) / 10_000;
}
