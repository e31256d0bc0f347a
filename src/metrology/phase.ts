/**
 * Sums of one phase over the frames of a window. Compiled to machine code as well:
 * docs/sample-path.md.
 *
 * With `v` and `i` a frame's flat voltage and current in steps, `c` and `s` cosine and sine of the
 * mains frequency, every frame adds
 *
 *     P += v·i;  VV += v·v;  II += i·i;  V += v;  I += i
 *     Vc += v·c;  Vs += v·s;  Ic += i·c;  Is += i·s
 *
 * Sums are integers below 2^53, which a JavaScript number holds exactly: v and i are below 2.65 ·
 * 2^19 (metrology/equaliser), so a product is below 2^41, and a window has at most 2000 frames.
 * Every product but those with the carrier exceeds 32 bits, and all are widened before they are
 * multiplied.
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
import { CHANNELS } from "sampling";

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
