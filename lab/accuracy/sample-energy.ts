/** A front end that also sums v·i over its samples: the true energy, however the load changes. */
import type { Converter } from "../../bench/meter/options.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";

export class SampleEnergy implements Converter {
	readonly #converter: Converter;
	#sum = 0;

	/** @param converter the front end whose samples are summed */
	constructor(converter: Converter) {
		this.#converter = converter;
	}

	/** Of the front end, °C; undefined: it does not depend on it. */
	get temperature(): number | undefined {
		return this.#converter.temperature;
	}

	set temperature(celsius: number | undefined) {
		if (celsius !== undefined) this.#converter.temperature = celsius;
	}

	/** Frames in a true second. */
	get framesPerSecond(): number {
		return this.#converter.framesPerSecond ?? FRAME_RATE_HZ;
	}

	/** Active energy of all phases since the start, Ws. */
	get wattSeconds(): number {
		return this.#sum / FRAME_RATE_HZ;
	}

	convert(samples: Float64Array, frames: number, bytes: Uint8Array): void {
		let sum = 0;
		for (let at = 0; at < frames * CHANNELS; at += 2)
			sum += (samples[at] ?? 0) * (samples[at + 1] ?? 0);
		this.#sum += sum;
		this.#converter.convert(samples, frames, bytes);
	}
}
