/** The calibration constants of a meter: names, ranges, nominal values (docs/calibration.md). */
import { freezeRows, PHASES } from "registers/quantity";

/** Temperature (°C) at which the constants hold, and without a sensor. */
export const REFERENCE_CELSIUS = 23;

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

/** The record of calibration has a constant with a step as a 16-bit number of steps. */
const COUPLING_STEP = 1e-7;
const SLOPE_STEP = 1e-4;
const CURVATURE_STEP = 1e-5;

/**
 * Part of another phase's current that a phase's transformer picks up, L1 from L2 first.
 */
export const COUPLINGS = freezeRows(
	(["L1L2", "L1L3", "L2L1", "L2L3", "L3L1", "L3L2"] as const).map((pair) => ({
		name: `coupling${pair}` as const,
		title: `Coupling ${pair}`,
		minimum: -0.003,
		maximum: 0.003,
		nominal: 0,
		step: COUPLING_STEP,
	})),
);

/** Constants of the whole meter, in the order of their registers. */
export const METER_CONSTANTS = freezeRows([
	/** ppm by which frames come faster than nominal, at 23 °C. */
	{
		name: "clockError",
		title: "Clock error, ppm",
		minimum: -500,
		maximum: 500,
		nominal: 0,
		step: 0,
	},
	/** Its change per kelvin, and per kelvin squared. */
	{
		name: "clockSlope",
		title: "Clock slope, ppm/K",
		minimum: -3,
		maximum: 3,
		nominal: 0,
		step: SLOPE_STEP,
	},
	{
		name: "clockCurvature",
		title: "Clock curvature, ppm/K²",
		minimum: -0.1,
		maximum: 0.1,
		nominal: 0,
		step: CURVATURE_STEP,
	},
	...COUPLINGS,
] as const);

/** Places of the clock's constants, after those of the phases, and of the couplings. */
export const CLOCK_PLACE = PHASES.length * CONSTANTS.length;
export const COUPLING_PLACE = CLOCK_PLACE + METER_CONSTANTS.length - COUPLINGS.length;

/** Place of the first constant with a step. */
export const STEP_PLACE = CLOCK_PLACE + 1;

/** Number of constants of a meter. */
export const CONSTANT_COUNT = CLOCK_PLACE + METER_CONSTANTS.length;

/** Step of a constant from {@link STEP_PLACE} onwards. */
export function stepOf(place: number): number {
	return METER_CONSTANTS[place - CLOCK_PLACE]?.step ?? 0;
}

export type ConstantName = (typeof CONSTANTS)[number]["name"];

/** Constants of one phase. */
export type PhaseConstants = Record<ConstantName, number>;
