/** The calibration constants of a meter, as in its vendor block (docs/calibration.md). */

/** A value for each phase, L1 to L3. */
export type Three<T> = readonly [T, T, T];

/**
 * Constants of one phase. The gains are relative to those of the front end's nominal full scale.
 */
export interface PhaseConstants {
	readonly voltageGain: number;
	readonly currentGain: number;
	/** Correction of the power in addition to voltage gain × current gain. */
	readonly powerGain: number;
	/** Lead of the current path at 50 Hz, rad. */
	readonly phaseError: number;
	/** Active power measured with voltage but no current, W/V². */
	readonly activeOffset: number;
	/** Reactive power measured with voltage but no current, var/V². */
	readonly reactiveOffset: number;
	/** Square of the current measured from noise alone, A². */
	readonly currentNoise: number;
}

/** Constants of a meter. */
export type Constants = Three<PhaseConstants>;

interface Row {
	readonly name: keyof PhaseConstants;
	/** Name in error messages. */
	readonly words: string;
	readonly unit: string;
	readonly minimum: number;
	readonly maximum: number;
}

/** In the order of their registers, with the range that the meter accepts. */
export const CONSTANTS: readonly Row[] = [
	{ name: "voltageGain", words: "voltage gain", unit: "", minimum: 0.9, maximum: 1.1 },
	{ name: "currentGain", words: "current gain", unit: "", minimum: 0.9, maximum: 1.1 },
	{ name: "powerGain", words: "power gain", unit: "", minimum: 0.99, maximum: 1.01 },
	{ name: "phaseError", words: "phase error", unit: " rad", minimum: -0.02, maximum: 0.02 },
	{ name: "activeOffset", words: "active offset", unit: " W/V²", minimum: -1e-5, maximum: 1e-5 },
	{
		name: "reactiveOffset",
		words: "reactive offset",
		unit: " var/V²",
		minimum: -1e-5,
		maximum: 1e-5,
	},
	{ name: "currentNoise", words: "current noise", unit: " A²", minimum: 0, maximum: 1e-4 },
];

/** Names a constant out of range, in one line; undefined: all are in range. */
export function complaintAbout(constants: Constants): string | undefined {
	for (const [phase, values] of constants.entries())
		for (const { name, words, unit, minimum, maximum } of CONSTANTS) {
			const value = values[name];
			// NaN compares false with everything: in this form it is refused.
			if (value >= minimum && value <= maximum) continue;
			const shown = Number(value.toPrecision(4));
			const range = `${minimum}..${maximum}${unit}`;
			return `L${phase + 1}: ${words} ${shown}${unit} is out of range ${range}`;
		}
	return undefined;
}
