/** The corrected angle of a phasor. */
import type Correction from "metrology/correction";
import { cosine, sine } from "metrology/trigonometry";

/** Cosine and sine part of a phasor, which lags the cosine by atan2(sine, cosine). */
export interface Phasor {
	cosine: number;
	sine: number;
}

/** Angle (rad) by which a phase's current is to be turned forward: the delay of its path. */
export function currentLag(correction: Correction, phase: number): number {
	return correction.voltageLag(phase) - correction.leads[phase];
}

/** Length of a phasor. */
export function size(cosinePart: number, sinePart: number): number {
	return Math.sqrt(cosinePart * cosinePart + sinePart * sinePart);
}

/** Sets `target` to a phasor of gain 1, made larger by `gain` and turned forward by `angle` rad. */
export function turn(
	target: Phasor,
	cosinePart: number,
	sinePart: number,
	gain: number,
	angle: number,
): void {
	const c = gain * cosine(angle);
	const s = gain * sine(angle);
	target.cosine = cosinePart * c + sinePart * s;
	target.sine = sinePart * c - cosinePart * s;
}
