/**
 * Sums of the frames of a window, and the carrier that its samples are correlated with: a sine and
 * a cosine of the mains frequency. Compiled to machine code as well: docs/sample-path.md.
 *
 * With `v` and `i` a phase's flat voltage and current in steps, `c` and `s` cosine and sine, every
 * frame adds
 *
 *     P += v·i;  VV += v·v;  II += i·i;  V += v;  I += i
 *     Vc += v·c;  Vs += v·s;  Ic += i·c;  Is += i·s
 *
 * Sums are integers below 2^53, which a JavaScript number holds exactly: v and i are below 2.65 ·
 * 2^19 (metrology/equaliser), so a product is below 2^41, and a window has at most 2000 frames.
 * Every product but those with the carrier exceeds 32 bits, and all are widened before they are
 * multiplied.
 *
 * The carrier is a phase accumulator and a table of one cycle; between two entries sine and cosine
 * follow their slopes, s + b·c and c − b·s, with an error below 2e-5.
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
import { cosine, sine, TURN } from "metrology/trigonometry";
import { CHANNELS } from "sampling";

/** Phase of a whole cycle: 2^30. */
const CYCLE: i32 = 0x40000000;
export const CYCLE_STEPS: f64 = CYCLE as f64;

/** Entries of the table, and the phase from one to the next: 2^21. */
const ENTRIES: i32 = 512;
const ENTRY_SHIFT: i32 = 21;
const HALF_ENTRY: i32 = 1 << (ENTRY_SHIFT - 1);

/** Length of the table: a cycle, and a quarter more for the cosine. */
const QUARTER: i32 = ENTRIES / 4;
export const TABLE_LENGTH: i32 = ENTRIES + QUARTER;

/** Amplitude of the carrier. */
export const AMPLITUDE: f64 = 16384;

/**
 * An offset from a table's entry counts 1/512 of half an entry; 201 of 2^−24 rad each make
 * 2π/512/1024, rounded.
 */
const OFFSET_SHIFT: i32 = ENTRY_SHIFT - 10;
const OFFSET_ANGLE: i32 = 201;
const ANGLE_SHIFT: i32 = 24;
const HALF_ANGLE: i32 = 1 << (ANGLE_SHIFT - 1);

/** Added to a number below 2^51 and taken away, it leaves the nearest whole one. */
const ROUNDING: f64 = 6755399441055744;

/** Nearest whole number of `x`, |x| < 2^51. */
export function whole(x: f64): f64 {
	return x + ROUNDING - ROUNDING;
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

/** Sine and cosine of the mains frequency, frame by frame. */
export class Carrier {
	/** Cosine and sine by frame. */
	readonly waves: StaticArray<i32>;
	private readonly table: StaticArray<i32>;
	private phase: i32 = 0;
	private stride: i32 = 0;

	/**
	 * @param table {@link TABLE_LENGTH} places
	 * @param waves two places a frame
	 */
	constructor(table: StaticArray<i32>, waves: StaticArray<i32>) {
		this.table = table;
		this.waves = waves;
		const angle: f64 = TURN / (ENTRIES as f64);
		const turnCosine: f64 = cosine(angle);
		const turnSine: f64 = sine(angle);
		let c: f64 = 1;
		let s: f64 = 0;
		for (let i: i32 = 0; i < TABLE_LENGTH; i++) {
			table[i] = whole(s * AMPLITUDE) as i32;
			const next: f64 = c * turnCosine - s * turnSine;
			s = s * turnCosine + c * turnSine;
			c = next;
		}
	}

	/** Phase of a frame, in {@link CYCLE_STEPS} of a cycle. */
	get step(): f64 {
		return this.stride as f64;
	}

	/** Takes another frequency, starting at the next frame. @param step below half a cycle */
	tune(step: f64): void {
		this.stride = whole(step) as i32;
	}

	/** Writes cosine and sine of the frames from `frame` to before `end`. */
	fill(frame: i32, end: i32): void {
		const table = this.table;
		const waves = this.waves;
		const stride: i32 = this.stride;
		let phase: i32 = this.phase;
		const stop: i32 = 2 * end;
		for (let at: i32 = 2 * frame; at < stop; at += 2) {
			const nearest: i32 = (phase + HALF_ENTRY) >> ENTRY_SHIFT;
			const offset: i32 = (phase - (nearest << ENTRY_SHIFT)) >> OFFSET_SHIFT;
			const entry: i32 = nearest & (ENTRIES - 1);
			const s: i32 = table[entry];
			const c: i32 = table[entry + QUARTER];
			const turn: i32 = offset * OFFSET_ANGLE;
			waves[at] = c - ((s * turn + HALF_ANGLE) >> ANGLE_SHIFT);
			waves[at + 1] = s + ((c * turn + HALF_ANGLE) >> ANGLE_SHIFT);
			phase = (phase + stride) & (CYCLE - 1);
		}
		this.phase = phase;
	}
}
