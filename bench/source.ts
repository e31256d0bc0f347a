/** What stands at the meter's terminals: the mains model or a recorded waveform. */

/** Frames a second: the front end's rate. */
export const FRAME_RATE_HZ = 4000;

/** Channels a frame: V1 I1 V2 I2 V3 I3. */
export const CHANNELS = 6;

/** One phase as it is now. */
export interface PhaseTruth {
	/** RMS, V. */
	voltage: number;
	/** RMS, A, not negative. */
	current: number;
	/** W, positive = forward. */
	activePower: number;
	/** var of the fundamental, positive = the current lags (inductive, forward). */
	reactivePower: number;
	/** VA, voltage × current. */
	apparentPower: number;
	/** |activePower| / apparentPower; 1 without a load. */
	powerFactor: number;
}

/** Energies of one phase or of all, since the start; none is negative. */
export interface EnergyTruth {
	/** Wh. */
	forwardActive: number;
	/** Wh. */
	reverseActive: number;
	/** varh, while the reactive power is positive. */
	forwardReactive: number;
	/** varh, while the reactive power is negative. */
	reverseReactive: number;
}

/**
 * Energies of all phases since the start. In 3P3W the phases are elements whose sum alone has a meaning, so both
 * ways of adding up are the same there.
 */
export interface TotalEnergyTruth extends EnergyTruth {
	/** Wh, while the sum of the phases' active powers is positive. */
	netForwardActive: number;
	/** Wh, while that sum is negative. */
	netReverseActive: number;
	/** varh, while the sum of the phases' reactive powers is positive. */
	netForwardReactive: number;
	/** varh, while that sum is negative. */
	netReverseReactive: number;
}

/** A source of terminal quantities, in meter time. */
export interface Source {
	/** Hz. */
	readonly frequency: number;
	/** Phase-to-phase RMS voltages in V: L1-L2, L1-L3, L2-L3. */
	readonly lineVoltages: readonly [number, number, number];
	/** Present truth of L1, L2, L3. */
	readonly phases: readonly [PhaseTruth, PhaseTruth, PhaseTruth];
	/** Whether 230 V stand at the tariff input (terminals 10/11). */
	readonly tariffInput: boolean;
	/** Energies of L1, L2, L3 since the start, brought up to the last frame filled. */
	readonly energies: readonly [EnergyTruth, EnergyTruth, EnergyTruth];
	/** Those of all phases: each phase's by its own direction, but in 3P3W the elements' sum by its direction. */
	readonly total: TotalEnergyTruth;
	/**
	 * Writes the next `frames` frames ({@link CHANNELS} numbers each: V1 I1 V2 I2 V3 I3 in volts and
	 * amperes, instantaneous) to the front of `samples` and moves on by as many.
	 */
	fill(samples: Float64Array, frames: number): void;
}
