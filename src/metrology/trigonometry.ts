/**
 * Sine and cosine: of small angles by their series, since the engines' own differ in the last bit,
 * and every engine must give the same registers; and of the mains frequency, frame by frame: the
 * carrier, with which a window's samples are correlated. Compiled to machine code as well:
 * docs/sample-path.md.
 *
 * The carrier is a phase accumulator and a table of one cycle; between two entries sine and cosine
 * follow their slopes, s + b·c and c − b·s, with an error below 2e-5.
 */
/// <reference path="../widths.d.ts" />

/** 2π. */
export const TURN: f64 = 6.283185307179586;

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

/** sin x / x of |x| ≤ 1/8 (70 Hz is 0.06 rad a frame), to the last bit but one; 1e-10 at 1. */
export function sinc(x: f64): f64 {
	const y: f64 = x * x;
	return 1 - (y / 6) * (1 - (y / 20) * (1 - (y / 42) * (1 - (y / 72) * (1 - y / 110))));
}

/** Sine of |x| ≤ 1/8 rad, to the last bit but one. */
export function sine(x: f64): f64 {
	return x * sinc(x);
}

/** Cosine of |x| ≤ 1/8 rad, to the last bit but one. */
export function cosine(x: f64): f64 {
	const y: f64 = x * x;
	return (
		1 - (y / 2) * (1 - (y / 12) * (1 - (y / 30) * (1 - (y / 56) * (1 - (y / 90) * (1 - y / 132)))))
	);
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
