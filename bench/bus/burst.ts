/**
 * Characters of meters on the line from the first start bit to the last stop bit. Times are
 * frames.
 */
import { FRAME_RATE_HZ } from "../source.ts";
import { bitsOf, type SerialSettings } from "./serial-settings.ts";
import { endOf, Receiver, type Transmission } from "./uart.ts";

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
