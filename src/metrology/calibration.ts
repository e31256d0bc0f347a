/**
 * Calibration constants of a meter, with a checksum, and the curves over the current that some of
 * them give. Constants written from outside are staged, and replace those in force as a whole or
 * not at all.
 */
import type { FrontEnd } from "board";
import crc32 from "checksum";
import {
	CLOCK_PLACE,
	CONSTANT_COUNT,
	CONSTANTS,
	COUPLING_PLACE,
	COUPLINGS,
	METER_CONSTANTS,
	type PhaseConstants,
	REFERENCE_CELSIUS,
	STEP_PLACE,
	stepOf,
} from "metrology/calibration-constants";
import { PHASES } from "registers/quantity";
import { allowed } from "registers/value";

/** Currents that the curve reaches, A. */
const LEAST_A = 0.01;
const MOST_A = 5;

/** Logarithms of the currents with given values. */
const LOG_10MA = logarithm(LEAST_A);
const LOG_50MA = logarithm(0.05);
const LOG_5A = logarithm(MOST_A);

/** Constant `index`: phase × number of {@link CONSTANTS} + place, then {@link METER_CONSTANTS}. */
function constantAt(index: number): (typeof CONSTANTS | typeof METER_CONSTANTS)[number] {
	return index < CLOCK_PLACE
		? CONSTANTS[index % CONSTANTS.length]
		: METER_CONSTANTS[index - CLOCK_PLACE];
}

function nominal(): PhaseConstants {
	const constants = {} as PhaseConstants;
	for (const { name, nominal } of CONSTANTS) constants[name] = nominal;
	return constants;
}

/**
 * A quantity over the current: the cubic over ln I that is 0 at 1 A and has given values at 10 mA,
 * 50 mA and 5 A; constant beyond. A transformer's error is a smooth function of ln I: straight
 * lines would miss it by a twentieth of its change between 50 mA and 1 A.
 */
class Curve {
	/** Newton's divided differences of value / ln I. */
	private first = 0;
	private second = 0;
	private third = 0;

	/** Puts the curve through these values. */
	fit(at10mA: number, at50mA: number, at5A: number): void {
		const low = at10mA / LOG_10MA;
		const middle = at50mA / LOG_50MA;
		const lower = (middle - low) / (LOG_50MA - LOG_10MA);
		const upper = (at5A / LOG_5A - middle) / (LOG_5A - LOG_50MA);
		this.first = low;
		this.second = lower;
		this.third = (upper - lower) / (LOG_5A - LOG_10MA);
	}

	/** Value at a current by its {@link logarithmOf}. */
	at(log: number): number {
		const upper = this.second + (log - LOG_50MA) * this.third;
		return log * (this.first + (log - LOG_10MA) * upper);
	}
}

export default class Calibration {
	/** Nominal volts and amperes of a step of the 24-bit samples. */
	readonly voltsPerStep: number;
	readonly ampsPerStep: number;
	/** L1..L3, in force. */
	readonly phases: readonly [PhaseConstants, PhaseConstants, PhaseConstants] = [
		nominal(),
		nominal(),
		nominal(),
	];
	/** Excess of current gain and lead over those at 1 A, L1..L3. */
	readonly gains: readonly Curve[] = PHASES.map(() => new Curve());
	readonly leads: readonly Curve[] = PHASES.map(() => new Curve());
	/** {@link COUPLINGS} in force. */
	readonly couplings: number[] = new Array(COUPLINGS.length).fill(0);
	/** True if constants were committed since the nominal ones were put in force. */
	calibrated = false;
	/** CRC-32 of the constants in force, each as an IEEE 754 single, most significant byte first. */
	checksum = 0;

	private readonly constants: number[] = new Array(CONSTANT_COUNT).fill(0);
	private readonly stagedConstants: number[] = new Array(CONSTANT_COUNT).fill(0);
	private readonly bytes = new Uint8Array(4 * CONSTANT_COUNT);
	private readonly view = new DataView(this.bytes.buffer);

	/** Starts with the nominal constants, which are right for a front end without tolerances. */
	constructor(frontEnd: FrontEnd) {
		this.voltsPerStep = frontEnd.fullScaleVolts / 2 ** 23;
		this.ampsPerStep = frontEnd.fullScaleAmps / 2 ** 23;
		this.reset();
	}

