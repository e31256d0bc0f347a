/**
 * The impulse response of one channel's converter, as a FIR filter at the frame rate: the droop of
 * the sinc3 filter and the channel's delay.
 *
 * The droop, (sin x / x)³ with x = π·f/4000 Hz, takes 0.08 % from 50 Hz and 28 % from 1 kHz. A
 * real converter has it from filtering at its modulator's rate; the symmetric part of the response
 * here has the same magnitude, and delays every frequency by {@link DELAY} frames. A further delay
 * of τ frames, a small fraction of one, is the antisymmetric part: e^(−jωτ) ≈ 1 − jωτ.
 */

/**
 * c0..c7: c0 + 2·Σ ck·cos(kω), ω = 2πf/4000, is the droop. It interpolates the droop at eight
 * points in cos ω: at 0 Hz and at cos(π·j/7.5), j = 1..7, scaled to 0..1500 Hz (Chebyshev's
 * nodes). Relative error 2e-6 up to 325 Hz, 2e-5 up to 1200 Hz, 9e-5 up to 1500 Hz; 26 % at 2000
 * Hz.
 */
const DROOP = [
	0.699939592168, 0.162732176475, -0.016683070305, 0.005428987491, -0.00196652476, 0.000679512371,
	-0.000195148628, 0.000034271272,
] as const;

/**
 * d1..d7: 2·Σ dk·sin(kω) is ω × the droop, interpolated at cos(π·(j − ½)/7), j = 1..7, scaled to
 * 0..1500 Hz. Relative error 4e-4 up to 400 Hz, 1.5e-3 up to 1500 Hz.
 */
const DELAYED = [
	0, 0.617114552477, -0.107052372467, 0.05563038127, -0.028410313265, 0.013260818048,
	-0.005162241642, 0.001229409187,
] as const;

/** Frames by which every channel lags, in addition to its own delay. */
export const DELAY = 7;

/** Length of the response. */
export const TAPS = 2 * DELAY + 1;

/**
 * Returns the response as weights of {@link TAPS} consecutive samples, oldest first.
 * @param gain factor on all weights
 * @param delay frames beyond {@link DELAY}, within about ±0.05
 */
export function taps(gain: number, delay: number): Float64Array {
	return Float64Array.from({ length: TAPS }, (_, at) => {
		const age = DELAY - at;
		const index = Math.abs(age);
		return gain * ((DROOP[index] as number) + Math.sign(age) * delay * (DELAYED[index] as number));
	});
}
