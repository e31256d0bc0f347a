/**
 * The virtual analog front end, like an ADS131M08 with voltage dividers and current transformers:
 * converts the quantities at the meter's terminals. Every meter has tolerances of its own, drawn
 * from its serial number (tolerances.ts).
 */
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";
import { Channel, type Response } from "./channel.ts";
import { Noise } from "./noise.ts";
import { DELAY } from "./taps.ts";
import {
	type ChannelTolerances,
	type CurrentTolerances,
	IDEAL,
	type Tolerances,
	tolerances,
} from "./tolerances.ts";

/** Peak at the terminals that drives a converter to 2^23: V, A. */
export const FULL_SCALE_VOLTAGE = 800;
export const FULL_SCALE_CURRENT = 10.6;

/** Frames by which the samples lag the terminals, the same in every channel. */
export const FRONT_END_DELAY = DELAY;

/** Temperature at which the tolerances hold, °C. */
export const REFERENCE_TEMPERATURE = 23;

/** Steps of the converter from 0 to full scale. */
const STEPS = 2 ** 23;

/** Peak at a converter's input that is full scale, V (data sheet: ±1.2 V at gain 1). */
const INPUT_FULL_SCALE = 1.2;

/** Noise at a converter's input, V RMS: 6.7 µV at 4000 samples a second, of constant density. */
const INPUT_NOISE = 6.7e-6 * Math.sqrt(FRAME_RATE_HZ / 4000);

/**
 * Share of each neighbour's sample in a channel's own, −120 dB; the order is V1 I1 V2 I2 V3 I3.
 */
const CROSSTALK = 1e-6;

/** Frames converted at a time. */
const BLOCK = 256;

/** Parameters of one front end. */
export interface FrontEndOptions {
	/** Seed of the random numbers: the meter's serial number. 0..2^32 − 1. */
	readonly seed: number;
	/** True: no tolerances and no crosstalk, only noise and droop. False by default. */
	readonly ideal?: boolean;
	/** White noise at each converter's input, V RMS; {@link INPUT_NOISE} by default, 0 for none. */
	readonly inputNoise?: number;
	/** Temperature of the parts, °C; {@link REFERENCE_TEMPERATURE} by default. */
	readonly temperature?: number;
}

/**
 * Six converters. Their output depends on the seed and on the samples so far, not on the size of
 * the blocks.
 */
export class FrontEnd {
	/** True if the converters have stopped: they repeat their last frame. */
	stuck = false;
	readonly #tolerances: Tolerances;
	readonly #channels: readonly Channel[];
	readonly #crosstalk: number;
	/** Offset of each channel in steps. */
	readonly #offsets: readonly number[];
	readonly #noise: Noise;
	/** RMS of the noise in steps. */
	readonly #noiseSteps: number;
	readonly #noiseBlock = new Float32Array(BLOCK * CHANNELS);
	/** Filtered samples in steps. */
	readonly #steps = new Float64Array(BLOCK * CHANNELS);
	readonly #lastFrame = new Uint8Array(BYTES_PER_FRAME);
	#temperature: number;

