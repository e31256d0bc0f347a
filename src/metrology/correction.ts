/**
 * Corrects the raw quantities of a window by the calibration constants. Raw quantities are scaled
 * with the front end's nominal gains. With V, I, P, Q raw, x = f/50 Hz and w = T − 23 °C,
 *
 *     V' = kV·V           kV = voltageGain·(1 + voltageGainDrift·w)
 *     I' = (1 + g)·√((kI·I)² − currentNoise)        kI = currentGain·(1 + currentGainDrift·w)
 *     δ  = (lead + leadDrift·w + λ)/x + skew·x       by which the current's path leads
 *     P' = k·(P·cos δ − Q·sin δ) − activeOffset·V'²      k = kV·kI·(1 + g)·powerGain
 *     Q' = k·(Q·cos δ + P·sin δ) − reactiveOffset·V'²
 *
 * g and λ are what gain and lead are higher than at 1 A, interpolated over the logarithm of the
 * current between 10 mA, 50 mA, 1 A and 5 A, and constant beyond.
 */
import type Calibration from "metrology/calibration";
import { logarithm } from "metrology/logarithm";
import { REFERENCE_CELSIUS } from "metrology/thermometer";
import { cosine, sine } from "metrology/trigonometry";

/** Frequency (Hz) at which the constants hold. */
const NOMINAL_HZ = 50;

/** Currents (A) at which gain and lead are known. */
const REGIONS_A = Object.freeze([0.01, 0.05, 1, 5] as const);

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
	/** Logarithm and present share of each of {@link REGIONS_A}. */
	readonly #logarithms = REGIONS_A.map(logarithm);
	readonly #shares = REGIONS_A.map(() => 0);
	/** f/50 Hz, and K above 23 °C, of the present window. */
	#frequency = 1;
	#warmth = 0;

	constructor(calibration: Calibration) {
		this.#calibration = calibration;
	}

	/** Sets mains frequency and temperature of the next window. */
	setConditions(frequencyHz: number, celsius: number): void {
		this.#frequency = frequencyHz / NOMINAL_HZ;
		this.#warmth = celsius - REFERENCE_CELSIUS;
	}

	/** Corrects the raw quantities of phase 0..2 in place. */
	correct(phase: number, quantities: PhaseQuantities): void {
		const constants = this.#calibration.phases[phase];
		const { activePower, reactivePower } = quantities;
		const warmth = this.#warmth;
		const voltageGain = constants.voltageGain * (1 + constants.voltageGainDrift * warmth);
		const currentGain = constants.currentGain * (1 + constants.currentGainDrift * warmth);
		const voltage = voltageGain * quantities.voltage;
		const current = currentGain * quantities.current;
		const alone = root(current * current - constants.currentNoise);
		this.#weigh(alone);
		const shares = this.#shares;
		const at10mA = shares[0];
		const at50mA = shares[1];
		const at5A = shares[3];
		const { gainAt10mA, gainAt50mA, gainAt5A, leadAt10mA, leadAt50mA, leadAt5A } = constants;
		const regional = 1 + at10mA * gainAt10mA + at50mA * gainAt50mA + at5A * gainAt5A;
		const lead =
			constants.lead +
			(constants.leadDrift * warmth + at10mA * leadAt10mA + at50mA * leadAt50mA + at5A * leadAt5A);

		const delta = lead / this.#frequency + constants.skew * this.#frequency;
		const gain = voltageGain * currentGain * regional * constants.powerGain;
		const straight = gain * cosine(delta);
		const across = gain * sine(delta);
		const square = voltage * voltage;
		quantities.voltage = voltage;
		quantities.current = alone * regional;
		quantities.activePower =
			straight * activePower - across * reactivePower - constants.activeOffset * square;
		quantities.reactivePower =
			straight * reactivePower + across * activePower - constants.reactiveOffset * square;
	}

	/** Computes the share of each region at a current. */
	#weigh(current: number): void {
		const shares = this.#shares;
		const logarithms = this.#logarithms;
		let region = 0;
		while (region < REGIONS_A.length - 2 && current >= REGIONS_A[region + 1]) region++;
		const from = logarithms[region];
		const log = logarithm(Math.max(current, REGIONS_A[0]));
		const share = Math.min(1, (log - from) / (logarithms[region + 1] - from));
		shares.fill(0);
		shares[region] = 1 - share;
		shares[region + 1] = share;
	}
}

/** Square root, 0 of what noise has made negative. */
export function root(square: number): number {
	return square > 0 ? Math.sqrt(square) : 0;
}