	/** Staged constant `index`: phase × number of constants + place; last, those of the meter. */
	staged(index: number): number {
		return this.stagedConstants[index];
	}

	/** Constant `index` after a commit of the staged ones or, if `nominal`, after a reset. */
	after(index: number, nominal: boolean): number {
		return nominal ? constantAt(index).nominal : this.stagedConstants[index];
	}

	/** Stages a constant, one with a step in whole steps; {@link commit} checks its range. */
	stage(index: number, value: number): void {
		const step = index < STEP_PLACE ? 0 : stepOf(index);
		// A whole number of steps, as it is stored, is never −0.
		this.stagedConstants[index] = step === 0 ? value : Math.round(value / step) * step + 0;
	}

	/** Frames of exactly the nominal length in one of the front end's frames, at a temperature. */
	frameLength(celsius: number): number {
		const warmth = celsius - REFERENCE_CELSIUS;
		const inForce = this.constants;
		const slope = inForce[CLOCK_PLACE + 1] + inForce[CLOCK_PLACE + 2] * warmth;
		return 1 / (1 + 1e-6 * (inForce[CLOCK_PLACE] + slope * warmth));
	}

	/** Stages all nominal constants. */
	stageNominal(): void {
		for (let i = 0; i < CONSTANT_COUNT; i++) this.stagedConstants[i] = constantAt(i).nominal;
	}

	/**
	 * Puts the staged constants in force if all are in range. Otherwise returns false, and stages
	 * those in force again.
	 */
	commit(): boolean {
		for (let i = 0; i < CONSTANT_COUNT; i++) {
			const { minimum, maximum } = constantAt(i);
			// By the rule that has admitted the write: a single of 1.1 is more than 1.1.
			const range = { minimum, maximum, real: true as const };
			if (!Number.isNaN(allowed({ range }, this.stagedConstants[i]))) continue;
			for (let k = 0; k < CONSTANT_COUNT; k++) this.stagedConstants[k] = this.constants[k];
			return false;
		}
		this.apply();
		this.calibrated = true;
		return true;
	}

	/** Puts the nominal constants in force. */
	reset(): void {
		this.stageNominal();
		this.apply();
		this.calibrated = false;
	}

	/** The checksum after a commit of the staged constants, or after a reset to the nominal ones. */
	checksumAfter(nominal: boolean): number {
		for (let i = 0; i < CONSTANT_COUNT; i++) this.view.setFloat32(4 * i, this.after(i, nominal));
		return crc32(this.bytes);
	}

	private apply(): void {
		const inForce = this.constants;
		this.checksum = this.checksumAfter(false);
		for (let i = 0; i < CONSTANT_COUNT; i++) inForce[i] = this.stagedConstants[i];
		for (let phase = 0; phase < this.phases.length; phase++) {
			const constants = this.phases[phase];
			const at = phase * CONSTANTS.length;
			for (let i = 0; i < CONSTANTS.length; i++) constants[CONSTANTS[i].name] = inForce[at + i];
			const { gainAt10mA, gainAt50mA, gainAt5A, leadAt10mA, leadAt50mA, leadAt5A } = constants;
			this.gains[phase].fit(gainAt10mA, gainAt50mA, gainAt5A);
			this.leads[phase].fit(leadAt10mA, leadAt50mA, leadAt5A);
		}
		for (let i = 0; i < COUPLINGS.length; i++) this.couplings[i] = inForce[COUPLING_PLACE + i];
	}
}

/** Logarithm of a current that a {@link Curve} takes. */
export function logarithmOf(amperes: number): number {
	return logarithm(Math.max(LEAST_A, Math.min(MOST_A, amperes)));
}

/**
 * Natural logarithm of x > 0, to 1e-8, by its series. The engines' own differ in the last bit, and
 * every engine must give the same registers.
 */
export function logarithm(x: number): number {
	let halvings = 0;
	let m = x;
	for (; m > 1.5; m /= 2) halvings++;
	for (; m < 0.75; m *= 2) halvings--;
	// ln m = 2·artanh z with |z| ≤ 1/5.
	const z = (m - 1) / (m + 1);
	const y = z * z;
	return halvings * Math.LN2 + 2 * z * (1 + y * (1 / 3 + y * (1 / 5 + y * (1 / 7 + y / 9))));
}
