/**
 * The virtual analog front end, like an ADS131M08 with voltage dividers and current transformers:
 * converts the quantities at the meter's terminals. Every meter has tolerances of its own, drawn
 * from its serial number (tolerances.ts), and the faults that its options name (faults.ts).
 */
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";
import { type ConvertBlock, type MakeConversion, scriptConversion, zeros } from "./block.ts";
import { framesPerSecond } from "./crystal.ts";
import type { CtClass } from "./current-transformer.ts";
import { type Faults, NO_FAULTS } from "./faults.ts";
import { BLOCK, MEAN_SQUARES, PARAMETERS, STATE } from "./layout.ts";
import { seedNoise } from "./noise.ts";
import { type Parts, STEPS, setParts, setTemperature, setTransformer } from "./parameters.ts";
import { peakOf, type SteadyFrames, steadyFrames, type Tone } from "./steady.ts";
import { REFERENCE_TEMPERATURE } from "./temperature.ts";
import { IDEAL, tolerances } from "./tolerances.ts";

/** Noise at a converter's input, V RMS: 6.7 µV at 4000 samples a second, of constant density. */
const INPUT_NOISE = 6.7e-6 * Math.sqrt(FRAME_RATE_HZ / 4000);

/** Frames between two looks at the transformers' currents. */
const GRID = 64;

/** Parameters of one front end. */
export interface FrontEndOptions {
	/** Seed of the random numbers: the meter's serial number. 0..2^32 − 1. */
	readonly seed: number;
	/** Seed of the noise alone; `seed` by default. */
	readonly noiseSeed?: number;
	/** True: no tolerances, no crosstalk and no faults, only noise and droop. False by default. */
	readonly ideal?: boolean;
	/** White noise at each converter's input, V RMS; {@link INPUT_NOISE} by default, 0 for none. */
	readonly inputNoise?: number;
	/** Temperature of the parts, °C; {@link REFERENCE_TEMPERATURE} by default. */
	readonly temperature?: number | undefined;
	/** None by default. */
	readonly faults?: Partial<Faults>;
	/** How blocks are converted; by TypeScript by default. */
	readonly conversion?: MakeConversion;
}

/**
 * Six converters. Their output depends on the seed and on the samples so far, not on the size of
 * the blocks.
 */
export class FrontEnd {
	/** True if the converters have stopped: they repeat their last frame. */
	stuck = false;
	readonly #parts: Parts;
	readonly #parameters = zeros(PARAMETERS);
	readonly #state = zeros(STATE);
	readonly #convertBlock: ConvertBlock;
	readonly #lastFrame = new Uint8Array(BYTES_PER_FRAME);
	#temperature: number;
	#ctClass: CtClass;
	/** Frames converted so far. */
	#frames = 0;

	constructor(options: FrontEndOptions) {
		const {
			seed,
			noiseSeed = seed,
			ideal = false,
			inputNoise = INPUT_NOISE,
			temperature = REFERENCE_TEMPERATURE,
			conversion = scriptConversion,
		} = options;
		this.#parts = {
			tolerances: ideal ? IDEAL : tolerances(seed),
			faults: ideal ? NO_FAULTS : { ...NO_FAULTS, ...options.faults },
			inputNoise,
			crosstalk: !ideal,
		};
		this.#temperature = temperature;
		this.#ctClass = this.#parts.faults.ctClass;
		setParts(this.#parameters, this.#parts);
		this.#follow();
		seedNoise(this.#state, noiseSeed);
		this.#convertBlock = conversion(this.#parameters, this.#state);
	}

	/** °C; a change takes effect at the next frame. */
	get temperature(): number {
		return this.#temperature;
	}

	set temperature(value: number) {
		this.#temperature = value;
		this.#follow();
	}

	/** Class of the current transformers; a change takes effect at the next frame. */
	get ctClass(): CtClass {
		return this.#ctClass;
	}

	set ctClass(value: CtClass) {
		this.#ctClass = value;
		this.#follow();
	}

	/** Frames in a true second, by the crystal. */
	get framesPerSecond(): number {
		const { faults, tolerances } = this.#parts;
		return faults.crystal ? framesPerSecond(tolerances.crystal, this.#temperature) : FRAME_RATE_HZ;
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
		for (let first = 0; first < frames; ) {
			const count = Math.min(this.#untilLook(), frames - first);
			this.#convertBlock({ samples, first, count }, bytes, first * BYTES_PER_FRAME);
			this.#frames += count;
			first += count;
		}
		this.#hold(bytes, frames);
	}

	/**
	 * Converts tones that last.
	 * @returns undefined if they reach full scale, or the converters have stopped
	 */
	steady(tones: readonly Tone[]): SteadyFrames | undefined {
		if (this.stuck) return undefined;
		const frames = steadyFrames(this.#parameters, tones);
		const channels = Array.from({ length: CHANNELS }, (_, channel) => channel);
		const fits = channels.every((channel) => peakOf(this.#parameters, frames, channel) < STEPS);
		return fits ? frames : undefined;
	}

	/** Most frames that can be converted with the present parameters, after a look if it is due. */
	#untilLook(): number {
		if (this.#ctClass === "ideal") return BLOCK;
		const into = this.#frames % GRID;
		if (into === 0) this.#lookAtCurrents();
		return GRID - into;
	}

	/** Sets what depends on temperature and class. */
	#follow(): void {
		setTemperature(this.#parameters, this.#parts.tolerances, this.#temperature);
		this.#lookAtCurrents();
	}

	#lookAtCurrents(): void {
		const { tolerances } = this.#parts;
		tolerances.phases.forEach(({ current }, phase) => {
			const rms = Math.sqrt(this.#state[MEAN_SQUARES + phase] as number);
			setTransformer(this.#parameters, phase, current, this.#ctClass, this.#temperature, rms);
		});
	}

	/** Repeats the last frame while the converters are stuck; remembers it otherwise. */
	#hold(bytes: Uint8Array, frames: number): void {
		if (frames === 0) return;
		const end = frames * BYTES_PER_FRAME;
		if (this.stuck)
			for (let at = 0; at < end; at += BYTES_PER_FRAME) bytes.set(this.#lastFrame, at);
		else this.#lastFrame.set(bytes.subarray(end - BYTES_PER_FRAME, end));
	}
}
