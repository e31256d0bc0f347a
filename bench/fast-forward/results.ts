/**
 * Results of a window (metrology/results) of steady frames: what the kernel would sum, from the
 * tones' amplitudes, with the mean of the noise. Means are left out, since the meter takes them
 * away.
 */
import {
	CARRIER,
	CURRENT_COSINE,
	CURRENT_SINE,
	CURRENT_SQUARES,
	CYCLES,
	FRAMES,
	LINE_SUMS,
	MAINS,
	PHASE_SUMS,
	POWER,
	RESULTS,
	SPAN,
	VOLTAGE_COSINE,
	VOLTAGE_SINE,
	VOLTAGE_SQUARES,
} from "metrology/results";
import { along, scaled, ZERO } from "../front-end/complex.ts";
import type { SteadyFrames, Tone } from "../front-end/steady.ts";

/** Length of a window. */
export interface WindowLength {
	readonly frames: number;
	/** Whole cycles of the fundamental, and their length in frames. */
	readonly cycles: number;
	readonly span: number;
}

/** Pairs of phases in LINE_SUMS. */
const LINES = [
	[0, 1],
	[0, 2],
	[1, 2],
] as const;

/** Of the 24 bits of the converter the kernel leaves out the last four. */
const STEP = 2 ** 4;

/** The kernel's carrier: its amplitude, and the steps of its cycle. */
export const AMPLITUDE = 16_384;
export const CYCLE = 2 ** 30;

/** Taps of the equaliser from the middle, in 1024ths (docs/metrology.md). */
const TAPS = [1622, -387, 116, -34, 7];

/** Mean square of what rounding to whole steps takes away. */
const ROUNDED = 1 / 12;

/** Places in the logarithm of the frequency at which noise is integrated. */
const NOISE_PLACES = 300;

/** Results of a window of frames whose first tone is the fundamental. */
export function resultsOf(steady: SteadyFrames, length: WindowLength): number[] {
	const { frames, cycles, span } = length;
	const results: number[] = new Array(RESULTS).fill(0);
	const add = (place: number, mean: number): void => {
		results[place] = (results[place] as number) + mean * frames;
	};
	const flat = steady.tones.map(flatten);
	for (const { amplitudes } of flat) {
		const [v1 = ZERO, , v2 = ZERO, , v3 = ZERO] = amplitudes;
		const voltages = [v1, v2, v3] as const;
		for (let phase = 0; phase < 3; phase++) {
			const v = amplitudes[2 * phase] ?? ZERO;
			const i = amplitudes[2 * phase + 1] ?? ZERO;
			add(PHASE_SUMS * phase + POWER, along(v, i) / 2);
			add(PHASE_SUMS * phase + VOLTAGE_SQUARES, along(v, v) / 2);
			add(PHASE_SUMS * phase + CURRENT_SQUARES, along(i, i) / 2);
		}
		LINES.forEach(([a, b], line) => {
			add(LINE_SUMS + line, along(voltages[a], voltages[b]) / 2);
		});
	}
	const [fundamental] = flat;
	for (let phase = 0; phase < 3; phase++) {
		const at = PHASE_SUMS * phase;
		const v = scaled(fundamental?.amplitudes[2 * phase] ?? ZERO, AMPLITUDE / 2);
		const i = scaled(fundamental?.amplitudes[2 * phase + 1] ?? ZERO, AMPLITUDE / 2);
		add(at + VOLTAGE_SQUARES, noiseOf(steady, 2 * phase, frames));
		add(at + CURRENT_SQUARES, noiseOf(steady, 2 * phase + 1, frames));
		add(at + VOLTAGE_COSINE, v.im);
		add(at + VOLTAGE_SINE, v.re);
		add(at + CURRENT_COSINE, i.im);
		add(at + CURRENT_SINE, i.re);
	}
	results[FRAMES] = frames;
	results[CYCLES] = cycles;
	results[SPAN] = span;
	results[CARRIER] = (cycles * CYCLE) / span;
	results[MAINS] = results[CARRIER];
	return results;
}

/** A tone after the equaliser, in the kernel's steps. */
function flatten({ omega, amplitudes }: Tone): Tone {
	const gain = equaliserAt(omega) / STEP;
	return { omega, amplitudes: amplitudes.map((amplitude) => scaled(amplitude, gain)) };
}

/** Share of a sine that the equaliser leaves. @param omega rad a frame */
export function equaliserAt(omega: number): number {
	const sum = TAPS.reduce((all, tap, k) => all + (k === 0 ? 1 : 2) * tap * Math.cos(k * omega), 0);
	return sum / 1024;
}

/**
 * Variance within a window of a channel's noise after the equaliser, with that of rounding before
 * and after it, in the kernel's steps squared.
 */
function noiseOf(steady: SteadyFrames, channel: number, frames: number): number {
	const lowest = Math.log(1 / (10 * frames));
	const step = (Math.log(Math.PI) - lowest) / NOISE_PLACES;
	let sum = 0;
	for (let place = 0; place < NOISE_PLACES; place++) {
		const omega = Math.exp(lowest + (place + 0.5) * step);
		// Noise that is slower than the window moves its mean instead.
		const kept = (omega * frames) ** 2 / ((omega * frames) ** 2 + 12);
		const density = steady.noise(channel, omega) / STEP ** 2 + ROUNDED;
		sum += density * equaliserAt(omega) ** 2 * kept * omega * step;
	}
	return sum / Math.PI + ROUNDED;
}
