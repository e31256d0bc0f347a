/** The figures of the report: what they are in, and what they are judged by. */
import { NOMINAL_AMPS, NOMINAL_VOLTS } from "./test-signals.ts";

/** Where an aim is known not to be reached. */
interface Documented {
	/** How the names of its signals begin. */
	readonly signals: readonly string[];
	/** Largest error, in the figure's unit. */
	readonly figure: number;
	readonly cause: string;
	readonly takes: string;
}

/** A figure, and its aim: a fifth of class S, or the project's own. */
export interface Figure {
	readonly title: string;
	readonly unit: string;
	/** Undefined: there is none, the error is told. */
	readonly aim?: number;
	/** Limit of class S, from memory; undefined: it has none, or it is not remembered. */
	readonly classS?: number;
	readonly documented?: readonly Documented[];
}

const TURNED = {
	signals: ["flicker"],
	figure: 0.045,
	cause:
		"The lines of flicker next to the fundamental turn it from window to window by up to half a " +
		"thousandth of a cycle, and with it the length of the next one.",
	takes: "A mean of more windows, which would follow the mains later.",
};

/** Of the current, which is a hundredth of the nominal one. */
const NOISE = {
	signals: ["rectifier of 50 mA"],
	cause: "Noise: 50 mA are a six-hundredth of the converter's full scale of 30 A.",
	takes: "A mean of more windows, which a client can make, or a gain of the converter.",
};

const SMALL = { unit: "% of nominal", aim: 0.03, classS: 0.15 } as const;
const LARGE = { unit: "% of the reading", aim: 1, classS: 5 } as const;
const THD = { unit: "% of the fundamental", aim: 0.1 } as const;
const UNBALANCE = { unit: "% of the positive", aim: 0.06, classS: 0.3 } as const;
const OF_READING = { unit: "% of the reading" } as const;
const OF_APPARENT = { unit: "% of S1" } as const;
const OF_S = { unit: "% of S" } as const;
const DEPTH = { unit: "% of nominal", aim: 1, classS: 1 } as const;
const DURATION = { unit: "half cycles", aim: 1, classS: 2 } as const;

export const FIGURES = {
	smallVoltage: {
		title: "V harmonics below 3 % of nominal",
		...SMALL,
	},
	largeVoltage: { title: "V harmonics from 3 % of nominal", ...LARGE },
	smallCurrent: {
		title: "I harmonics below 3 % of nominal",
		...SMALL,
		documented: [TURNED],
	},
	largeCurrent: {
		title: "I harmonics from 3 % of nominal",
		...LARGE,
	},
	voltageFundamental: { title: "V fundamental", ...OF_READING },
	currentFundamental: { title: "I fundamental", ...OF_READING },
	voltageThd: { title: "V THD", ...THD },
	currentThd: { title: "I THD", ...THD, documented: [{ figure: 0.2, ...NOISE }] },
	voltageCrest: { title: "V crest factor", ...OF_READING },
	currentCrest: { title: "I crest factor", ...OF_READING },
	kFactor: { title: "K-factor", ...OF_READING },
	activePower: { title: "Fundamental active power P1", ...OF_APPARENT },
	reactivePower: { title: "Fundamental reactive power Q1", ...OF_APPARENT },
	apparentPower: { title: "Fundamental apparent power S1", ...OF_APPARENT },
	nonfundamental: { title: "Nonfundamental power SN", ...OF_S },
	currentDistortion: { title: "Current distortion power DI", ...OF_S },
	voltageDistortion: { title: "Voltage distortion power DV", ...OF_S },
	harmonicApparent: { title: "Harmonic apparent power SH", ...OF_S },
	neutral: { title: "Neutral current from 0.5 A", unit: "% of the reading", aim: 0.1 },
	smallNeutral: {
		title: "Neutral current below 0.5 A",
		unit: "% of nominal",
		aim: 0.1,
	},
	voltageUnbalance: { title: "V negative sequence", ...UNBALANCE },
	voltageZero: { title: "V zero sequence", ...UNBALANCE },
	currentUnbalance: {
		title: "I negative sequence",
		...UNBALANCE,
		documented: [{ figure: 0.1, ...NOISE }],
	},
	currentZero: { title: "I zero sequence", ...UNBALANCE },
	depth: {
		title: "Dips and swells: voltage",
		...DEPTH,
	},
	duration: {
		title: "Dips and swells: duration",
		...DURATION,
	},
	logged: { title: "Dips and swells: events too many or too few", unit: "", aim: 0 },
	actualDuration: { title: "The same, of the cut itself", unit: "half cycles" },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

export const figureOf = (name: FigureName): Figure => FIGURES[name];

/** One error, and where it was found. */
export interface Finding {
	readonly figure: FigureName;
	/** In the figure's unit; NaN: the meter has no figure. */
	readonly error: number;
	readonly signal: string;
	readonly frequency: number;
	readonly serialNumber: number;
	/** From 1; 0: all. */
	readonly phase: number;
	/** Of a harmonic. */
	readonly order?: number;
	/** Of an event: where in L1's cycle it begins, degrees. */
	readonly degrees?: number;
}

/** V or A that a channel's errors are referred to. */
export const nominalOf = (channel: number): number =>
	channel % 2 === 0 ? NOMINAL_VOLTS : NOMINAL_AMPS;
