/** The calibration constants of a meter, as in its vendor block (docs/calibration.md). */
import {
	CLOCK_ERROR,
	CONSTANTS,
	type ConstantName,
	type PhaseConstants,
} from "metrology/calibration-constants";

export { CONSTANTS, type PhaseConstants };

/** A value for each phase, L1 to L3. */
export type Three<T> = readonly [T, T, T];

/** Constants of a meter. */
export interface Constants {
	readonly phases: Three<Readonly<PhaseConstants>>;
	/** ppm by which the meter's clock is fast. */
	readonly clockError: number;
}

/** Names and units in error messages. */
const WORDS: Readonly<Record<ConstantName, readonly [words: string, unit: string]>> = {
	voltageGain: ["voltage gain", ""],
	currentGain: ["current gain", ""],
	powerGain: ["power gain", ""],
	lead: ["lead", " rad"],
	skew: ["skew", " rad"],
	voltageSkew: ["voltage skew", " rad"],
	activeOffset: ["active offset", " W/V²"],
	reactiveOffset: ["reactive offset", " var/V²"],
	currentNoise: ["current noise", " A²"],
	gainAt10mA: ["gain at 10 mA", ""],
	gainAt50mA: ["gain at 50 mA", ""],
	gainAt5A: ["gain at 5 A", ""],
	leadAt10mA: ["lead at 10 mA", " rad"],
	leadAt50mA: ["lead at 50 mA", " rad"],
	leadAt5A: ["lead at 5 A", " rad"],
	voltageGainDrift: ["drift of the voltage gain", " /K"],
	currentGainDrift: ["drift of the current gain", " /K"],
	leadDrift: ["drift of the lead", " rad/K"],
};

interface Limits {
	readonly minimum: number;
	readonly maximum: number;
}

/** Names a constant out of range, in one line; undefined: all are in range. */
export function complaintAbout({ phases, clockError }: Constants): string | undefined {
	for (const [phase, values] of phases.entries())
		for (const constant of CONSTANTS) {
			const [words, unit] = WORDS[constant.name];
			const complaint = complain(values[constant.name], constant, words, unit);
			if (complaint) return `L${phase + 1}: ${complaint}`;
		}
	return complain(clockError, CLOCK_ERROR, "clock error", " ppm");
}

function complain(value: number, { minimum, maximum }: Limits, words: string, unit: string) {
	// NaN compares false with everything: in this form it is refused.
	if (value >= minimum && value <= maximum) return undefined;
	const shown = Number(value.toPrecision(4));
	return `${words} ${shown}${unit} is out of range ${minimum}..${maximum}${unit}`;
}
