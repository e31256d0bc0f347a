/**
 * The readings of an ideal instrument, from the tones of a signal and without a sample: lines of a
 * window of 10 or 12 cycles by the integral of Fourier, subgroups of harmonics as IEC 61000-4-7
 * has them (from memory), powers as IEEE 1459 has them.
 *
 * A signal with more than harmonics shows other subgroups in each window, wherever that begins. The
 * truth is a range then: from the least to the greatest of windows all over the signal.
 */
import { CHANNELS } from "../../../src/sampling.ts";
import type { Phasor, Tone } from "./signal.ts";
import { cyclesAt, ORDERS } from "./test-signals.ts";

/** Where the truth lies. */
export interface Range {
	readonly least: number;
	readonly greatest: number;
}

/** Truth of a channel. */
export interface ChannelTruth {
	/** RMS of the subgroups 1 to 40, V or A. */
	readonly harmonics: readonly Range[];
	/** As a ratio. */
	readonly thd: Range;
	readonly kFactor: Range;
	/** RMS of the fundamental and of all tones, V or A. */
	readonly fundamental: number;
	readonly rms: number;
	/** Undefined: it is not the same in each window. */
	readonly crest: number | undefined;
}

/** Windows of a signal that has more than harmonics, and their distance: no part of any cycle. */
const WINDOWS = 400;
const WINDOW_DISTANCE_S = 0.0731;

/** Instants of a cycle at which its crest is looked for. */
const CREST_POINTS = 4000;

/** Truth of all channels. @param periodic true if there are harmonics alone */
export function channelsOf(
	tones: readonly Tone[],
	frequency: number,
	periodic: boolean,
): ChannelTruth[] {
	return Array.from({ length: CHANNELS }, (_, channel) => {
		const windows = windowsOf(tones, channel, frequency, periodic ? 1 : WINDOWS);
		const [first] = tones;
		return {
			harmonics: Array.from({ length: ORDERS }, (_, h) =>
				rangeOf(windows.map((squares) => Math.sqrt(squares[h] ?? Number.NaN))),
			),
			thd: rangeOf(windows.map(thdOf)),
			kFactor: rangeOf(windows.map(kFactorOf)),
			fundamental: sizeOf(first?.channels[channel]),
			rms: Math.hypot(...tones.map(({ channels }) => sizeOf(channels[channel]))),
			crest: periodic ? crestOf(tones, channel, frequency) : undefined,
		};
	});
}

const sizeOf = (of: Phasor | undefined): number => (of ? Math.hypot(of.re, of.im) : 0);

function rangeOf(values: readonly number[]): Range {
	return { least: Math.min(...values), greatest: Math.max(...values) };
}

/** Squares of the subgroups 1 to 40, by window. */
function windowsOf(
	tones: readonly Tone[],
	channel: number,
	frequency: number,
	count: number,
): number[][] {
	const cycles = cyclesAt(frequency);
	const squares = Array.from({ length: count }, () => new Array<number>(ORDERS).fill(0));
	for (let order = 1; order <= ORDERS; order++)
		for (const k of [cycles * order - 1, cycles * order, cycles * order + 1]) {
			const line = lineOf(tones, channel, { k, seconds: cycles / frequency, count });
			for (const [window, all] of squares.entries())
				all[order - 1] = (all[order - 1] ?? 0) + (line[window] ?? Number.NaN);
		}
	return squares;
}

