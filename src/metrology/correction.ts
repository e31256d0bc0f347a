/**
 * Corrects the raw quantities of a window by the calibration constants. Raw quantities are scaled
 * with the front end's nominal gains. With V, I, P, Q raw, δ = δ50·50/f the lead of the current
 * path, and k = kV·kI·kP,
 *
 *     V' = kV·V                            I' = √((kI·I)² − noise²)
 *     P' = k(P(1 − δ²/2) − δQ) − G·V'²     Q' = k(Q(1 − δ²/2) + δP) − B·V'²
 */
import type Calibration from "metrology/calibration";

/** Frequency (Hz) at which the constants hold. */
const NOMINAL_HZ = 50;

/** Quantities of one phase over one window. */
export interface PhaseQuantities {
	/** RMS, V. */
	voltage: number;
	/** RMS, A, not negative. */
	current: number;
	/** W, positive = forward. */
	activePower: number;
	/** var, positive = the current lags. */
	reactivePower: number;
}

export default class Correction {
	readonly #calibration: Calibration;
	#frequencyHz = NOMINAL_HZ;

	constructor(calibration: Calibration) {
		this.#calibration = calibration;
	}

	/** Sets the mains frequency of the windows that follow. */
	setFrequency(frequencyHz: number): void {
		this.#frequencyHz = frequencyHz;
	}

	/** Corrects the raw quantities of phase 0..2 in place. */
	correct(phase: number, quantities: PhaseQuantities): void {
		const constants = this.#calibration.phases[phase];
		const { activePower, reactivePower } = quantities;
		const voltage = constants.voltageGain * quantities.voltage;
		const current = constants.currentGain * quantities.current;
		const scale = constants.voltageGain * constants.currentGain * constants.powerGain;
		const delta = (constants.phaseError * NOMINAL_HZ) / this.#frequencyHz;
		const turned = 1 - (delta * delta) / 2;
		const square = voltage * voltage;
		quantities.voltage = voltage;
		quantities.current = root(current * current - constants.currentNoise);
		quantities.activePower =
			scale * (activePower * turned - delta * reactivePower) - constants.activeOffset * square;
		quantities.reactivePower =
			scale * (reactivePower * turned + delta * activePower) - constants.reactiveOffset * square;
	}
}

/** Square root, 0 of what noise has made negative. */
export function root(square: number): number {
	return square > 0 ? Math.sqrt(square) : 0;
}
