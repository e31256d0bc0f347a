/** The calibration constants of one phase: names, ranges, nominal values (docs/calibration.md). */
import { freezeRows, PHASES } from "registers/quantity";

/**
 * Constants of one phase, in the order of registers 7010–703F; the gains are relative to the
 * nominal ones.
 */
export const CONSTANTS = freezeRows([
	{ name: "voltageGain", minimum: 0.9, maximum: 1.1, nominal: 1 },
	{ name: "currentGain", minimum: 0.9, maximum: 1.1, nominal: 1 },
	{ name: "powerGain", minimum: 0.99, maximum: 1.01, nominal: 1 },
	/** Lead of the current path at 50 Hz, rad; it falls as 1/f. */
	{ name: "phaseError", minimum: -0.02, maximum: 0.02, nominal: 0 },
	/** Active power that the voltage alone brings, W/V². */
	{ name: "activeOffset", minimum: -1e-5, maximum: 1e-5, nominal: 0 },
	/** Reactive power that the voltage alone brings, var/V². */
	{ name: "reactiveOffset", minimum: -1e-5, maximum: 1e-5, nominal: 0 },
	/** Square of the current that noise alone brings, A². */
	{ name: "currentNoise", minimum: 0, maximum: 1e-4, nominal: 0 },
] as const);

/** Number of constants of a meter. */
export const CONSTANT_COUNT = PHASES.length * CONSTANTS.length;

export type ConstantName = (typeof CONSTANTS)[number]["name"];
