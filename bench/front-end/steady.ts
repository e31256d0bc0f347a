/**
 * A front end's frames of steady sines, from its parameters (layout.ts): each tone's amplitude in
 * every channel, and the density of the noise. conversion.ts does the same frame by frame; here it
 * is in the domain of the frequency, without a sample.
 */
import { add, type Complex, delayed, ONE, over, scaled, squareOf, times, ZERO } from "./complex.ts";
import * as at from "./layout.ts";

/** A sine in the six channels V1 I1 V2 I2 V3 I3. */
export interface Tone {
	/** Radians from frame to frame. */
	readonly omega: number;
	/**
	 * Peak: the real part of sin, the imaginary part of cos; in V and A at the terminals, in steps of
	 * the converter after them.
	 */
	readonly amplitudes: readonly Complex[];
}

/** Frames of a steady state. */
export interface SteadyFrames {
	readonly tones: readonly Tone[];
	/** Mean square of a channel's noise at `omega`, as if it were white, in steps squared. */
	noise(channel: number, omega: number): number;
}

/** Standard deviations that noise stays within: the table of noise.ts has less, 1/f noise adds. */
const MOST_DEVIATIONS = 8;

/** Converts tones at the terminals by a front end's parameters. */
export function steadyFrames(parameters: readonly number[], tones: readonly Tone[]): SteadyFrames {
	return {
		tones: tones.map((tone) => convert(parameters, tone)),
		noise: (channel, omega) => noiseOf(parameters, channel, omega),
	};
}

/** Largest sample that a channel of these frames may have, in steps. */
export function peakOf(
	parameters: readonly number[],
	{ tones }: SteadyFrames,
	channel: number,
): number {
	const noise = MOST_DEVIATIONS * numberAt(parameters, at.NOISE_STEPS);
	const offset = Math.abs(numberAt(parameters, at.OFFSETS + channel));
	return tones.reduce(
		(sum, { amplitudes }) => sum + Math.sqrt(squareOf(amplitudes[channel] ?? ZERO)),
		noise + offset,
	);
}

function convert(parameters: readonly number[], { omega, amplitudes }: Tone): Tone {
	const currents = [1, 3, 5].map((channel) => amplitudes[channel] ?? ZERO);
	const inputs = amplitudes.map((amplitude, channel) =>
		channel % 2 === 0 ? amplitude : transformed(parameters, channel >> 1, omega, currents),
	);
	const own = inputs.map((input, channel) => times(input, filterAt(parameters, channel, omega)));
	const crosstalk = numberAt(parameters, at.CROSSTALK);
	const neighbours = (channel: number): Complex[] => [
		own[channel - 1] ?? ZERO,
		own[channel + 1] ?? ZERO,
	];
	return {
		omega,
		amplitudes: own.map((amplitude, channel) =>
			neighbours(channel).reduce((sum, other) => add(sum, scaled(other, crosstalk)), amplitude),
		),
	};
}

/** Current of a phase behind its transformer, which picks up the other phases' currents. */
function transformed(
	parameters: readonly number[],
	phase: number,
	omega: number,
	currents: readonly Complex[],
): Complex {
	const primary = currents.reduce(
		(sum, current, other) =>
			add(sum, scaled(current, numberAt(parameters, at.COUPLINGS + 3 * phase + other))),
		currents[phase] ?? ZERO,
	);
	const decay = numberAt(parameters, at.DECAYS + phase);
	const factor = numberAt(parameters, at.FACTORS + phase);
	if (decay === 1) return scaled(primary, factor);
	const rise = numberAt(parameters, at.RISES + phase);
	const step = delayed(omega, 1);
	const highPass = over(add(ONE, scaled(step, -1)), add(ONE, scaled(step, -decay)));
	return scaled(times(primary, highPass), rise * factor);
}

/** Response of a channel's filter; its weights are oldest first. */
function filterAt(parameters: readonly number[], channel: number, omega: number): Complex {
	let sum: Complex = { re: 0, im: 0 };
	for (let tap = 0; tap < at.TAPS; tap++) {
		const weight = numberAt(parameters, at.WEIGHTS + channel * at.TAPS + tap);
		sum = add(sum, scaled(delayed(omega, at.TAPS - 1 - tap), weight));
	}
	return sum;
}

function noiseOf(parameters: readonly number[], channel: number, omega: number): number {
	const white = numberAt(parameters, at.NOISE_STEPS) ** 2;
	let gain: Complex = ONE;
	for (let section = 0; section < at.FLICKER_SECTIONS; section++) {
		const place = channel * at.FLICKER_SECTIONS + section;
		const decay = numberAt(parameters, at.FLICKER_DECAYS + place);
		const share: Complex = { re: numberAt(parameters, at.FLICKER_GAINS + place), im: 0 };
		gain = add(gain, over(share, add(ONE, scaled(delayed(omega, 1), -decay))));
	}
	return white * squareOf(gain);
}

function numberAt(parameters: readonly number[], place: number): number {
	return parameters[place] as number;
}
