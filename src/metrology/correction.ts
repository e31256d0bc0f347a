/**
 * Corrects the raw quantities of a window by the calibration constants. Raw quantities are scaled
 * with the front end's nominal gains. With V, I, P, Q raw, x = f/50 Hz and w = T − 23 °C,
 *
 *     V' = kV·V           kV = voltageGain·(1 + voltageGainDrift·w)
 *     I' = (1 + g)·√((kI·I)² − currentNoise)        kI = currentGain·(1 + currentGainDrift·w)
 *     δ  = (lead + leadDrift·w + λ)/x + skew·x       by which the current's path leads
 *     p  = P − activeOffset·V²      q = Q − reactiveOffset·V²
 *     P' = k·(p·cos δ − q·sin δ)    k = kV·kI·(1 + g)·powerGain
 *     Q' = k·(q·cos δ + p·sin δ)
 *
 * g and λ are what gain and lead are higher than at 1 A: the cubic over the logarithm of the current
 * through 10 mA, 50 mA, 1 A and 5 A, and constant beyond. A transformer's error is a smooth function
 * of that logarithm; straight lines would miss it by a twentieth between 50 mA and 1 A.
 */
import type Calibration from "metrology/calibration";
import { logarithm } from "metrology/logarithm";
import { REFERENCE_CELSIUS } from "metrology/thermometer";
import { cosine, sine } from "metrology/trigonometry";

/** Frequency (Hz) at which the constants hold. */
const NOMINAL_HZ = 50;

/** Currents (A) at which gain and lead are known. */
const LEAST_A = 0.01;
const MOST_A = 5;
const REGIONS_A = Object.freeze([LEAST_A, 0.05, 1, MOST_A] as const);

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
	/** Of each of {@link REGIONS_A}: logarithm, scale of its polynomial, and share at present. */
	readonly #logarithms = REGIONS_A.map(logarithm);
	readonly #scales = this.#logarithms.map((_, region) => differences(this.#logarithms, region));
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
		const square = quantities.voltage * quantities.voltage;
		const activePower = quantities.activePower - constants.activeOffset * square;
		const reactivePower = quantities.reactivePower - constants.reactiveOffset * square;
		const warmth = this.#warmth;
		const voltageGain = constants.voltageGain * (1 + constants.voltageGainDrift * warmth);
		const currentGain = constants.currentGain * (1 + constants.currentGainDrift * warmth);
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
		quantities.voltage *= voltageGain;
		quantities.current = alone * regional;
		quantities.activePower = straight * activePower - across * reactivePower;
		quantities.reactivePower = straight * reactivePower + across * activePower;
	}

	/** Computes the share of each region at a current: Lagrange's polynomials. */
	#weigh(current: number): void {
		const logarithms = this.#logarithms;
		const shares = this.#shares;
		const log = logarithm(Math.max(LEAST_A, Math.min(MOST_A, current)));
		for (let region = 0; region < shares.length; region++) {
			let share = 1 / this.#scales[region];
			for (let other = 0; other < shares.length; other++)
				if (other !== region) share *= log - logarithms[other];
			shares[region] = share;
		}
	}
}

/** Product of the differences between one of the numbers and each other one. */
function differences(numbers: readonly number[], place: number): number {
	return numbers.reduce((product, other, k) => {
		return k === place ? product : product * (numbers[place] - other);
	}, 1);
}

/** Square root, 0 of what noise has made negative. */
export function root(square: number): number {
	return square > 0 ? Math.sqrt(square) : 0;
}
