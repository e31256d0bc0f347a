/** Calibration constants of a meter. */
import type { FrontEnd } from "board";

/** Constants of one phase. */
export interface PhaseCalibration {
	/** Volts per step of the 24-bit voltage sample. */
	voltageGain: number;
	/** Amperes per step of the 24-bit current sample. */
	currentGain: number;
	/** Correction of the power beside voltageGain × currentGain, about 1. */
	powerGain: number;
	/** Lead of the current path at 50 Hz, rad; falls as 1/f. */
	phaseError: number;
	/** Active power that the voltage alone brings, W per V². */
	activeOffset: number;
	/** Reactive power that the voltage alone brings, var per V². */
	reactiveOffset: number;
	/** Square of the current that noise alone brings, A². */
	currentNoise: number;
}

/** Constants of a meter, L1 to L3. */
export type Calibration = readonly [PhaseCalibration, PhaseCalibration, PhaseCalibration];

/** Constants that follow from the front end's full scale: a meter without tolerances needs no others. */
export function nominalCalibration(frontEnd: FrontEnd): Calibration {
	const nominal = (): PhaseCalibration => ({
		voltageGain: frontEnd.fullScaleVoltage / 2 ** 23,
		currentGain: frontEnd.fullScaleCurrent / 2 ** 23,
		powerGain: 1,
		phaseError: 0,
		activeOffset: 0,
		reactiveOffset: 0,
		currentNoise: 0,
	});
	return [nominal(), nominal(), nominal()];
}
