/**
 * The front end's work on every frame: transformers, converters' filters, noise, quantisation. In
 * the subset of TypeScript that AssemblyScript compiles as well (docs/sample-path.md), so that Node
 * runs it as WebAssembly; both give the same bytes.
 */
/// <reference path="../../src/widths.d.ts" />
/// <reference path="./widths.d.ts" />
import { CHANNELS } from "sampling";
import {
	BLOCK,
	COUPLINGS,
	CROSSTALK,
	DECAYS,
	FACTORS,
	FLICKER,
	FLICKER_DECAYS,
	FLICKER_GAINS,
	FLICKER_SECTIONS,
	HISTORY,
	LAST_INPUTS,
	LAST_OUTPUTS,
	MEAN_SQUARES,
	MEAN_WEIGHT,
	NOISE_STEPS,
	OFFSETS,
	RANDOM,
	RISES,
	TAPS,
	WEIGHTS,
} from "./layout";

/** Steps of the converter from 0 to full scale. */
const STEPS: f64 = 8388608;

/** Numbers of a channel's filter input: remembered ones, then a block. */
const LINE: i32 = TAPS - 1 + BLOCK;

/** Length of the work space: the filters' inputs, then their outputs. */
export const WORK: i32 = CHANNELS * LINE + CHANNELS * BLOCK;
const OUTPUT: i32 = CHANNELS * LINE;

/** The arrays that a conversion works on, made by its user: machine code has its own kind. */
export class ConversionMemory {
	/** As layout.ts says. */
	readonly parameters: StaticArray<f64>;
	readonly state: StaticArray<f64>;
	/** A block of frames in V and A. */
	readonly samples: StaticArray<f64>;
	/** Room for intermediate results. */
	readonly work: StaticArray<f64>;
	/** The normal distribution (noise.ts). */
	readonly table: StaticArray<f32>;
	/** A block of converted frames, three bytes a sample, least significant first. */
	readonly bytes: StaticArray<u8>;

	constructor(
		parameters: StaticArray<f64>,
		state: StaticArray<f64>,
		samples: StaticArray<f64>,
		work: StaticArray<f64>,
		table: StaticArray<f32>,
		bytes: StaticArray<u8>,
	) {
		this.parameters = parameters;
		this.state = state;
		this.samples = samples;
		this.work = work;
		this.table = table;
		this.bytes = bytes;
	}
}

export class Conversion {
	private readonly memory: ConversionMemory;

	constructor(memory: ConversionMemory) {
		this.memory = memory;
	}

	/** Converts the first `frames` frames of the samples, at most a block, to bytes. */
	run(frames: i32): void {
		for (let channel: i32 = 0; channel < CHANNELS; channel++) {
			this.recall(channel);
			if (channel % 2 === 0) this.take(channel, frames);
			else this.transform(channel, frames);
			this.filter(channel, frames);
			this.remember(channel, frames);
		}
		this.addNoise(frames);
		this.quantise(frames);
	}

	private recall(channel: i32): void {
		const work = this.memory.work;
		const state = this.memory.state;
		const from: i32 = HISTORY + channel * (TAPS - 1);
		for (let i: i32 = 0; i < TAPS - 1; i++) work[channel * LINE + i] = state[from + i] as f64;
	}

	private remember(channel: i32, frames: i32): void {
		const work = this.memory.work;
		const state = this.memory.state;
		const to: i32 = HISTORY + channel * (TAPS - 1);
		for (let i: i32 = 0; i < TAPS - 1; i++)
			state[to + i] = work[channel * LINE + frames + i] as f64;
	}

	/** A voltage enters its filter as it is. */
	private take(channel: i32, frames: i32): void {
		const work = this.memory.work;
		const samples = this.memory.samples;
		const to: i32 = channel * LINE + TAPS - 1;
		for (let frame: i32 = 0; frame < frames; frame++)
			work[to + frame] = samples[frame * CHANNELS + channel] as f64;
	}

	/** A current enters through its transformer, which picks up the other phases' currents. */
	private transform(channel: i32, frames: i32): void {
		const work = this.memory.work;
		const samples = this.memory.samples;
		const parameters = this.memory.parameters;
		const state = this.memory.state;
		const phase: i32 = channel >> 1;
		const decay: f64 = parameters[DECAYS + phase] as f64;
		const rise: f64 = parameters[RISES + phase] as f64;
		const factor: f64 = parameters[FACTORS + phase] as f64;
		const from1: f64 = parameters[COUPLINGS + 3 * phase] as f64;
		const from2: f64 = parameters[COUPLINGS + 3 * phase + 1] as f64;
		const from3: f64 = parameters[COUPLINGS + 3 * phase + 2] as f64;
		const weight: f64 = parameters[MEAN_WEIGHT] as f64;
		let before: f64 = state[LAST_INPUTS + phase] as f64;
		let value: f64 = state[LAST_OUTPUTS + phase] as f64;
		let meanSquare: f64 = state[MEAN_SQUARES + phase] as f64;
		const to: i32 = channel * LINE + TAPS - 1;
		for (let frame: i32 = 0; frame < frames; frame++) {
			const at: i32 = frame * CHANNELS;
			const others: f64 =
				from1 * (samples[at + 1] as f64) +
				from2 * (samples[at + 3] as f64) +
				from3 * (samples[at + 5] as f64);
			const primary: f64 = (samples[at + channel] as f64) + others;
			meanSquare += weight * (primary * primary - meanSquare);
			// Without a lead the recursion would only collect rounding errors.
			value = decay === 1 ? primary : decay * value + rise * (primary - before);
			before = primary;
			work[to + frame] = factor * value;
		}
		state[LAST_INPUTS + phase] = before;
		state[LAST_OUTPUTS + phase] = value;
		state[MEAN_SQUARES + phase] = meanSquare;
	}

