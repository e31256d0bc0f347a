/** One steady load, how it is measured, and the limits that it is judged by. */
import { DEFAULT_MAINS, type Harmonic, type MainsSettings } from "../../bench/mains/settings.ts";
import type { Limits } from "./limits.ts";
import type { Tone } from "./tone.ts";

/** Sections of the report, in its order. */
export const SECTIONS = [
	"Active energy, balanced load",
	"Active energy, load in one phase",
	"Reactive energy, balanced load",
	"Currents below Imin",
	"Voltage",
	"Frequency",
	"Phase sequence",
	"Phases interrupted",
	"Unbalance",
	"Fifth and odd harmonics",
	"Ambient temperature",
	"Wirings",
	"R46: quadriform and peaked current",
	"R46: high orders",
	"Fast pulses",
	"Dimmers and rectifiers",
	"Notches",
	"2 kHz to 150 kHz",
	"Harmonics of order 2 to 40",
	"Every frequency from 45 to 65 Hz",
	"Ordinary transformers, −25 to +55 °C",
] as const;
export type Section = (typeof SECTIONS)[number];

/**
 * Class of aims that judge a case's errors (aims.ts): sines of balanced load from 50 mA, and below;
 * the same with a load that is not as at the calibration, balanced in sequence 123; a load whose
 * sum nearly cancels; distorted waves, a large fifth harmonic of current and voltage, pulses of
 * 1 ms, notches, the edge of the band; ordinary transformers at any temperature; currents below
 * Imin.
 */
export type AimClass =
	| "sine"
	| "light"
	| "unbalanced"
	| "net"
	| "waveform"
	| "fifth"
	| "pulse"
	| "notch"
	| "edge"
	| "ordinary"
	| "small";

export interface LoadCase {
	/** Unique key. */
	readonly id: string;
	readonly section: Section;
	/** The difference from the other cases of the section. */
	readonly label: string;
	readonly settings: MainsSettings;
	readonly tone?: Tone;
	/** °C; the reference temperature by default. */
	readonly celsius?: number;
	/** Judged by the aims of this class; undefined: shown only. */
	readonly aim?: AimClass;
	/** Seconds of the average. */
	readonly seconds: number;
	/** True: the load is switched on and off again, and the energy registers are read. */
	readonly energy?: boolean;
	/** Limits of the standards for the active and for the reactive energy. */
	readonly active?: Limits;
	readonly reactive?: Limits;
	/**
	 * Key of the reference whose error may change by the limits; undefined: the limits are for the
	 * error itself.
	 */
	readonly reference?: string;
	/** The case is the point at `x` of a curve with this name, and has no line in the tables. */
	readonly curve?: { readonly name: string; readonly x: number };
}

/** A phase, where it differs from 230 V without a current. */
export interface PhaseLoad {
	readonly voltage?: number;
	readonly current?: number;
	readonly angle?: number;
	readonly harmonics?: readonly Harmonic[];
}

/** The mains, where they differ from 50 Hz, 3P4W, sequence 123. */
export type MainsChange = Partial<Omit<MainsSettings, "phases">>;

/** Settings of three phases. */
export function mains(
	phases: readonly [PhaseLoad, PhaseLoad, PhaseLoad],
	change: MainsChange = {},
): MainsSettings {
	const [first, second, third] = phases;
	return { ...DEFAULT_MAINS, ...change, phases: [phase(first), phase(second), phase(third)] };
}

/** Settings of three equal phases. */
export function balanced(load: PhaseLoad, change: MainsChange = {}): MainsSettings {
	return mains([load, load, load], change);
}

/** The same settings with no current in any phase. */
export function withoutCurrent(settings: MainsSettings): MainsSettings {
	const [first, second, third] = settings.phases;
	return {
		...settings,
		phases: [
			{ ...first, current: 0 },
			{ ...second, current: 0 },
			{ ...third, current: 0 },
		],
	};
}

/** A current for people. */
export function amperes(current: number): string {
	return current < 1 ? `${Math.round(current * 1000)} mA` : `${current} A`;
}

/** A temperature for people. */
export function degrees(celsius: number): string {
	return `${celsius} °C`.replace("-", "−");
}

function phase({
	voltage = 230,
	current = 0,
	angle = 0,
	harmonics = [],
}: PhaseLoad): MainsSettings["phases"][0] {
	return { voltage, current, angle, harmonics };
}
