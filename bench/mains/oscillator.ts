/**
 * One order (the fundamental or a harmonic) of all six channels at once: a single sine and cosine,
 * rotated from frame to frame, from which every channel takes its amplitudes. Fast enough for
 * twenty meter seconds per second with a few harmonics.
 */

import { CHANNELS } from "../../src/sampling.ts";
import { weightOf } from "../front-end/taps.ts";
import { amplitudeOf, type Channel, type Channels, ordersOf } from "./phasors.ts";

type Amplitude = ReturnType<typeof amplitudeOf>;

/** An order's amplitudes, rotation and present state. */
export interface Oscillator {
	readonly order: number;
	/** Amplitudes of V1 I1 V2 I2 V3 I3, in V or A, weighted above the front end's band. */
	readonly amplitudes: readonly [Amplitude, Amplitude, Amplitude, Amplitude, Amplitude, Amplitude];
	/** Rotation of one frame. */
	readonly stepSine: number;
	readonly stepCosine: number;
	/** State at the next frame. */
	sine: number;
	cosine: number;
}

/**
 * Makes the oscillators of `channels` at a fundamental of `turns` per frame. They must be placed
 * before use.
 */
export function oscillatorsOf(channels: Channels, turns: number): Oscillator[] {
	const [v1, i1, v2, i2, v3, i3] = channels;
	return ordersOf(channels).map((order) => {
		const cycles = order * turns;
		const step = 2 * Math.PI * cycles;
		const weight = weightOf(cycles);
		const amplitude = (channel: Channel): Amplitude => {
			const { sine, cosine } = amplitudeOf(channel, order);
			return { sine: weight * sine, cosine: weight * cosine };
		};
		return {
			order,
			amplitudes: [
				amplitude(v1),
				amplitude(i1),
				amplitude(v2),
				amplitude(i2),
				amplitude(v3),
				amplitude(i3),
			],
			stepSine: Math.sin(step),
			stepCosine: Math.cos(step),
			sine: 0,
			cosine: 1,
		};
	});
}

/** Sets the oscillator to its state when the fundamental is at `turns`. */
export function place(oscillator: Oscillator, turns: number): void {
	const angle = 2 * Math.PI * ((oscillator.order * turns) % 1);
	oscillator.sine = Math.sin(angle);
	oscillator.cosine = Math.cos(angle);
}

/**
 * Writes `count` frames, starting at frame `from` of `samples`, or adds them to the present
 * values, and moves on. Each frame is computed from the one before, so the length of a run makes
 * no difference to the numbers.
 */
export function render(
	oscillator: Oscillator,
	samples: Float64Array,
	from: number,
	count: number,
	add: boolean,
): void {
	const { sine: s0, cosine: c0 } = oscillator.amplitudes[0];
	const { sine: s1, cosine: c1 } = oscillator.amplitudes[1];
	const { sine: s2, cosine: c2 } = oscillator.amplitudes[2];
	const { sine: s3, cosine: c3 } = oscillator.amplitudes[3];
	const { sine: s4, cosine: c4 } = oscillator.amplitudes[4];
	const { sine: s5, cosine: c5 } = oscillator.amplitudes[5];
	const { stepSine, stepCosine } = oscillator;
	let { sine, cosine } = oscillator;
	const end = (from + count) * CHANNELS;
	for (let at = from * CHANNELS; at < end; at += CHANNELS) {
		const v1 = s0 * sine + c0 * cosine;
		const i1 = s1 * sine + c1 * cosine;
		const v2 = s2 * sine + c2 * cosine;
		const i2 = s3 * sine + c3 * cosine;
		const v3 = s4 * sine + c4 * cosine;
		const i3 = s5 * sine + c5 * cosine;
		if (add) {
			samples[at] = (samples[at] as number) + v1;
			samples[at + 1] = (samples[at + 1] as number) + i1;
			samples[at + 2] = (samples[at + 2] as number) + v2;
			samples[at + 3] = (samples[at + 3] as number) + i2;
			samples[at + 4] = (samples[at + 4] as number) + v3;
			samples[at + 5] = (samples[at + 5] as number) + i3;
		} else {
			samples[at] = v1;
			samples[at + 1] = i1;
			samples[at + 2] = v2;
			samples[at + 3] = i2;
			samples[at + 4] = v3;
			samples[at + 5] = i3;
		}
		const next = sine * stepCosine + cosine * stepSine;
		cosine = cosine * stepCosine - sine * stepSine;
		sine = next;
	}
	oscillator.sine = sine;
	oscillator.cosine = cosine;
}
