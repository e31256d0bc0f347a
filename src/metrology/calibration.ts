/**
 * Calibration constants of a meter: seven a phase, with a checksum. Constants written from outside
 * are staged, and replace those in force as a whole or not at all.
 */
import type { FrontEnd } from "board";
import crc32 from "checksum";
import { CONSTANT_COUNT, CONSTANTS } from "metrology/calibration-constants";

/** Constants of one phase, as used in the equations of `metrology/correction`. */
export interface PhaseCalibration {
	/** Correction of the nominal gain of the voltage. */
	voltageGain: number;
	/** Correction of the nominal gain of the current. */
	currentGain: number;
	/** Correction of the power in addition to voltageGain × currentGain. */
	powerGain: number;
	/** rad at 50 Hz. */
	phaseError: number;
	/** W/V². */
	activeOffset: number;
	/** var/V². */
	reactiveOffset: number;
	/** A². */
	currentNoise: number;
}

function blank(): PhaseCalibration {
	return {
		voltageGain: 1,
		currentGain: 1,
		powerGain: 1,
		phaseError: 0,
		activeOffset: 0,
		reactiveOffset: 0,
		currentNoise: 0,
	};
}

export default class Calibration {
	/** Nominal volts and amperes of a step of the 24-bit samples. */
	readonly voltsPerStep: number;
	readonly ampsPerStep: number;
	/** L1..L3, in force. */
	readonly phases: readonly [PhaseCalibration, PhaseCalibration, PhaseCalibration] = [
		blank(),
		blank(),
		blank(),
	];
	/** True if constants were committed since the nominal ones were put in force. */
	calibrated = false;
	/** CRC-32 of the constants in force, each as an IEEE 754 single, most significant byte first. */
	checksum = 0;

	readonly #inForce: number[] = new Array(CONSTANT_COUNT).fill(0);
	readonly #staged: number[] = new Array(CONSTANT_COUNT).fill(0);
	readonly #bytes = new Uint8Array(4 * CONSTANT_COUNT);
	readonly #view = new DataView(this.#bytes.buffer);

	/** Starts with the nominal constants, which are right for a front end without tolerances. */
	constructor(frontEnd: FrontEnd) {
		this.voltsPerStep = frontEnd.fullScaleVolts / 2 ** 23;
		this.ampsPerStep = frontEnd.fullScaleAmps / 2 ** 23;
		this.reset();
	}

	/** Staged constant `index` (phase × 7 + place in {@link CONSTANTS}). */
	staged(index: number): number {
		return this.#staged[index];
	}

	/** Constant `index` in force. */
	inForce(index: number): number {
		return this.#inForce[index];
	}

	/** Stages a constant; {@link commit} checks its range. */
	stage(index: number, value: number): void {
		this.#staged[index] = value;
	}

	/**
	 * Puts the staged constants in force if all are in range. Otherwise returns false, and stages
	 * those in force again.
	 */
	commit(): boolean {
		for (let i = 0; i < CONSTANT_COUNT; i++) {
			const { minimum, maximum } = CONSTANTS[i % CONSTANTS.length];
			const value = this.#staged[i];
			if (value >= minimum && value <= maximum) continue;
			for (let k = 0; k < CONSTANT_COUNT; k++) this.#staged[k] = this.#inForce[k];
			return false;
		}
		this.#apply();
		this.calibrated = true;
		return true;
	}

	/** Puts the nominal constants in force. */
	reset(): void {
		for (let i = 0; i < CONSTANT_COUNT; i++)
			this.#staged[i] = CONSTANTS[i % CONSTANTS.length].nominal;
		this.#apply();
		this.calibrated = false;
	}

	/** The checksum after a commit of the staged constants, or after a reset to the nominal ones. */
	checksumAfter(nominal: boolean): number {
		for (let i = 0; i < CONSTANT_COUNT; i++) {
			const value = nominal ? CONSTANTS[i % CONSTANTS.length].nominal : this.#staged[i];
			this.#view.setFloat32(4 * i, value);
		}
		return crc32(this.#bytes);
	}

	#apply(): void {
		const inForce = this.#inForce;
		this.checksum = this.checksumAfter(false);
		for (let i = 0; i < CONSTANT_COUNT; i++) inForce[i] = this.#staged[i];
		for (let phase = 0; phase < 3; phase++) {
			const constants = this.phases[phase];
			const at = phase * CONSTANTS.length;
			for (let i = 0; i < CONSTANTS.length; i++) constants[CONSTANTS[i].name] = inForce[at + i];
		}
	}
}
