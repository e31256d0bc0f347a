/** The aims of the project for a calibrated meter, and what is known not to be reached of them. */
import type { AimClass, LoadCase } from "./load-case.ts";
import type { Quantity } from "./quantities.ts";
import { powerFactorOf } from "./results.ts";

/** Largest errors that are aimed at, % or % of S; mHz; noise floors. */
export const AIMED = {
	sine: 0.02,
	lowPowerFactor: 0.05,
	waveform: 0.03,
	rms: 0.05,
	pulse: 0.2,
	reactive: 0.03,
	frequencyMilliHertz: 2,
	ordinary: 0.1,
	noiseFloors: 1.5,
} as const;

/** Where an aim is known not to be reached: how far the meter is, why, and what it would take. */
export interface Documented {
	/** Largest error without the station's part, in the aim's unit. */
	readonly figure: number;
	readonly cause: string;
	readonly takes: string;
}

export interface Aim {
	readonly title: string;
	readonly unit: string;
	readonly limit: number;
	readonly quantities: readonly Quantity[];
	/** True if the aim is about this case. */
	takes(one: LoadCase): boolean;
	/** True: the error counts in noise floors of its case. */
	readonly inNoiseFloors?: boolean;
	readonly documented?: Documented;
}

const ACTIVE: readonly Quantity[] = ["activeEnergy", "activePower"];
const REACTIVE: readonly Quantity[] = ["reactiveEnergy", "reactivePower"];
const RMS: readonly Quantity[] = ["voltage", "current"];

/** Power factor from which on the narrower limit holds. */
const HALF = 0.45;

const WAVES: readonly AimClass[] = ["waveform", "pulse", "notch"];

/** Judges cases of some classes, or those of them with such a power factor. */
function of(
	classes: readonly AimClass[],
	powerFactors: (powerFactor: number) => boolean = () => true,
): (one: LoadCase) => boolean {
	return ({ aim, settings }) =>
		aim !== undefined && classes.includes(aim) && powerFactors(powerFactorOf(settings));
}

const atLeastHalf = (powerFactor: number): boolean => powerFactor >= HALF;
const belowHalf = (powerFactor: number): boolean => powerFactor < HALF;

const NOISE = {
	cause:
		"Noise: 30 A of full scale leave a standard deviation of 0.015 % in 5 s at 10 mA, and the " +
		"calibration measures 25 s there and 30 s without a current.",
	takes: "Four times these times in the calibration halve what is left of it.",
};

