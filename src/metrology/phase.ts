/**
 * Sums of one phase over the frames of a window. Compiled to machine code as well:
 * docs/sample-path.md.
 *
 * With `v` and `i` a frame's voltage and current in steps, every frame adds
 *
 *     u += v − (u >> 10);  P += v·i            u: leaky integrator, the 90° shifter
 *
 * the middle frame of a group of three, with `x = u >> 4`,
 *
 *     Q += x·i;  VV += v·v;  II += i·i;  V += v;  I += i;  X += x
 *
 * and a group `D += (v1 − v0)·(i1 − i0)`, the product of the slopes from its first frame to its
 * middle.
 *
 * Sums are integers below 2^53, which a JavaScript number holds exactly. A voltage has 13 bits and
 * a current 18: v·i is below 2^29, so the three of a group fit in 32 bits, as does the product of
 * two slopes, 8191 · 262 143. x·i and i·i do not, and are widened before they are multiplied. Sums
 * of V, I, X, VV and of the products of two voltages fit in 32 bits for the 69 groups that the
 * kernel has room for, and are widened after that.
 */
import {
	CURRENT_SQUARES,
	CURRENTS,
	LINE_SUMS,
	PHASE_SUMS,
	POWER,
	SHIFTED_POWER,
	SHIFTED_VOLTAGES,
	SLOPES,
	VOLTAGE_SQUARES,
	VOLTAGES,
} from "metrology/results";
import { CHANNELS } from "sampling";

/** Frames of a group. */
export const GROUP_FRAMES: i32 = 3;

/** Samples of a group, and those before its middle and its last frame. */
export const GROUP: i32 = GROUP_FRAMES * CHANNELS;
const MIDDLE: i32 = CHANNELS;
const MIDDLE_CURRENT: i32 = MIDDLE + 1;
const LAST: i32 = 2 * CHANNELS;
const LAST_CURRENT: i32 = LAST + 1;

/** The integrator loses 2^−LEAK_SHIFT of itself each frame. */
export const LEAK_SHIFT: i32 = 10;

/** Right shift that brings the integrator to about the size of the voltage. */
export const INTEGRAL_SHIFT: i32 = 4;

/** One phase: its place among samples and sums, and its integrator. */
export class Phase {
	/** Samples before this phase's in a frame. */
	private readonly channel: i32;
	/** Place of the first of this phase's sums. */
	private readonly place: i32;
	private integral: i32 = 0;

	/** @param phase 0..2 */
	constructor(phase: i32) {
		this.channel = 2 * phase;
		this.place = PHASE_SUMS * phase;
	}

	/** Adds the groups in the frames from `frame` to before `end` to `sums`. */
	addGroups(samples: StaticArray<i32>, frame: i32, end: i32, sums: StaticArray<i64>): void {
		this.add(samples, frame, end, true, sums);
	}

	/** Adds the odd frame `frame`: to `odd` as a middle frame, but its power in full to `groups`. */
	addOdd(
		samples: StaticArray<i32>,
		frame: i32,
		odd: StaticArray<i64>,
		groups: StaticArray<i64>,
	): void {
		const power: i32 = this.place + POWER;
		this.add(samples, frame - 1, frame, false, odd);
		groups[power] += odd[power];
		odd[power] = 0;
	}

	/**
	 * Adds frames, kept in locals meanwhile: sums in memory would cost twice.
	 * @param grouped true: groups of three; false: middle frames alone
	 */
	private add(
		samples: StaticArray<i32>,
		frame: i32,
		endFrame: i32,
		grouped: bool,
		sums: StaticArray<i64>,
	): void {
		const place: i32 = this.place;
		let at: i32 = frame * CHANNELS + this.channel;
		const end: i32 = endFrame * CHANNELS;
		let u: i32 = this.integral;
		let x: i32 = 0;
		let v0: i32 = 0;
		let i0: i32 = 0;
		let v: i32 = 0;
		let i: i32 = 0;
		let power: i64 = sums[place + POWER];
		let slopes: i64 = sums[place + SLOPES];
		let shiftedPower: i64 = sums[place + SHIFTED_POWER];
		let voltageSquares: i32 = 0;
		let currentSquares: i64 = sums[place + CURRENT_SQUARES];
		let voltages: i32 = 0;
		let currents: i32 = 0;
		let shiftedVoltages: i32 = 0;
		while (at < end) {
			if (grouped) {
				v0 = samples[at];
				i0 = samples[at + 1];
				u += v0 - (u >> LEAK_SHIFT);
			}
			v = samples[at + MIDDLE];
			i = samples[at + MIDDLE_CURRENT];
			u += v - (u >> LEAK_SHIFT);
			x = u >> INTEGRAL_SHIFT;
			power += v * i;
			shiftedPower += (x as i64) * (i as i64);
			voltageSquares += v * v;
			currentSquares += (i as i64) * (i as i64);
			voltages += v;
			currents += i;
			shiftedVoltages += x;
			if (grouped) {
				slopes += (v - v0) * (i - i0);
				v = samples[at + LAST];
				power += v0 * i0 + v * samples[at + LAST_CURRENT];
				u += v - (u >> LEAK_SHIFT);
			}
			at += GROUP;
		}
		this.integral = u;
		sums[place + POWER] = power;
		sums[place + SLOPES] = slopes;
		sums[place + SHIFTED_POWER] = shiftedPower;
		sums[place + VOLTAGE_SQUARES] += voltageSquares;
		sums[place + CURRENT_SQUARES] = currentSquares;
		sums[place + VOLTAGES] += voltages;
		sums[place + CURRENTS] += currents;
		sums[place + SHIFTED_VOLTAGES] += shiftedVoltages;
	}
}

/**
 * Adds the products of the voltages two by two, on middle frames.
 * @param middle the first middle frame; the others are a group apart
 * @param endFrame a frame after the last one's, not after the next one's
 */
export function addLines(
	samples: StaticArray<i32>,
	middle: i32,
	endFrame: i32,
	sums: StaticArray<i64>,
): void {
	let sum12: i32 = 0;
	let sum13: i32 = 0;
	let sum23: i32 = 0;
	let v1: i32 = 0;
	let v2: i32 = 0;
	let v3: i32 = 0;
	let at: i32 = middle * CHANNELS;
	const end: i32 = endFrame * CHANNELS;
	while (at < end) {
		v1 = samples[at];
		v2 = samples[at + 2];
		v3 = samples[at + 4];
		sum12 += v1 * v2;
		sum13 += v1 * v3;
		sum23 += v2 * v3;
		at += GROUP;
	}
	sums[LINE_SUMS] += sum12;
	sums[LINE_SUMS + 1] += sum13;
	sums[LINE_SUMS + 2] += sum23;
}
