/** The calibration constants of a meter, as in its vendor block (docs/calibration.md). */
import {
	CONSTANTS,
	type ConstantName,
	METER_CONSTANTS,
	type PhaseConstants,
} from "metrology/calibration-constants";

export { CONSTANTS, METER_CONSTANTS, type PhaseConstants };

/** A value for each phase, L1 to L3. */
export type Three<T> = readonly [T, T, T];

/** Constants of a meter. */
export interface Constants {
	readonly phases: Three<Readonly<PhaseConstants>>;
	/** ppm by which the meter's clock is fast at 23 °C, and its change: ppm/K, ppm/K². */
	readonly clockError: number;
	readonly clockSlope: number;
	readonly clockCurvature: number;
	/** Shares of the other phases' currents: in L1 of L2 and L3, in L2 of L1 and L3, in L3. */
	readonly couplings: readonly number[];
}

/** Constants of the whole meter, in the order of their registers. */
export function meterConstants(constants: Constants): number[] {
	const { clockError, clockSlope, clockCurvature, couplings } = constants;
	return [clockError, clockSlope, clockCurvature, ...couplings];
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

/** The same of the first constants of the meter. */
const METER_WORDS = [
	["clock error", " ppm"],
	["slope of the clock", " ppm/K"],
	["curvature of the clock", " ppm/K²"],
] as const;

interface Limits {
	readonly minimum: number;
	readonly maximum: number;
}

/** Names a constant out of range, in one line; undefined: all are in range. */
export function complaintAbout(constants: Constants): string | undefined {
	for (const [phase, values] of constants.phases.entries())
		for (const constant of CONSTANTS) {
			const [words, unit] = WORDS[constant.name];
			const complaint = complain(values[constant.name], constant, words, unit);
			if (complaint) return `L${phase + 1}: ${complaint}`;
		}
	for (const [place, value] of meterConstants(constants).entries()) {
		const [words, unit] = METER_WORDS[place] ?? ["coupling of the currents", ""];
		const complaint = complain(value, METER_CONSTANTS[place] as Limits, words, unit);
		if (complaint) return complaint;
	}
	return undefined;
}

function complain(value: number, { minimum, maximum }: Limits, words: string, unit: string) {
	// NaN compares false with everything: in this form it is refused.
	if (value >= minimum && value <= maximum) return undefined;
	const shown = Number(value.toPrecision(4));
	return `${words} ${shown}${unit} is out of range ${minimum}..${maximum}${unit}`;
}
