/** One channel from the terminals to the converter's output, without noise and quantisation. */
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";
import { TAPS, taps } from "./taps.ts";

/** Phase of 50 Hz in half a frame, rad. */
const HALF_STEP = (Math.PI * 50) / FRAME_RATE_HZ;

/** Effect of a channel on a signal. */
export interface Response {
	/** Output per input at 50 Hz, without the droop. */
	readonly gain: number;
	/** Seconds by which the output lags beyond the delay of all channels. */
	readonly delay: number;
	/** Radians by which the output leads at 50 Hz, 0 to below π/2; its tangent falls as 1/f. */
	readonly lead: number;
}

/** A channel with its memory. The input before the first sample was zero. */
export class Channel {
	readonly #index: number;
	/** The last TAPS − 1 samples of the previous block, then the block. */
	readonly #input: Float64Array;
	#taps: Float64Array = new Float64Array(TAPS);
	/**
	 * A current transformer's lead: y(n) = decay·y(n−1) + rise·(x(n) − x(n−1)), a first-order
	 * high-pass (magnetising inductance and burden), tan(lead) = t·cot(πf/rate), magnitude
	 * cos(lead).
	 */
	#decay = 1;
	#rise = 1;
	#lastInput = 0;
	#lastOutput = 0;

	/**
	 * @param index of the channel in a frame
	 * @param block most frames at a time
	 */
	constructor(index: number, block: number, response: Response) {
		this.#index = index;
		this.#input = new Float64Array(TAPS - 1 + block);
		this.respond(response);
	}

	/** Takes another response from the next sample onwards. */
	respond({ gain, delay, lead }: Response): void {
		const t = Math.tan(lead) * Math.tan(HALF_STEP);
		this.#decay = (1 - t) / (1 + t);
		this.#rise = 1 / (1 + t);
		this.#taps = taps(gain / Math.cos(lead), delay * FRAME_RATE_HZ);
	}

	/**
	 * Filters its samples of `frames` frames, starting at frame `first`, into its places in
	 * `output`.
	 */
	filter(samples: Float64Array, first: number, frames: number, output: Float64Array): void {
		const input = this.#input;
		const weights = this.#taps;
		this.#take(samples, first, frames);
		for (let frame = 0, to = this.#index; frame < frames; frame++, to += CHANNELS) {
			let sum = 0;
			for (let at = 0; at < TAPS; at++)
				sum += (weights[at] as number) * (input[frame + at] as number);
			output[to] = sum;
		}
		input.copyWithin(0, frames, frames + TAPS - 1);
	}

	/** Appends the next samples to those remembered, through the transformer. */
	#take(samples: Float64Array, first: number, frames: number): void {
		const input = this.#input;
		const decay = this.#decay;
		const rise = this.#rise;
		let before = this.#lastInput;
		let value = this.#lastOutput;
		let from = first * CHANNELS + this.#index;
		const end = TAPS - 1 + frames;
		for (let to = TAPS - 1; to < end; to++, from += CHANNELS) {
			const sample = samples[from] as number;
			// Without a lead the recursion would only collect rounding errors.
			value = decay === 1 ? sample : decay * value + rise * (sample - before);
			before = sample;
			input[to] = value;
		}
		this.#lastInput = before;
		this.#lastOutput = value;
	}
}
