/** How power quality is shown: tables, bars and durations, for every face of the meter. */
import { PHASES } from "registers/quantity";
import { decimalsOf } from "./digits.ts";
import { MOST_HALF_CYCLES } from "./power-quality.ts";
import { type RegisterName, type RegisterUnit, registerOf } from "./register-table.ts";

/** A line of a table of values: one for each phase, or one for all. */
export interface QualityRow {
	readonly title: string;
	readonly unit: RegisterUnit;
	readonly decimals: number;
	/** Its meaning, in a sentence. */
	readonly help: string;
	readonly names: readonly RegisterName[];
}

function row(names: readonly RegisterName[], decimals: number, help: string): QualityRow {
	const [first] = names;
	const { title, unit } = registerOf(first);
	return { title: title.replace(/^L1 /, ""), unit, decimals, help, names };
}

const ofPhases = (name: string, decimals: number, help: string): QualityRow =>
	row(
		PHASES.map((phase) => `${name}${phase}` as RegisterName),
		decimals,
		help,
	);

/** Values of each phase. */
export const PHASE_ROWS: readonly QualityRow[] = [
	ofPhases("voltageThd", 2, "Harmonics 2 to 40 of the voltage, of its fundamental"),
	ofPhases("currentThd", 2, "Harmonics 2 to 40 of the current, of its fundamental"),
	ofPhases("voltageCrestFactor", 3, "Peak of the voltage, of its RMS value"),
	ofPhases("currentCrestFactor", 3, "Peak of the current, of its RMS value"),
	ofPhases("kFactor", 2, "How much the current's harmonics heat a transformer"),
	ofPhases("fundamentalPower", 1, "Active power of the fundamental"),
	ofPhases("fundamentalReactivePower", 1, "Reactive power of the fundamental"),
	ofPhases("fundamentalApparentPower", 1, "Apparent power of the fundamental"),
	ofPhases("nonfundamentalPower", 1, "Apparent power of everything else (IEEE 1459)"),
	ofPhases("currentDistortionPower", 1, "Fundamental voltage times the current's harmonics"),
	ofPhases("voltageDistortionPower", 1, "The voltage's harmonics times fundamental current"),
	ofPhases("harmonicApparentPower", 1, "The voltage's harmonics times the current's"),
];

/** Values of all phases together. */
export const COMMON_ROWS: readonly QualityRow[] = [
	row(["neutralCurrent"], 3, "Sum of the phases' currents"),
	row(["voltageUnbalance"], 2, "Negative sequence, of the positive one"),
	row(["voltageZeroSequence"], 2, "Zero sequence, of the positive one"),
	row(["currentUnbalance"], 2, "Negative sequence, of the positive one"),
	row(["currentZeroSequence"], 2, "Zero sequence, of the positive one"),
];

/** How the harmonics of a channel are shown. */
export interface HarmonicsRow {
	readonly phase: (typeof PHASES)[number];
	readonly unit: "V" | "A";
	/** Of the RMS values. */
	readonly decimals: number;
	/** The register of its THD. */
	readonly thd: RegisterName;
}

const KINDS = [
	{ unit: "V", decimals: 3, thd: "voltageThd" },
	{ unit: "A", decimals: 4, thd: "currentThd" },
] as const;

/** The channels, V1 I1 V2 and so on, as the meter orders them. */
export const HARMONICS_ROWS: readonly HarmonicsRow[] = PHASES.flatMap((phase) =>
	KINDS.map(({ unit, decimals, thd }) => ({
		phase,
		unit,
		decimals,
		thd: `${thd}${phase}` as const,
	})),
);

/**
 * A channel's harmonics from the second, in percent of the fundamental; NaN: not known.
 * @param thd of the channel as the meter has it: NaN if its fundamental is too small for percents
 */
export function percentsOf(harmonics: readonly number[], thd: number): number[] {
	const [fundamental] = harmonics;
	return harmonics
		.slice(1)
		.map((rms) => (Number.isNaN(thd) ? Number.NaN : (100 * rms) / fundamental));
}

/** Percents at the top of a drawing of bars: the least that has room for all. */
const SCALES = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** Percent at the top of bars of these heights, of which those that are NaN are not drawn. */
export function topOf(percents: readonly number[]): number {
	const highest = Math.max(0, ...percents.filter(Number.isFinite));
	return SCALES.find((scale) => scale >= highest) ?? highest;
}

/**
 * Duration of an event of the voltage, in cycles and in time.
 * @param frequencyHz of the mains; 0: not known
 */
export function durationText(halfCycles: number, frequencyHz: number): string {
	const more = halfCycles >= MOST_HALF_CYCLES ? " or more" : "";
	const cycles = `${halfCycles / 2} ${halfCycles <= 2 ? "cycle" : "cycles"}`;
	if (!(frequencyHz > 0)) return `${cycles}${more}`;
	const seconds = halfCycles / (2 * frequencyHz);
	const time = seconds < 1 ? `${(1000 * seconds).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
	return `${cycles}, ${time}${more}`;
}

/** A demand for each direction. */
export const DEMAND_ROWS = [
	{ title: "running period", forward: "forwardDemand", reverse: "reverseDemand" },
	{ title: "last period", forward: "forwardDemandLast", reverse: "reverseDemandLast" },
	{ title: "maximum", forward: "forwardDemandMaximum", reverse: "reverseDemandMaximum" },
] as const satisfies readonly {
	readonly title: string;
	readonly forward: RegisterName;
	readonly reverse: RegisterName;
}[];

/** The lowest and the highest reading of a quantity. */
export const EXTREME_ROWS = [
	...PHASES.map(
		(phase) => ({ title: `${phase} U`, unit: "V", decimals: 1, name: "voltage", phase }) as const,
	),
	...PHASES.map(
		(phase) => ({ title: `${phase} I`, unit: "A", decimals: 3, name: "current", phase }) as const,
	),
	{ title: "Total P", unit: "W", decimals: 1, name: "activePower", phase: "" },
	{ title: "f", unit: "Hz", decimals: 3, name: "frequency", phase: "" },
].map(({ title, unit, decimals, name, phase }) => ({
	title,
	unit,
	decimals,
	lowest: `${name}Minimum${phase}` as RegisterName,
	highest: `${name}Maximum${phase}` as RegisterName,
}));

/** A value, or a dash for one that is not known. @param decimals at most */
export function known(value: number | undefined, decimals: number): string {
	if (value === undefined || !Number.isFinite(value)) return "—";
	const text = value.toFixed(decimalsOf(value, decimals));
	return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}