	private filter(channel: i32, frames: i32): void {
		const work = this.memory.work;
		const parameters = this.memory.parameters;
		const weights: i32 = WEIGHTS + channel * TAPS;
		for (let frame: i32 = 0; frame < frames; frame++) {
			const from: i32 = channel * LINE + frame;
			let sum: f64 = 0;
			for (let tap: i32 = 0; tap < TAPS; tap++)
				sum += (parameters[weights + tap] as f64) * (work[from + tap] as f64);
			work[OUTPUT + frame * CHANNELS + channel] = sum;
		}
	}

	/** Replaces the filters' inputs, which are done with, by each sample's noise. */
	private addNoise(frames: i32): void {
		const memory = this.memory;
		const steps: f64 = memory.parameters[NOISE_STEPS] as f64;
		drawNoise(memory.state, memory.table, steps, frames * CHANNELS, memory.work);
		for (let channel: i32 = 0; channel < CHANNELS; channel++) this.flicker(channel, frames);
	}

	/** Adds 1/f noise to a channel's white noise, if it has any. */
	private flicker(channel: i32, frames: i32): void {
		const work = this.memory.work;
		const parameters = this.memory.parameters;
		const state = this.memory.state;
		const first: i32 = channel * FLICKER_SECTIONS;
		if (parameters[FLICKER_GAINS + first] === 0) return;
		for (let at: i32 = channel; at < frames * CHANNELS; at += CHANNELS) {
			const white: f64 = work[at] as f64;
			let sum: f64 = white;
			for (let i: i32 = first; i < first + FLICKER_SECTIONS; i++) {
				const value: f64 =
					(parameters[FLICKER_DECAYS + i] as f64) * (state[FLICKER + i] as f64) +
					(parameters[FLICKER_GAINS + i] as f64) * white;
				state[FLICKER + i] = value;
				sum += value;
			}
			work[at] = sum;
		}
	}

	private quantise(frames: i32): void {
		const work = this.memory.work;
		const bytes = this.memory.bytes;
		const parameters = this.memory.parameters;
		const crosstalk: f64 = parameters[CROSSTALK] as f64;
		let at: i32 = 0;
		for (let frame: i32 = 0; frame < frames; frame++) {
			let before: f64 = 0;
			for (let channel: i32 = 0; channel < CHANNELS; channel++) {
				const own: f64 = work[OUTPUT + at] as f64;
				const after: f64 = channel + 1 < CHANNELS ? (work[OUTPUT + at + 1] as f64) : 0;
				const offset: f64 = parameters[OFFSETS + channel] as f64;
				const exact: f64 = own + crosstalk * (before + after) + offset + (work[at] as f64);
				const sample: i32 = bounded(Math.floor(exact + 0.5)) as i32;
				bytes[3 * at] = (sample & 0xff) as u8;
				bytes[3 * at + 1] = ((sample >> 8) & 0xff) as u8;
				bytes[3 * at + 2] = ((sample >> 16) & 0xff) as u8;
				before = own;
				at++;
			}
		}
	}
}

/**
 * Writes white noise, `count` numbers of the standard deviation `steps`, and moves the random
 * generator in `state` on. It is sfc32 (C. Doty-Humphrey, PractRand), three words and a counter;
 * each number of it draws two entries of the table. `count` is even.
 */
export function drawNoise(
	state: StaticArray<f64>,
	table: StaticArray<f32>,
	steps: f64,
	count: i32,
	out: StaticArray<f64>,
): void {
	let a: i32 = state[RANDOM] as i32;
	let b: i32 = state[RANDOM + 1] as i32;
	let c: i32 = state[RANDOM + 2] as i32;
	let counter: i32 = state[RANDOM + 3] as i32;
	for (let at: i32 = 0; at < count; at += 2) {
		const drawn: i32 = (a + b + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + drawn) | 0;
		out[at] = steps * (table[drawn & 0xffff] as f64);
		out[at + 1] = steps * (table[drawn >>> 16] as f64);
	}
	state[RANDOM] = a as f64;
	state[RANDOM + 1] = b as f64;
	state[RANDOM + 2] = c as f64;
	state[RANDOM + 3] = counter as f64;
}

/** A whole number of steps that the converter can give. */
function bounded(steps: f64): f64 {
	if (steps < -STEPS) return -STEPS;
	return steps < STEPS ? steps : STEPS - 1;
}
