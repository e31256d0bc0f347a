/** Sources of the quantities at the meter's terminals: the mains model or a recorded waveform. */

/** Present quantities of one phase. */
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

/** Energies of one phase or of all, since the start; never negative. */
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
 * Energies of all phases since the start. In 3P3W the phases are elements of which only the sum
 * has a meaning, so both ways of adding up are the same there.
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

/**
 * A source of terminal quantities, at the frames of a meter. Frequency and energies are those of
 * true time, which the meter's crystal does not keep.
 */
export interface Source {
	/** Frames of the meter in a true second; FRAME_RATE_HZ at first. */
	framesPerSecond: number;
	/** Hz. */
	readonly frequency: number;
	/** Phase-to-phase RMS voltages in V: L1-L2, L1-L3, L2-L3. */
	readonly lineVoltages: readonly [number, number, number];
	/** Present truth of L1, L2, L3. */
	readonly phases: readonly [PhaseTruth, PhaseTruth, PhaseTruth];
	/** True if 230 V are at the tariff input (terminals 10/11). */
	readonly tariffInput: boolean;
	/** Energies of L1, L2, L3 since the start, up to the last frame filled. */
	readonly energies: readonly [EnergyTruth, EnergyTruth, EnergyTruth];
	/**
	 * Energies of all phases: each phase by its own direction; in 3P3W the sum of the elements by
	 * its direction.
	 */
	readonly total: TotalEnergyTruth;
	/**
	 * Writes the next `frames` frames (CHANNELS instantaneous values each: V1 I1 V2 I2 V3 I3 in
	 * volts and amperes) to the start of `samples`, and moves on by as many. Tones above the band of
	 * a filter at the frame rate have the weight that front-end/taps.ts gives them.
	 */
	fill(samples: Float64Array, frames: number): void;
}
