/**
 * Mains for tests, and measures samples with a Fourier sum over whole cycles, independently of the
 * mains model.
 */
import { Mains } from "../../../bench/mains/model.ts";
import { DEFAULT_MAINS } from "../../../bench/mains/settings.ts";
import { patchMains } from "../../../bench/mains/validation.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../../src/sampling.ts";

/** The mains as they are at first, with some settings changed. */
export function mainsWith(patch: object): Mains {
	return new Mains(patchMains(DEFAULT_MAINS, patch));
}

/** A change of the same settings in each phase. */
export function eachPhase(part: object): object {
	return { phases: [part, part, part] };
}

export interface Tone {
	rms: number;
	/** Degrees of a sine that starts at frame 0. */
	angle: number;
}

/** One channel of interleaved frames. */
export function channel(samples: ArrayLike<number>, index: number): number[] {
	return Array.from(
		{ length: samples.length / CHANNELS },
		(_, frame) => samples[frame * CHANNELS + index],
	);
}

/** The tone of `hertz` in `values`, which must span whole cycles of it. */
export function tone(values: readonly number[], hertz: number): Tone {
	let re = 0;
	let im = 0;
	values.forEach((value, frame) => {
		const angle = (2 * Math.PI * hertz * frame) / FRAME_RATE_HZ;
		re += value * Math.sin(angle);
		im += value * Math.cos(angle);
	});
	const scale = Math.SQRT2 / values.length;
	return { rms: Math.hypot(re, im) * scale, angle: (Math.atan2(im, re) * 180) / Math.PI };
}

/** Mean of the products: RMS² of a channel with itself, active power of voltage and current. */
export function meanProduct(a: readonly number[], b: readonly number[]): number {
	return a.reduce((sum, value, frame) => sum + value * b[frame], 0) / a.length;
}

export function rms(values: readonly number[]): number {
	return Math.sqrt(meanProduct(values, values));
}

/** The angle between -180 (excluded) and 180 degrees. */
export function wrapped(degrees: number): number {
	return degrees - 360 * Math.ceil((degrees - 180) / 360);
}
