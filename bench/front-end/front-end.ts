/**
 * The virtual analog front end, of the kind of an ADS131M08: what the converters make of the quantities at the
 * meter's terminals. Bounds, noise and the sinc3 filter's droop are modelled; the tolerances of each meter's
 * own parts are not yet.
 */
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";
import { CHANNELS } from "../source.ts";
import { DELAY, DroopFilter } from "./droop.ts";
import { Noise } from "./noise.ts";

/** Peak at the terminals that drives a converter to 2^23: V, A. */
export const FULL_SCALE_VOLTAGE = 800;
export const FULL_SCALE_CURRENT = 10.6;

/** Frames by which the samples lag the terminals, the same in every channel. */
export const FRONT_END_DELAY = DELAY;

/** Steps of the converter from 0 to full scale. */
const STEPS = 2 ** 23;

/** Peak at a converter's input that is full scale, V (data sheet: ±1.2 V at gain 1). */
const INPUT_FULL_SCALE = 1.2;

/** Noise at a converter's input, V RMS, at 4000 samples a second. */
const INPUT_NOISE = 6.7e-6;

/** Frames converted at a time. */
const BLOCK = 256;

/** What makes one front end differ from another. */
export interface FrontEndOptions {
	/** Seeds what is random; the meter's serial number. 0..2^32 − 1. */
	readonly seed: number;
	/** White noise at each converter's input, V RMS; 6.7 µV unless given, 0 for none. */
	readonly inputNoise?: number;
}

/** Six converters. What they give depends on the seed and on the samples so far, not on how they are cut. */
export class FrontEnd {
	readonly #noise: Noise;
	/** RMS of the noise in steps. */
	readonly #noiseSteps: number;
	readonly #droop = new DroopFilter(BLOCK);
	readonly #noiseBlock = new Float32Array(BLOCK * CHANNELS);

	constructor({ seed, inputNoise = INPUT_NOISE }: FrontEndOptions) {
		this.#noise = new Noise(seed);
		this.#noiseSteps = (inputNoise / INPUT_FULL_SCALE) * STEPS;
	}

	/**
	 * Converts the next frames: {@link CHANNELS} numbers each, V1 I1 V2 I2 V3 I3 in volts and amperes, to
	 * {@link BYTES_PER_FRAME} bytes each, signed 24-bit samples, least significant byte first.
	 * @param samples not changed
	 * @param bytes filled from the front
	 * @throws {RangeError} when either is too short for so many frames; nothing is converted then
	 */
	convert(samples: Float64Array, frames: number, bytes: Uint8Array): void {
		if (samples.length < frames * CHANNELS) {
			throw new RangeError(`${frames} frames need ${frames * CHANNELS} samples, not ${samples.length}`);
		}
		if (bytes.length < frames * BYTES_PER_FRAME) {
			throw new RangeError(`${frames} frames need ${frames * BYTES_PER_FRAME} bytes, not ${bytes.length}`);
		}
		for (let done = 0; done < frames; done += BLOCK) {
			const count = Math.min(BLOCK, frames - done);
			this.#quantise(this.#droop.filter(samples, done, count), count, bytes, done * BYTES_PER_FRAME);
		}
	}

	#quantise(quantities: Float64Array, frames: number, bytes: Uint8Array, from: number): void {
		const noise = this.#noiseBlock;
		const length = frames * CHANNELS;
		this.#noise.fill(noise, length);
		let to = from;
		for (let at = 0; at < length; at++) {
			const stepsPerUnit = (at & 1) === 0 ? STEPS / FULL_SCALE_VOLTAGE : STEPS / FULL_SCALE_CURRENT;
			const exact = (quantities[at] as number) * stepsPerUnit + (noise[at] as number) * this.#noiseSteps;
			const sample = Math.max(-STEPS, Math.min(STEPS - 1, Math.round(exact)));
			bytes[to] = sample;
			bytes[to + 1] = sample >> 8;
			bytes[to + 2] = sample >> 16;
			to += 3;
		}
	}
}
