/**
 * The neutral current that follows from the phases' currents, i1 + i2 + i3:
 *
 *     I² = Σ g²·(mean square) + 2·Σ g·g'·(mean product)
 *
 * with the gains g of the phases, less what the other transformers pick up of each current. The
 * products are corrected for the angles by which the paths turn the fundamentals.
 */

import { aboutOffset, beyondOffset, partPickedUp, root } from "metrology/correction";
import type Metrology from "metrology/metrology";
import { cosine, sine } from "metrology/trigonometry";
import { CURRENT_PRODUCTS, MEAN_SQUARES, MEANS } from "quality/results";
import type Steps from "quality/steps";
import { currentLag } from "quality/turn";
import type { QualityAnalyser } from "quality-analyser";

export default class Neutral {
	private readonly analyser: QualityAnalyser;
	private readonly metrology: Metrology;
	private readonly steps: Steps;

	constructor(analyser: QualityAnalyser, metrology: Metrology, steps: Steps) {
		this.analyser = analyser;
		this.metrology = metrology;
		this.steps = steps;
	}

	/** RMS in A at the meter's terminals. @param connected the phases that count */
	current(connected: readonly boolean[]): number {
		const analyser = this.analyser;
		let square = 0;
		for (let phase = 0; phase < 3; phase++) {
			if (!connected[phase]) continue;
			const mean = analyser.at(MEANS + 2 * phase + 1);
			const own = aboutOffset(analyser.at(MEAN_SQUARES + 2 * phase + 1) - mean * mean, mean);
			const amps = this.amps(phase);
			square += own * amps * amps;
		}
		if (connected[0] && connected[1]) square += 2 * this.product(0, 0, 1);
		if (connected[0] && connected[2]) square += 2 * this.product(1, 0, 2);
		if (connected[1] && connected[2]) square += 2 * this.product(2, 1, 2);
		return root(square);
	}

	/** Mean product of two currents, A². */
	private product(pair: number, a: number, b: number): number {
		const analyser = this.analyser;
		const meanA = analyser.at(MEANS + 2 * a + 1);
		const meanB = analyser.at(MEANS + 2 * b + 1);
		const rests = beyondOffset(meanA) * beyondOffset(meanB);
		const raw = analyser.at(CURRENT_PRODUCTS + pair) - meanA * meanB + rests;
		const { window } = this.metrology;
		const { correction } = window;
		const from = window.fundamentals[a];
		const to = window.fundamentals[b];
		const angle = currentLag(correction, b) - currentLag(correction, a);
		const along = from.currentCosine * to.currentCosine + from.currentSine * to.currentSine;
		const across = to.currentCosine * from.currentSine - to.currentSine * from.currentCosine;
		const turned = along * (cosine(angle) - 1) - across * sine(angle);
		const gains = correction.currentGains[a] * correction.currentGains[b];
		return raw * this.amps(a) * this.amps(b) + turned * gains;
	}

	/** Amperes that a step of a phase's current adds to the sum of the currents. */
	private amps(phase: number): number {
		return this.steps.amps(phase) * (1 - partPickedUp(this.metrology.calibration, phase));
	}
}
