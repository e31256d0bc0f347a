/** One steady load and the limits that it is judged by. */
import { DEFAULT_MAINS, type Harmonic, type MainsSettings } from "../../bench/mains/settings.ts";
import type { Limits } from "./limits.ts";

/** Titles of the tests, in the order of the report. */
export const TESTS = [
	"Load, balanced",
	"Reactive load, balanced",
	"Load in one phase",
	"Dynamic range",
	"Voltage",
	"Frequency",
	"Phase sequence",
	"Phases lost",
	"Unbalance",
	"Harmonics",
	"Wiring",
] as const;
export type Test = (typeof TESTS)[number];

export interface LoadCase {
	/** Unique key. */
	readonly id: string;
	readonly test: Test;
	/** The difference from the other cases of the test. */
	readonly label: string;
	readonly settings: MainsSettings;
	/** Limits of the active and the reactive energy; undefined: not judged. */
	readonly active?: Limits;
	readonly reactive?: Limits;
	/**
	 * Key of the reference whose error may change by the limits; undefined: the limits are for the
	 * error itself.
	 */
	readonly reference?: string;
	/**
	 * The meter departs from the true reactive energy by design: the report shows and explains it,
	 * but does not judge.
	 */
	readonly reactiveByDesign?: boolean;
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

function phase({
	voltage = 230,
	current = 0,
	angle = 0,
	harmonics = [],
}: PhaseLoad): MainsSettings["phases"][0] {
	return { voltage, current, angle, harmonics };
}
