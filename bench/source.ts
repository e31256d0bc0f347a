/** What stands at the meter's terminals: the mains model or a recorded waveform. */

/** Frames a second: the front end's rate. */
export const FRAME_RATE = 4000;

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

/** A source of terminal quantities, in meter time. */
export interface Source {
	/** Hz. */
	readonly frequency: number;
	/** Phase-to-phase RMS voltages in V: L1-L2, L1-L3, L2-L3. */
	readonly lineVoltages: readonly [number, number, number];
	/** Present truth of L1, L2, L3. */
	readonly phases: readonly [PhaseTruth, PhaseTruth, PhaseTruth];
	/** Energies of L1, L2, L3 since the start, brought up to the last frame filled. */
	readonly energies: readonly [EnergyTruth, EnergyTruth, EnergyTruth];
	/**
	 * Writes the next `frames` frames ({@link CHANNELS} numbers each: V1 I1 V2 I2 V3 I3 in volts and
	 * amperes, instantaneous) to the front of `samples` and moves on by as many.
	 */
	fill(samples: Float64Array, frames: number): void;
}
