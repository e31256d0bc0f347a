/**
 * Corrects the raw quantities of a window by the calibration constants. Raw quantities are scaled
 * with the front end's nominal gains. With V, I, P, Q raw, x = f/50 Hz and w = T − 23 °C,
 *
 *     V' = kV·V           kV = voltageGain·(1 + voltageGainDrift·w), kI alike
 *     I' = (1 + g)·√(kI²·(I² − 2(p·activeOffset + q·reactiveOffset)) − currentNoise)
 *     δ  = (lead + leadDrift·w + λ)/x + skew·x       by which the current's path leads
 *     p  = P − activeOffset·V²      q = Q − reactiveOffset·V²
 *     P' = k·(p·cos δ − q·sin δ)    k = kV·kI·(1 + g)·powerGain
 *     Q' = k·(q·cos δ + p·sin δ)
 *
 * The offsets are a current that the voltage alone brings: what it adds to the mean square of a
 * load's current is its own, part of currentNoise, and twice their common power.
 *
 * g and λ are what gain and lead are higher than at 1 A (`metrology/curve`).
 */
import type Calibration from "metrology/calibration";
import { logarithmOf } from "metrology/curve";
import { NOMINAL_HZ } from "metrology/frequency";
import { REFERENCE_CELSIUS } from "metrology/thermometer";
import { cosine, sine } from "metrology/trigonometry";

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
	private readonly calibration: Calibration;
	/** f/50 Hz, and K above 23 °C, of the present window. */
	private frequency = 1;
	private warmth = 0;

	constructor(calibration: Calibration) {
		this.calibration = calibration;
	}

	/** By phase, of the last window: gains of voltage and current, and δ in rad. */
	readonly voltageGains: [number, number, number] = [1, 1, 1];
	readonly currentGains: [number, number, number] = [1, 1, 1];
	readonly leads: [number, number, number] = [0, 0, 0];

	/** Lag of a phase's voltage after that of L1 in the last window, rad. */
	voltageLag(phase: number): number {
		return this.calibration.phases[phase].voltageSkew * this.frequency;
	}

	/** Sets mains frequency and temperature of the next window. */
	setConditions(frequencyHz: number, celsius: number): void {
		this.frequency = frequencyHz / NOMINAL_HZ;
		this.warmth = celsius - REFERENCE_CELSIUS;
	}

	/** Corrects the raw quantities of phase 0..2 in place. */
	correct(phase: number, quantities: PhaseQuantities): void {
		const constants = this.calibration.phases[phase];
		const square = quantities.voltage * quantities.voltage;
		const activePower = quantities.activePower - constants.activeOffset * square;
		const reactivePower = quantities.reactivePower - constants.reactiveOffset * square;
		const warmth = this.warmth;
		const voltageGain = constants.voltageGain * (1 + constants.voltageGainDrift * warmth);
		const currentGain = constants.currentGain * (1 + constants.currentGainDrift * warmth);
		const together =
			activePower * constants.activeOffset + reactivePower * constants.reactiveOffset;
		const current = quantities.current * quantities.current - 2 * together;
		const alone = root(currentGain * currentGain * current - constants.currentNoise);
		const log = logarithmOf(alone);
		const regional = 1 + this.calibration.gains[phase].at(log);
		const lead =
			constants.lead + constants.leadDrift * warmth + this.calibration.leads[phase].at(log);
		const delta = lead / this.frequency + constants.skew * this.frequency;
		const gain = voltageGain * currentGain * regional * constants.powerGain;
		this.voltageGains[phase] = voltageGain;
		this.currentGains[phase] = currentGain * regional;
		this.leads[phase] = delta;
		const straight = gain * cosine(delta);
		const across = gain * sine(delta);
		quantities.voltage *= voltageGain;
		quantities.current = alone * regional;
		quantities.activePower = straight * activePower - across * reactivePower;
		quantities.reactivePower = straight * reactivePower + across * activePower;
	}
}

/** Square root, 0 of what noise has made negative. */
export function root(square: number): number {
	return square > 0 ? Math.sqrt(square) : 0;
}
