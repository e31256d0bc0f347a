/**
 * The impulse response of one channel's converter, as a FIR filter at the frame rate: the droop of
 * the sinc3 filter and the channel's delay.
 *
 * The droop, (sin x / x)³ with x = π·f/rate, takes 0.08 % from 50 Hz and 28 % from 1 kHz at 4000
 * frames/s, a fourth of the former at 8000. A real converter has it from filtering at its
 * modulator's rate; the symmetric part of the response here has the same magnitude, and delays
 * every frequency by {@link DELAY} frames. A further delay of τ frames, a small fraction of one, is
 * the antisymmetric part: e^(−jωτ) ≈ 1 − jωτ.
 *
 * Frames cannot tell a tone above half the rate from its alias below, so a filter at the frame rate
 * has the droop of one of them only. A tone above {@link BAND} therefore enters the frames with a
 * weight ({@link weightOf}) that makes up the difference: it leaves the converter as it would leave
 * a real one, folded, with the sinc3 of its own frequency.
 */

import { TAPS } from "./layout.ts";

/**
 * c0..c7: c0 + 2·Σ ck·cos(kω), ω = 2πf/rate, is the droop. It interpolates the droop at eight
 * points in cos ω: at 0 and at cos(π·j/7.5), j = 1..7, scaled to 0..{@link BAND} (Chebyshev's
 * nodes). Relative error 2e-6 up to 0.08, 2e-5 up to 0.3, 9e-5 up to 0.375 of the rate; 26 % at
 * half of it.
 */
const DROOP = [
	0.699939592168, 0.162732176475, -0.016683070305, 0.005428987491, -0.00196652476, 0.000679512371,
	-0.000195148628, 0.000034271272,
] as const;

/**
 * d1..d7: 2·Σ dk·sin(kω) is ω × the droop, interpolated at cos(π·(j − ½)/7), j = 1..7, scaled to
 * 0..{@link BAND}. Relative error 4e-4 up to a tenth, 1.5e-3 up to 0.375 of the rate.
 */
const DELAYED = [
	0, 0.617114552477, -0.107052372467, 0.05563038127, -0.028410313265, 0.013260818048,
	-0.005162241642, 0.001229409187,
] as const;

/** Frames by which every channel lags, in addition to its own delay. */
export const DELAY = (TAPS - 1) / 2;

/** Highest frequency, in cycles per frame, that the filter itself has right. */
const BAND = 0.375;

/**
 * Returns the response as weights of {@link TAPS} consecutive samples, oldest first.
 * @param gain factor on all weights
 * @param delay frames beyond {@link DELAY}, within about ±0.05
 */
export function taps(gain: number, delay: number): number[] {
	return Array.from({ length: TAPS }, (_, at) => {
		const age = DELAY - at;
		const index = Math.abs(age);
		return gain * ((DROOP[index] as number) + Math.sign(age) * delay * (DELAYED[index] as number));
	});
}

/**
 * Returns the factor with which a tone enters the frames: 1 up to {@link BAND}; above, what gives
 * its samples the magnitude and sign of the converter's sinc3 once they are filtered by
 * {@link taps}. The channel's own delay acts on the alias.
 * @param cycles of the tone per frame, not negative
 */
export function weightOf(cycles: number): number {
	if (cycles <= BAND) return 1;
	const x = Math.PI * cycles;
	const sinc = Math.sin(x) / x;
	const filtered = DROOP.reduce(
		(sum, weight, k) => sum + (k === 0 ? 1 : 2) * weight * Math.cos(2 * k * x),
		0,
	);
	return sinc ** 3 / filtered;
}
