/**
 * The samples of a block of frames: made flat, channel by channel, then summed, phase by phase.
 * Compiled to machine code as well: docs/sample-path.md.
 *
 * The converter's sinc³ filter takes 2 % at 1 kHz of 8000 frames a second, 28 % at 2 kHz and 46 %
 * at 3 kHz. A symmetric FIR of nine taps makes its response flat, the same for all channels:
 * products of two channels stay true. With the filter the response is even, relative to 50 Hz,
 * within 0.16 % up to 0.3 of the frame rate (2450 Hz) and 1 % up to 0.375 (3 kHz); {@link response}
 * is what is left at one frequency.
 *
 * A sample of 24 bits loses its last four, which the converter's noise (66 steps RMS) exceeds, so
 * that the sum of the taps' products fits in 32 bits: 2^19 · 2712 < 2^31. A flat sample is below
 * 2.65 · 2^19.
 *
 * With `v` and `i` a phase's flat voltage and current in steps, `c` and `s` cosine and sine of the
 * mains frequency, every frame adds
 *
 *     P += v·i;  VV += v·v;  II += i·i;  V += v;  I += i
 *     Vc += v·c;  Vs += v·s;  Ic += i·c;  Is += i·s
 *
 * Sums are integers below 2^53, which a JavaScript number holds exactly: a product is below 2^41,
 * and a window has at most 2000 frames. Every product but those with the carrier exceeds 32 bits,
 * and all are widened before they are multiplied.
 */
import {
	CURRENT_COSINE,
	CURRENT_SINE,
	CURRENT_SQUARES,
	CURRENTS,
	LINE_SUMS,
	PHASE_SUMS,
	POWER,
	VOLTAGE_COSINE,
	VOLTAGE_SINE,
	VOLTAGE_SQUARES,
	VOLTAGES,
} from "metrology/results";
import { cosine, sinc } from "metrology/trigonometry";
import { CHANNELS } from "sampling";

/** Taps by distance from the middle, in units of 2^−TAP_SHIFT. */
const TAP_0: i32 = 1622;
const TAP_1: i32 = -387;
const TAP_2: i32 = 116;
const TAP_3: i32 = -34;
const TAP_4: i32 = 7;
const TAP_SHIFT: i32 = 10;
const HALF: i32 = 1 << (TAP_SHIFT - 1);
const UNIT: f64 = (1 << TAP_SHIFT) as f64;

/** Frames that a flat sample depends on besides its own. */
export const HISTORY_FRAMES: i32 = 8;

/** Right shift from the converter's signed 24 bits to the kernel's steps. */
export const SAMPLE_SHIFT: i32 = 4;

/** Full scale of the converter. */
const HIGHEST: i32 = 0x7fffff;
const LOWEST: i32 = -0x800000;

/** One channel, with the samples that its next ones need. */
export class Equaliser {
	private readonly channel: i32;
	/** Samples at full scale since {@link takeOver}. */
	private over: i32 = 0;
	private h1: i32 = 0;
	private h2: i32 = 0;
	private h3: i32 = 0;
	private h4: i32 = 0;
	private h5: i32 = 0;
	private h6: i32 = 0;
	private h7: i32 = 0;
	private h8: i32 = 0;

	/** @param channel place in a frame */
	constructor(channel: i32) {
		this.channel = channel;
	}

	/**
	 * Replaces this channel's samples of the frames from `frame` to before `end` by flat ones, four
	 * frames later.
	 */
	flatten(samples: StaticArray<i32>, frame: i32, end: i32): void {
		const stop: i32 = end * CHANNELS;
		let over: i32 = this.over;
		let h1: i32 = this.h1;
		let h2: i32 = this.h2;
		let h3: i32 = this.h3;
		let h4: i32 = this.h4;
		let h5: i32 = this.h5;
		let h6: i32 = this.h6;
		let h7: i32 = this.h7;
		let h8: i32 = this.h8;
		for (let at: i32 = frame * CHANNELS + this.channel; at < stop; at += CHANNELS) {
			const sample: i32 = samples[at];
			if (sample >= HIGHEST || sample <= LOWEST) over++;
			const h0: i32 = sample >> SAMPLE_SHIFT;
			const outer: i32 = TAP_4 * (h0 + h8) + TAP_3 * (h1 + h7) + TAP_2 * (h2 + h6);
			const inner: i32 = TAP_1 * (h3 + h5) + TAP_0 * h4;
			samples[at] = (outer + inner + HALF) >> TAP_SHIFT;
			h8 = h7;
			h7 = h6;
			h6 = h5;
			h5 = h4;
			h4 = h3;
			h3 = h2;
			h2 = h1;
			h1 = h0;
		}
		this.over = over;
		this.h1 = h1;
		this.h2 = h2;
		this.h3 = h3;
		this.h4 = h4;
		this.h5 = h5;
		this.h6 = h6;
		this.h7 = h7;
		this.h8 = h8;
	}

