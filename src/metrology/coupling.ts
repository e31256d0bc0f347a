/**
 * Takes out the currents that transformers pick up of each other. The share is a constant of the
 * meter, and the fundamental of each current is known in every window, so that it is subtracted
 * there: from the fundamental i, the active power and the current,
 *
 *     δ = Σ coupling·i of the others     i' = i − δ
 *     P' = P − Re(v·δ*)                  I'² = I² − |i|² + |i'|²
 *
 * Harmonics keep what they pick up: a share of a ten-thousandth of them.
 */
import type Calibration from "metrology/calibration";
import type { Fundamental } from "metrology/fundamental";

/** The phases that a phase picks up from, as the constants are ordered. */
const OTHERS = Object.freeze([1, 2, 0, 2, 0, 1]);

/** Places of a phase's part of {@link Coupling.update}'s result, A. */
const STRIDE = 2;

/** Part of the current of a phase, 0..2, that the other two pick up together. */
export function partPickedUp({ couplings }: Calibration, phase: number): number {
	let part = 0;
	for (let i = 0; i < OTHERS.length; i++) if (OTHERS[i] === phase) part += couplings[i];
	return part;
}

export default class Coupling {
	private readonly calibration: Calibration;
	/** δ of L1..L3: cosine and sine part, A. */
	private readonly picked: number[] = new Array(3 * STRIDE).fill(0);

	constructor(calibration: Calibration) {
		this.calibration = calibration;
	}

	/** Takes what is picked up from the fundamental currents of a window. */
	update(fundamentals: readonly Fundamental[]): void {
		const { couplings } = this.calibration;
		const picked = this.picked;
		picked.fill(0);
		for (let i = 0; i < OTHERS.length; i++) {
			const at = STRIDE * (i >> 1);
			const { currentCosine, currentSine } = fundamentals[OTHERS[i]];
			picked[at] += couplings[i] * currentCosine;
			picked[at + 1] += couplings[i] * currentSine;
		}
		for (let phase = 0; phase < 3; phase++) {
			fundamentals[phase].currentCosine -= picked[STRIDE * phase];
			fundamentals[phase].currentSine -= picked[STRIDE * phase + 1];
		}
	}

	/** W that the voltage of phase 0..2 makes with what its current has picked up. */
	power(phase: number, { voltageCosine, voltageSine }: Fundamental): number {
		const at = STRIDE * phase;
		return voltageCosine * this.picked[at] + voltageSine * this.picked[at + 1];
	}

	/** A² by which the mean square of a current rises with what it has picked up. */
	square(phase: number, { currentCosine, currentSine }: Fundamental): number {
		const cosine = this.picked[STRIDE * phase];
		const sine = this.picked[STRIDE * phase + 1];
		return cosine * (2 * currentCosine + cosine) + sine * (2 * currentSine + sine);
	}
}
