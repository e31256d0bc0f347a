/** The calibration constants of a meter: names, ranges, nominal values (docs/calibration.md). */
import { freezeRows, PHASES } from "registers/quantity";

/**
 * Constants of one phase, in the order of their registers. Gains are relative to the nominal ones,
 * angles in rad at 50 Hz, positive if the current's path leads the voltage's. Gains and angles hold
 * at 1 A and 23 °C.
 */
export const CONSTANTS = freezeRows([
	{ name: "voltageGain", minimum: 0.9, maximum: 1.1, nominal: 1 },
	{ name: "currentGain", minimum: 0.9, maximum: 1.1, nominal: 1 },
	/** Of the power, in addition to voltage gain × current gain. */
	{ name: "powerGain", minimum: 0.99, maximum: 1.01, nominal: 1 },
	/** Part of the phase error that falls as 1/f: the current transformer's. */
	{ name: "lead", minimum: -0.02, maximum: 0.02, nominal: 0 },
	/** Part of the phase error that rises as f: delays of the channels. */
	{ name: "skew", minimum: -0.005, maximum: 0.005, nominal: 0 },
	/** Lag of this voltage's channel after that of L1's; rises as f. */
	{ name: "voltageSkew", minimum: -0.005, maximum: 0.005, nominal: 0 },
	/** Active power that the voltage alone brings, W/V². */
	{ name: "activeOffset", minimum: -1e-5, maximum: 1e-5, nominal: 0 },
	/** Reactive power that the voltage alone brings, var/V². */
	{ name: "reactiveOffset", minimum: -1e-5, maximum: 1e-5, nominal: 0 },
	/** Square of the current that noise alone brings, A². */
	{ name: "currentNoise", minimum: 0, maximum: 1e-4, nominal: 0 },
	/** Excess of the current gain at another current over that at 1 A. */
	{ name: "gainAt10mA", minimum: -0.02, maximum: 0.02, nominal: 0 },
	{ name: "gainAt50mA", minimum: -0.02, maximum: 0.02, nominal: 0 },
	{ name: "gainAt5A", minimum: -0.02, maximum: 0.02, nominal: 0 },
	/** Excess of the lead at another current over that at 1 A. */
	{ name: "leadAt10mA", minimum: -0.02, maximum: 0.02, nominal: 0 },
	{ name: "leadAt50mA", minimum: -0.02, maximum: 0.02, nominal: 0 },
	{ name: "leadAt5A", minimum: -0.02, maximum: 0.02, nominal: 0 },
	/** Relative change of a gain per kelvin, and of the lead in rad/K. */
	{ name: "voltageGainDrift", minimum: -5e-4, maximum: 5e-4, nominal: 0 },
	{ name: "currentGainDrift", minimum: -5e-4, maximum: 5e-4, nominal: 0 },
	{ name: "leadDrift", minimum: -1e-4, maximum: 1e-4, nominal: 0 },
] as const);

/** The constant of the whole meter: ppm by which frames come faster than nominal. */
export const CLOCK_ERROR = Object.freeze({
	name: "clockError",
	minimum: -500,
	maximum: 500,
	nominal: 0,
} as const);

/** Place of {@link CLOCK_ERROR}, after the constants of the phases. */
export const CLOCK_PLACE = PHASES.length * CONSTANTS.length;

/** Number of constants of a meter. */
export const CONSTANT_COUNT = CLOCK_PLACE + 1;

export type ConstantName = (typeof CONSTANTS)[number]["name"];

/** Constants of one phase. */
export type PhaseConstants = Record<ConstantName, number>;
