/** The calibration constants of a meter, as in its vendor block (docs/calibration.md). */
import { CONSTANTS, type ConstantName } from "metrology/calibration-constants";

export { CONSTANTS };

/** A value for each phase, L1 to L3. */
export type Three<T> = readonly [T, T, T];

/**
 * Constants of one phase (see `metrology/calibration`). The gains are relative to those of the
 * front end's nominal full scale.
 */
export type PhaseConstants = Readonly<Record<ConstantName, number>>;

/** Constants of a meter. */
export type Constants = Three<PhaseConstants>;

/** Names and units in error messages. */
const WORDS: Readonly<Record<ConstantName, readonly [words: string, unit: string]>> = {
	voltageGain: ["voltage gain", ""],
	currentGain: ["current gain", ""],
	powerGain: ["power gain", ""],
	phaseError: ["phase error", " rad"],
	activeOffset: ["active offset", " W/V²"],
	reactiveOffset: ["reactive offset", " var/V²"],
	currentNoise: ["current noise", " A²"],
};

/** Names a constant out of range, in one line; undefined: all are in range. */
export function complaintAbout(constants: Constants): string | undefined {
	for (const [phase, values] of constants.entries())
		for (const { name, minimum, maximum } of CONSTANTS) {
			const [words, unit] = WORDS[name];
			const value = values[name];
			// NaN compares false with everything: in this form it is refused.
			if (value >= minimum && value <= maximum) continue;
			const shown = Number(value.toPrecision(4));
			const range = `${minimum}..${maximum}${unit}`;
			return `L${phase + 1}: ${words} ${shown}${unit} is out of range ${range}`;
		}
	return undefined;
}