	constructor(options: FrontEndOptions) {
		const {
			seed,
			ideal = false,
			inputNoise = INPUT_NOISE,
			temperature = REFERENCE_TEMPERATURE,
		} = options;
		this.#tolerances = ideal ? IDEAL : tolerances(seed);
		this.#temperature = temperature;
		this.#channels = this.#responses().map(
			(response, index) => new Channel(index, BLOCK, response),
		);
		this.#crosstalk = ideal ? 0 : CROSSTALK;
		this.#offsets = this.#tolerances
			.flatMap(({ voltage, current }) => [voltage, current])
			.map(({ offset }) => (offset / INPUT_FULL_SCALE) * STEPS);
		this.#noise = new Noise(seed);
		this.#noiseSteps = (inputNoise / INPUT_FULL_SCALE) * STEPS;
	}

	/** °C; a change takes effect at the next frame. */
	get temperature(): number {
		return this.#temperature;
	}

	set temperature(value: number) {
		this.#temperature = value;
		this.#responses().forEach((response, index) => {
			this.#channels[index]?.respond(response);
		});
	}

	/**
	 * Converts the next frames: {@link CHANNELS} numbers each, V1 I1 V2 I2 V3 I3 in volts and
	 * amperes, to {@link BYTES_PER_FRAME} bytes each, signed 24-bit samples, least significant
	 * byte first.
	 * @param samples not changed
	 * @param bytes filled from the start
	 * @throws {RangeError} when either is too short for that many frames; nothing is converted
	 *   then
	 */
	convert(samples: Float64Array, frames: number, bytes: Uint8Array): void {
		if (samples.length < frames * CHANNELS) {
			throw new RangeError(
				`${frames} frames need ${frames * CHANNELS} samples, not ${samples.length}`,
			);
		}
		if (bytes.length < frames * BYTES_PER_FRAME) {
			throw new RangeError(
				`${frames} frames need ${frames * BYTES_PER_FRAME} bytes, not ${bytes.length}`,
			);
		}
		for (let done = 0; done < frames; done += BLOCK) {
			const count = Math.min(BLOCK, frames - done);
			for (const channel of this.#channels) channel.filter(samples, done, count, this.#steps);
			this.#quantise(count, bytes, done * BYTES_PER_FRAME);
		}
		this.#hold(bytes, frames);
	}

	#quantise(frames: number, bytes: Uint8Array, from: number): void {
		const noise = this.#noiseBlock;
		const steps = this.#steps;
		const crosstalk = this.#crosstalk;
		this.#noise.fill(noise, frames * CHANNELS);
		let to = from;
		for (let frame = 0, at = 0; frame < frames; frame++) {
			let before = 0;
			for (let channel = 0; channel < CHANNELS; channel++, at++) {
				const own = steps[at] as number;
				const after = channel + 1 < CHANNELS ? (steps[at + 1] as number) : 0;
				const exact = own + crosstalk * (before + after) + (this.#offsets[channel] as number);
				const sample = Math.round(exact + (noise[at] as number) * this.#noiseSteps);
				const bound = Math.max(-STEPS, Math.min(STEPS - 1, sample));
				bytes[to] = bound;
				bytes[to + 1] = bound >> 8;
				bytes[to + 2] = bound >> 16;
				to += 3;
				before = own;
			}
		}
	}

	/** Repeats the last frame while the converters are stuck; remembers it otherwise. */
	#hold(bytes: Uint8Array, frames: number): void {
		if (frames === 0) return;
		const end = frames * BYTES_PER_FRAME;
		if (this.stuck)
			for (let at = 0; at < end; at += BYTES_PER_FRAME) bytes.set(this.#lastFrame, at);
		else this.#lastFrame.set(bytes.subarray(end - BYTES_PER_FRAME, end));
	}

	/**
	 * Responses of the six channels at the present temperature, from volts and amperes to steps.
	 */
	#responses(): Response[] {
		const warmth = this.#temperature - REFERENCE_TEMPERATURE;
		return this.#tolerances.flatMap(({ voltage, current }) => [
			{ ...gainAndDelay(voltage, STEPS / FULL_SCALE_VOLTAGE, warmth), lead: 0 },
			{
				...gainAndDelay(current, STEPS / FULL_SCALE_CURRENT, warmth),
				lead: leadOf(current, warmth),
			},
		]);
	}
}

function gainAndDelay(
	{ gain, gainDrift, delay }: ChannelTolerances,
	stepsPerUnit: number,
	warmth: number,
) {
	return { gain: gain * (1 + gainDrift * warmth) * stepsPerUnit, delay };
}

/** Lead in radians; a transformer never lags. */
function leadOf({ lead, leadDrift }: CurrentTolerances, warmth: number): number {
	return (Math.max(0, lead + leadDrift * warmth) * Math.PI) / 180;
}