	/** Returns how many samples were at full scale since the last call. */
	takeOver(): f64 {
		const over: i32 = this.over;
		this.over = 0;
		return over as f64;
	}
}

/**
 * Response of the converter's filter and the equaliser together: what is left of a sine, 1 within
 * 0.2 % up to 0.3 of the frame rate.
 *
 * @param omega of the sine, rad a frame, 0..2; above 1/8 the error is below 1e-6
 */
export function response(omega: f64): f64 {
	const once: f64 = cosine(omega);
	const twice: f64 = 2 * once * once - 1;
	const thrice: f64 = 2 * once * twice - once;
	const fourTimes: f64 = 2 * once * thrice - twice;
	const inner: f64 = (TAP_1 as f64) * once + (TAP_2 as f64) * twice;
	const outer: f64 = (TAP_3 as f64) * thrice + (TAP_4 as f64) * fourTimes;
	const filter: f64 = sinc(omega / 2);
	return (filter * filter * filter * ((TAP_0 as f64) + 2 * (inner + outer))) / UNIT;
}

/** One phase: its place among samples and sums. */
export class Phase {
	/** Samples before this phase's in a frame. */
	private readonly channel: i32;
	/** Place of the first of this phase's sums. */
	private readonly place: i32;

	/** @param phase 0..2 */
	constructor(phase: i32) {
		this.channel = 2 * phase;
		this.place = PHASE_SUMS * phase;
	}

	/**
	 * Adds the frames from `frame` to before `end` to `sums`, which are kept in locals meanwhile: in
	 * memory they would cost twice.
	 * @param waves cosine and sine by frame
	 */
	add(
		samples: StaticArray<i32>,
		waves: StaticArray<i32>,
		frame: i32,
		end: i32,
		sums: StaticArray<i64>,
	): void {
		const place: i32 = this.place;
		let power: i64 = sums[place + POWER];
		let voltageSquares: i64 = sums[place + VOLTAGE_SQUARES];
		let currentSquares: i64 = sums[place + CURRENT_SQUARES];
		let voltages: i64 = sums[place + VOLTAGES];
		let currents: i64 = sums[place + CURRENTS];
		let voltageCosine: i64 = sums[place + VOLTAGE_COSINE];
		let voltageSine: i64 = sums[place + VOLTAGE_SINE];
		let currentCosine: i64 = sums[place + CURRENT_COSINE];
		let currentSine: i64 = sums[place + CURRENT_SINE];
		let at: i32 = frame * CHANNELS + this.channel;
		for (let wave: i32 = 2 * frame; wave < 2 * end; wave += 2) {
			const v: i64 = samples[at] as i64;
			const i: i64 = samples[at + 1] as i64;
			const c: i64 = waves[wave] as i64;
			const s: i64 = waves[wave + 1] as i64;
			power += v * i;
			voltageSquares += v * v;
			currentSquares += i * i;
			voltages += v;
			currents += i;
			voltageCosine += v * c;
			voltageSine += v * s;
			currentCosine += i * c;
			currentSine += i * s;
			at += CHANNELS;
		}
		sums[place + POWER] = power;
		sums[place + VOLTAGE_SQUARES] = voltageSquares;
		sums[place + CURRENT_SQUARES] = currentSquares;
		sums[place + VOLTAGES] = voltages;
		sums[place + CURRENTS] = currents;
		sums[place + VOLTAGE_COSINE] = voltageCosine;
		sums[place + VOLTAGE_SINE] = voltageSine;
		sums[place + CURRENT_COSINE] = currentCosine;
		sums[place + CURRENT_SINE] = currentSine;
	}
}

/** Adds the products of the voltages two by two of the frames from `frame` to before `end`. */
export function addLines(
	samples: StaticArray<i32>,
	frame: i32,
	end: i32,
	sums: StaticArray<i64>,
): void {
	let sum12: i64 = sums[LINE_SUMS];
	let sum13: i64 = sums[LINE_SUMS + 1];
	let sum23: i64 = sums[LINE_SUMS + 2];
	const stop: i32 = end * CHANNELS;
	for (let at: i32 = frame * CHANNELS; at < stop; at += CHANNELS) {
		const v1: i64 = samples[at] as i64;
		const v2: i64 = samples[at + 2] as i64;
		const v3: i64 = samples[at + 4] as i64;
		sum12 += v1 * v2;
		sum13 += v1 * v3;
		sum23 += v2 * v3;
	}
	sums[LINE_SUMS] = sum12;
	sums[LINE_SUMS + 1] = sum13;
	sums[LINE_SUMS + 2] = sum23;
}
