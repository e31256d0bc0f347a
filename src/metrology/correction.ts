/**
 * Corrects a window: its currents by the converter's offset and by what transformers pick up of
 * each other ({@link Coupling}), then its raw quantities by the calibration constants. These
 * quantities are scaled with the front end's nominal gains. With V, I, P, Q raw, x = f/50 Hz and
 * w = T − 23 °C ({@link Thermometer}),
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
 * g and λ are what gain and lead are higher than at 1 A (`metrology/calibration`).
 *
 * The mean of a current over a window is the converter's offset, up to the largest that one has.
 * More is part of the current: of a cycle, if a load is switched within the window, or half waves.
 * With m the mean and o the offset, the mean square about o is that about m, plus (m − o)². Power
 * has no such part, since the voltage has no mean of its own.
 */
import type { FrontEnd } from "board";
import type Calibration from "metrology/calibration";
import { logarithmOf } from "metrology/calibration";
import { REFERENCE_CELSIUS } from "metrology/calibration-constants";
import Episode from "metrology/episode";
import { NOMINAL_HZ } from "metrology/frequency";
import type { Fundamental } from "metrology/fundamental";
import { cosine, sine } from "metrology/trigonometry";

/** Steps of the kernel, of 2^19: more than three times the converter's largest offset. */
const MOST_OFFSET = 256;

/** The phases that a phase picks up from, as the constants are ordered. */
const OTHERS = Object.freeze([1, 2, 0, 2, 0, 1]);

/** Places of a phase's part of {@link Coupling.update}'s result, A. */
const STRIDE = 2;

/** Readings (°C) that a sensor can give inside a meter. */
const LOWEST_CELSIUS = -45;
const HIGHEST_CELSIUS = 90;

/** Most that the temperature follows in one window of 0.2 s, K. */
const STEP_K = 0.2;

/** Difference from the reading (K) above which the temperature is in doubt. */
const DOUBT_K = 3;

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

/** The part of a mean current (steps of the kernel) beyond the converter's offset. */
export function beyondOffset(mean: number): number {
	if (mean > MOST_OFFSET) return mean - MOST_OFFSET;
	return mean < -MOST_OFFSET ? mean + MOST_OFFSET : 0;
}

/** The mean square of a current about the converter's offset, from that about its mean. */
export function aboutOffset(meanSquare: number, mean: number): number {
	const rest = beyondOffset(mean);
	return meanSquare + rest * rest;
}

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
export class Coupling {
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

/** Part of the current of a phase, 0..2, that the other two pick up together. */
export function partPickedUp({ couplings }: Calibration, phase: number): number {
	let part = 0;
	for (let i = 0; i < OTHERS.length; i++) if (OTHERS[i] === phase) part += couplings[i];
	return part;
}

/**
 * The temperature that corrections go by. A meter's inside changes by less than a kelvin a minute:
 * a reading that jumps is followed slowly and reported, so that neither it nor a sensor that fails
 * makes a measurement jump.
 */
export class Thermometer {
	/** °C. */
	celsius = REFERENCE_CELSIUS;
	private readonly frontEnd: FrontEnd;
	private readonly listeners: ((doubtful: boolean) => void)[] = [];
	private started = false;
	private readonly doubt = new Episode();

	constructor(frontEnd: FrontEnd) {
		this.frontEnd = frontEnd;
	}

	/** Calls `listener` each time that the temperature begins or ceases to be in doubt. */
	onDoubt(listener: (doubtful: boolean) => void): void {
		this.listeners.push(listener);
	}

	/**
	 * Reads the sensor, once a window.
	 * @param calibrating true: a chamber changes the temperature, and no energy is counted
	 */
	update(calibrating: boolean): void {
		const reading = this.frontEnd.temperatureCelsius;
		if (reading === undefined) return;
		const plausible = reading >= LOWEST_CELSIUS && reading <= HIGHEST_CELSIUS;
		const target = plausible ? reading : REFERENCE_CELSIUS;
		if (plausible && (calibrating || !this.started)) {
			this.started = true;
			this.celsius = target;
		}
		const doubtful = !plausible || Math.abs(target - this.celsius) > DOUBT_K;
		this.celsius += Math.max(-STEP_K, Math.min(STEP_K, target - this.celsius));
		if (!this.doubt.changes(doubtful)) return;
		for (const listener of this.listeners) listener(doubtful);
	}
}
