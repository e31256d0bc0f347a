/** The loads of the calibration, and how long each is measured (docs/calibration.md). */
import { DEFAULT_MAINS, type MainsSettings } from "../mains/settings.ts";
import { OVERHEAD_SECONDS } from "./measure.ts";
import type { Applied } from "./solve.ts";

/** Un in V and In in A. */
export const NOMINAL = { voltage: 230, current: 1 } as const;

/**
 * Hz. Off 50.000, where a period has a whole number of samples and the voltage's quantisation is
 * the same in each; and far enough apart that a lead and a skew show apart.
 */
const FREQUENCY = 49.9;
const OTHER_FREQUENCY = 62;

/** Angle at power factor 0.5 inductive. */
const LAG_DEGREES = 60;

/** Temperatures of the soaks, °C. */
export const WARM_CELSIUS = 50;
export const COLD_CELSIUS = -5;

/** A measurement of the procedure. */
export interface Point {
	/** Description for the operator, a clause. */
	readonly what: string;
	readonly mains: MainsSettings;
	/** Of the average: enough that its noise is small compared with what it gives. */
	readonly seconds: number;
}

/** The points that the constants come from; the currents fall, so that transients are small. */
export const POINTS = {
	lagging: {
		what: "nominal voltage and current, power factor 0.5 inductive",
		mains: load(1, LAG_DEGREES),
		seconds: 5,
	},
	at5A: {
		what: "5 A, power factor 0.5 inductive",
		mains: load(5, LAG_DEGREES),
		seconds: 3,
	},
	onlyL1: only(0),
	onlyL2: only(1),
	onlyL3: only(2),
	unity: {
		what: "nominal voltage and current, power factor 1",
		mains: load(1, 0),
		seconds: 5,
	},
	fast: {
		what: `${OTHER_FREQUENCY} Hz, power factor 0.5 inductive`,
		mains: load(1, LAG_DEGREES, OTHER_FREQUENCY),
		seconds: 5,
	},
	at50mA: {
		what: "50 mA, power factor 0.5 inductive",
		mains: load(0.05, LAG_DEGREES),
		seconds: 10,
	},
	at10mA: {
		what: "10 mA, power factor 0.5 inductive",
		mains: load(0.01, LAG_DEGREES),
		seconds: 25,
	},
	idle: {
		what: "nominal voltage, no current",
		mains: load(0, 0),
		seconds: 30,
	},
} as const satisfies Record<string, Point>;

/** The points of the other temperatures. */
export const WARM = soaked(WARM_CELSIUS);
export const COLD = soaked(COLD_CELSIUS);

/** A point other than those that the constants come from. */
export const PROOF: Point = {
	what: "proof at half the current, power factor 0.5 inductive, 55 Hz",
	mains: load(NOMINAL.current / 2, LAG_DEGREES, 55),
	seconds: 3,
};

/** Meter seconds of points, each with its overhead. */
export function secondsOf(points: readonly Point[]): number {
	return points.reduce((sum, { seconds }) => sum + seconds + OVERHEAD_SECONDS, 0);
}

/** Quantities that a point applies to a phase. */
export function appliedTo({ mains }: Point, phase: 0 | 1 | 2): Applied {
	const { voltage, current, angle } = mains.phases[phase];
	return { voltage, current, lag: radians(angle), frequency: mains.frequency };
}

/** The same load on all phases, at nominal voltage. */
function load(current: number, angle: number, frequency = FREQUENCY): MainsSettings {
	const phase = { voltage: NOMINAL.voltage, current, angle, harmonics: [] };
	return { ...DEFAULT_MAINS, frequency, phases: [phase, phase, phase] };
}

function soaked(celsius: number): Point {
	return {
		what: `${celsius} °C, power factor 0.5 inductive`,
		mains: load(1, LAG_DEGREES),
		seconds: 5,
	};
}

/** A current in one phase alone, from which the others' transformers pick up a share. */
function only(phase: 0 | 1 | 2): Point {
	const { phases, ...rest } = load(5, 0);
	const [first, second, third] = phases.map((settings, place) =>
		place === phase ? settings : { ...settings, current: 0 },
	) as unknown as typeof phases;
	const what = `5 A in L${phase + 1} alone`;
	return { what, mains: { ...rest, phases: [first, second, third] }, seconds: 5 };
}

function radians(degrees: number): number {
	return (degrees * Math.PI) / 180;
}
