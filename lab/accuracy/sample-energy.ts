/** A front end that also sums v·i over its samples: the true energy, however the load changes. */
import type { CtClass } from "../../bench/front-end/current-transformer.ts";
import type { Converter } from "../../bench/meter/options.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";

export class SampleEnergy implements Converter {
	readonly #converter: Converter;
	#wattSeconds = 0;

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

	/** Class of the front end's current transformers; undefined: it has none. */
	get ctClass(): CtClass | undefined {
		return this.#converter.ctClass;
	}

	set ctClass(value: CtClass | undefined) {
		if (value !== undefined) this.#converter.ctClass = value;
	}

	/** Frames in a true second. */
	get framesPerSecond(): number {
		return this.#converter.framesPerSecond ?? FRAME_RATE_HZ;
	}

	/** Active energy of all phases since the start in true time, Ws. */
	get wattSeconds(): number {
		return this.#wattSeconds;
	}

	convert(samples: Float64Array, frames: number, bytes: Uint8Array): void {
		let sum = 0;
		for (let at = 0; at < frames * CHANNELS; at += 2)
			sum += (samples[at] ?? 0) * (samples[at + 1] ?? 0);
		this.#wattSeconds += sum / this.framesPerSecond;
		this.#converter.convert(samples, frames, bytes);
	}
}