export const AIMS: readonly Aim[] = [
	{
		title: "active, balanced, 50 mA–6 A, PF 1–0.5, 45–65 Hz",
		unit: "%",
		limit: AIMED.sine,
		quantities: ACTIVE,
		takes: of(["sine"], atLeastHalf),
	},
	{
		title: "active, balanced, 50 mA–6 A, PF 0.25, 45–65 Hz",
		unit: "%",
		limit: AIMED.lowPowerFactor,
		quantities: ACTIVE,
		takes: of(["sine"], belowHalf),
	},
	{
		title: "active, balanced, 10 and 20 mA, PF 1–0.5",
		unit: "%",
		limit: AIMED.sine,
		quantities: ACTIVE,
		takes: of(["light"], atLeastHalf),
		documented: { figure: 0.08, ...NOISE },
	},
	{
		title: "active, balanced, 10 and 20 mA, PF 0.25",
		unit: "%",
		limit: AIMED.lowPowerFactor,
		quantities: ACTIVE,
		takes: of(["light"], belowHalf),
		documented: { figure: 0.15, ...NOISE },
	},
	{
		title: "active, one or two phases, sequence 132, other wirings, PF 1–0.5",
		unit: "%",
		limit: AIMED.sine,
		quantities: ACTIVE,
		takes: of(["unbalanced"]),
	},
	{
		title: "active, sum of +1 A, +1 A, −2.4 A",
		unit: "%",
		limit: AIMED.sine,
		quantities: ACTIVE,
		takes: of(["net"]),
		documented: {
			figure: 0.04,
			cause:
				"The transformers' curve at 2.4 A, between two regions, in a sum that is an eleventh of " +
				"its parts.",
			takes: "A region at 2 A: two more constants a phase and one more point.",
		},
	},
	{
		title: "active, waveforms of R46, harmonics to the 40th, pulses, dimmers, notches, 45–65 Hz",
		unit: "%",
		limit: AIMED.waveform,
		quantities: ACTIVE,
		takes: of(WAVES),
	},
	{
		title: "active, fifth harmonic of 10 % U and 40 % I, at any angle",
		unit: "%",
		limit: AIMED.waveform,
		quantities: ACTIVE,
		takes: of(["fifth"]),
		documented: {
			figure: 0.05,
			cause:
				"The phase correction is the fundamental's: a harmonic of order h keeps lead/h + skew·h, " +
				"which counts where its current and voltage are a quarter apart.",
			takes: "A delay of the current path by the skew, a fraction of a frame, in the equaliser.",
		},
	},
	{
		title: "V and I RMS of all these, waves to 3 kHz",
		unit: "%",
		limit: AIMED.rms,
		quantities: RMS,
		takes: of(["sine", "light", "waveform", "fifth", "notch"]),
	},
	{
		title: "V and I RMS, one or two phases, sequence 132, other wirings",
		unit: "%",
		limit: AIMED.rms,
		quantities: RMS,
		takes: of(["unbalanced", "net"]),
	},
	{
		title: "V and I RMS, one tone of 2.97 kHz, 40 % of the current",
		unit: "%",
		limit: AIMED.rms,
		quantities: RMS,
		takes: of(["edge"]),
		documented: {
			figure: 0.13,
			cause: "The equaliser's nine taps are even within 0.16 % up to 2450 Hz, 1 % at 3 kHz.",
			takes: "A longer equaliser, at more work on each frame.",
		},
	},
	{
		title: "V and I RMS, pulses of 1 ms",
		unit: "%",
		limit: AIMED.pulse,
		quantities: RMS,
		takes: of(["pulse"]),
	},
	{
		title: "reactive (fundamental), balanced from 50 mA, and waveforms",
		unit: "% of S",
		limit: AIMED.reactive,
		quantities: REACTIVE,
		takes: of(["sine", ...WAVES]),
	},
	{
		title: "reactive, fifth harmonic of 10 % U and 40 % I, at any angle",
		unit: "% of S",
		limit: AIMED.reactive,
		quantities: REACTIVE,
		takes: of(["fifth"]),
		documented: {
			figure: 0.04,
			cause: "Q is turned by the lead with the whole active power, that of the fifth included.",
			takes: "The fundamental's active power there, which the window knows.",
		},
	},
	{
		title: "reactive, balanced, 10 and 20 mA",
		unit: "% of S",
		limit: AIMED.reactive,
		quantities: REACTIVE,
		takes: of(["light"]),
		documented: { figure: 0.08, ...NOISE },
	},
	{
		title: "reactive, one or two phases, sequence 132, other wirings",
		unit: "% of S",
		limit: AIMED.reactive,
		quantities: REACTIVE,
		takes: of(["unbalanced", "net"]),
	},
	{
		title: "frequency with notches",
		unit: "mHz",
		limit: AIMED.frequencyMilliHertz,
		quantities: ["frequency"],
		takes: of(["notch"]),
	},
	{
		title: "active, ordinary transformers from 50 mA, −25…+55 °C",
		unit: "%",
		limit: AIMED.ordinary,
		quantities: ACTIVE,
		takes: of(["ordinary"]),
	},
	{
		title: "active below 10 mA",
		unit: "noise floors",
		limit: AIMED.noiseFloors,
		quantities: ["activePower"],
		takes: of(["small"]),
		inNoiseFloors: true,
		documented: { figure: 5, ...NOISE },
	},
];
