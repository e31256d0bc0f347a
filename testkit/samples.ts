/** Frames for the kernel (src/sampling.ts): a three-phase load. */
import { FRAME_RATE_HZ } from "../src/sampling.ts";

/** One phase of a sinusoidal test signal. */
export interface Tone {
	/** V RMS. */
	voltage: number;
	/** A RMS. */
	current: number;
	/** Degrees by which the current lags. */
	angle: number;
	/** Degrees of the voltage against that of the first phase. */
	shift: number;
}

/** Full scale of the samples: peak V and A. */
export const FULL_SCALE = { voltage: 800, current: 30 };

/** A balanced four-wire system, sequence L1 L2 L3. */
export function balanced(voltage: number, current: number, angle: number): Tone[] {
	return [0, -120, 120].map((shift) => ({ voltage, current, angle, shift }));
}

/**
 * A resistive load of 1 A at 400 V, measured by two elements (3P3W): inputs 1 and 3 see L1-L2 and
 * L3-L2, 30° ahead of and after the currents.
 */
export const ARON: readonly Tone[] = [
	{ voltage: 400, current: 1, angle: 30, shift: 30 },
	{ voltage: 0, current: 0, angle: 0, shift: 0 },
	{ voltage: 400, current: 1, angle: -30, shift: 90 },
];

/**
 * Samples of `count` frames at `frequency` Hz, the first with number `first`, with the droop of a
 * sinc3 converter and a small uniform dither in place of its noise.
 */
export function frames(
	tones: readonly Tone[],
	frequency: number,
	first: number,
	count: number,
): number[] {
	const samples: number[] = [];
	const omega = (2 * Math.PI * frequency) / FRAME_RATE_HZ;
	const droop = (Math.sin(omega / 2) / (omega / 2)) ** 3;
	let seed = 12345 + first;
	const dither = () => {
		seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
		return (seed / 2 ** 32 - 0.5) * 160;
	};
	for (let n = first; n < first + count; n++)
		for (const tone of tones) {
			const angle = omega * n + (tone.shift * Math.PI) / 180;
			const lag = (tone.angle * Math.PI) / 180;
			const v =
				((Math.SQRT2 * tone.voltage * droop) / FULL_SCALE.voltage) * 2 ** 23 * Math.sin(angle);
			const i =
				((Math.SQRT2 * tone.current * droop) / FULL_SCALE.current) *
				2 ** 23 *
				Math.sin(angle - lag);
			samples.push(Math.floor(v + dither()), Math.floor(i + dither()));
		}
	return samples;
}