/** Squares of line `k` of windows that last `seconds`: √2 times the mean of the signal, turned. */
function lineOf(
	tones: readonly Tone[],
	channel: number,
	{ k, seconds, count }: { k: number; seconds: number; count: number },
): Float64Array {
	const re = new Float64Array(count);
	const im = new Float64Array(count);
	for (const { hertz, channels } of tones) {
		const { re: a, im: b } = channels[channel] ?? { re: 0, im: 0 };
		// Of the tone and of its image at the negative frequency: the mean of e^(jΔt) in a window.
		for (const sign of [1, -1]) {
			const delta = 2 * Math.PI * (sign * hertz - k / seconds);
			const half = (delta * seconds) / 2;
			const size = Math.abs(half) < 1e-9 ? 1 : Math.sin(half) / half;
			let [c, s] = [size * Math.cos(half), size * Math.sin(half)];
			const turn = [Math.cos(delta * WINDOW_DISTANCE_S), Math.sin(delta * WINDOW_DISTANCE_S)];
			const [turnCosine = 1, turnSine = 0] = turn;
			for (let window = 0; window < count; window++) {
				re[window] = (re[window] ?? 0) + a * c - sign * b * s;
				im[window] = (im[window] ?? 0) + a * s + sign * b * c;
				const next = c * turnCosine - s * turnSine;
				s = s * turnCosine + c * turnSine;
				c = next;
			}
		}
	}
	return re.map((value, window) => value ** 2 + (im[window] ?? 0) ** 2);
}

function thdOf([first = Number.NaN, ...others]: readonly number[]): number {
	return Math.sqrt(others.reduce((sum, square) => sum + square, 0) / first);
}

function kFactorOf(squares: readonly number[]): number {
	const weighted = squares.reduce((sum, square, i) => sum + (i + 1) ** 2 * square, 0);
	return weighted / squares.reduce((sum, square) => sum + square, 0);
}

function crestOf(tones: readonly Tone[], channel: number, frequency: number): number {
	let peak = 0;
	for (let i = 0; i < CREST_POINTS; i++) {
		const seconds = i / (CREST_POINTS * frequency);
		const value = tones.reduce((sum, { hertz, channels }) => {
			const { re, im } = channels[channel] ?? { re: 0, im: 0 };
			const angle = 2 * Math.PI * hertz * seconds;
			return sum + Math.SQRT2 * (re * Math.cos(angle) - im * Math.sin(angle));
		}, 0);
		peak = Math.max(peak, Math.abs(value));
	}
	return peak / Math.hypot(...tones.map(({ channels }) => sizeOf(channels[channel])));
}

/** Active and reactive power of the fundamental of a phase, W and var. */
export function fundamentalPowerOf(tones: readonly Tone[], phase: number): [number, number] {
	const v = tones[0]?.channels[2 * phase] ?? { re: 0, im: 0 };
	const i = tones[0]?.channels[2 * phase + 1] ?? { re: 0, im: 0 };
	return [v.re * i.re + v.im * i.im, v.im * i.re - v.re * i.im];
}

/** RMS of the sum of the currents, A. */
export function neutralOf(tones: readonly Tone[]): number {
	return Math.hypot(
		...tones.map(({ channels }) => {
			const currents = [1, 3, 5].map((channel) => channels[channel] ?? { re: 0, im: 0 });
			return sizeOf(sumOf(currents));
		}),
	);
}

/** Negative and zero sequence of the fundamentals, of the positive one; of voltages or currents. */
export function unbalanceOf(tones: readonly Tone[], ofCurrents: boolean): [number, number] {
	const sequence = (degrees: number): number => {
		const turned = [0, 1, 2].map((phase) => {
			const each = tones[0]?.channels[2 * phase + (ofCurrents ? 1 : 0)] ?? { re: 0, im: 0 };
			const angle = (phase * degrees * Math.PI) / 180;
			return {
				re: each.re * Math.cos(angle) - each.im * Math.sin(angle),
				im: each.re * Math.sin(angle) + each.im * Math.cos(angle),
			};
		});
		return sizeOf(sumOf(turned));
	};
	return [sequence(-120) / sequence(120), sequence(0) / sequence(120)];
}

function sumOf(phasors: readonly Phasor[]): Phasor {
	return phasors.reduce((sum, { re, im }) => ({ re: sum.re + re, im: sum.im + im }), {
		re: 0,
		im: 0,
	});
}
