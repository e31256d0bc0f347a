/** Loads of IEC 62053-22 and -24 and of EN 50470-3, in their order. */
import { activeLimits, reactiveLimits } from "./limits.ts";
import {
	type AimClass,
	amperes,
	balanced,
	type LoadCase,
	type MainsChange,
	mains,
	type PhaseLoad,
	type Section,
} from "./load-case.ts";

/** An angle with its name. Degrees; positive: the current lags. */
export interface NamedAngle {
	readonly name: string;
	readonly angle: number;
}

export const UNITY: NamedAngle = { name: "PF 1", angle: 0 };
export const INDUCTIVE: NamedAngle = { name: "PF 0.5 L", angle: 60 };
export const CAPACITIVE: NamedAngle = { name: "PF 0.8 C", angle: -36.8698976458 };
export const LOW: NamedAngle = { name: "PF 0.25 L", angle: 75.5224878141 };
const REVERSE: NamedAngle = { name: "PF 1, reverse", angle: 180 };
export const REACTIVE: NamedAngle = { name: "sin φ 1 L", angle: 90 };

/** Loads of the balanced active tests. */
export const ACTIVE_LOADS: readonly NamedAngle[] = [UNITY, INDUCTIVE, CAPACITIVE, LOW];

/** Loads of the balanced reactive tests. */
const REACTIVE_LOADS: readonly NamedAngle[] = [
	REACTIVE,
	{ name: "sin φ 1 C", angle: -90 },
	{ name: "sin φ 0.5 L", angle: 30 },
	{ name: "sin φ 0.5 C", angle: -30 },
];

/** Currents in A. */
export const CURRENTS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 6];
const REACTIVE_CURRENTS = [0.02, 0.05, 0.1, 1, 5];
const REVERSE_CURRENTS = [0.01, 1, 5];
const SINGLE_CURRENTS = [0.05, 0.5, 5];
const SMALL_CURRENTS = [0.001, 0.002, 0.005];

export const PHASES = [0, 1, 2];

/** Currents below this, A, have aims of their own. */
const LIGHT = 0.05;

/** Energy in Ws that a load should bring, so that 1 Wh of the register is 0.0017 % of it. */
const ENOUGH = 21_600;

/** Seconds under load: shortest and longest if the registers resolve the energy. */
const SHORTEST = 8;
const LONGEST = 64;

/** Seconds of averages, by the current below which they are needed to keep the noise small. */
const AVERAGES = [
	[0.03, 60],
	[0.06, 30],
	[0.3, 15],
] as const;
export const SHORT = 5;

/** Key of a balanced load. */
export function loadId(current: number, name: string): string {
	return `load ${current} A ${name}`;
}

/** Seconds of an average at a current. */
export function secondsAt(current: number): number {
	return AVERAGES.find(([below]) => current < below)?.[1] ?? SHORT;
}

/** The loads, to which influences refer. */
export function standardLoads(): LoadCase[] {
	return [
		...CURRENTS.flatMap((current) =>
			ACTIVE_LOADS.map((load) => loadCase("Active energy, balanced load", current, load)),
		),
		...REVERSE_CURRENTS.map((current) =>
			loadCase("Active energy, balanced load", current, REVERSE),
		),
		...SINGLE_CURRENTS.flatMap(singlePhase),
		...REACTIVE_CURRENTS.flatMap((current) =>
			REACTIVE_LOADS.map((load) => loadCase("Reactive energy, balanced load", current, load)),
		),
		...SMALL_CURRENTS.flatMap((current) =>
			[UNITY, INDUCTIVE].map((load) => loadCase("Currents below Imin", current, load, "small")),
		),
	];
}

/** How a load is measured: by the registers if these resolve its energy in a minute. */
function measuring(power: number, current: number) {
	const seconds = Math.ceil(ENOUGH / power);
	return seconds <= LONGEST
		? { seconds: Math.max(SHORTEST, seconds), energy: true }
		: { seconds: secondsAt(current) };
}

/** The limits of the standards for a load. */
export function limited(current: number, angle: number, single = false) {
	const radians = (angle * Math.PI) / 180;
	const cosine = Math.abs(Math.cos(radians));
	const sine = Math.abs(Math.sin(radians));
	return {
		active: activeLimits(current, cosine, single),
		reactive: reactiveLimits(current, sine),
	};
}

function loadCase(
	section: Section,
	current: number,
	load: NamedAngle,
	aim: AimClass = current < LIGHT ? "light" : "sine",
): LoadCase {
	const radians = (load.angle * Math.PI) / 180;
	const share = section.startsWith("Reactive") ? Math.sin(radians) : Math.cos(radians);
	return {
		id: loadId(current, load.name),
		section,
		label: `${amperes(current)}, ${load.name}`,
		settings: balanced({ current, angle: load.angle }),
		aim,
		...measuring(Math.abs(3 * 230 * current * share), current),
		...limited(current, load.angle),
	};
}

function singlePhase(current: number): LoadCase[] {
	return PHASES.flatMap((loaded) =>
		[UNITY, INDUCTIVE].map((load) => ({
			id: `single L${loaded + 1} ${current} A ${load.name}`,
			section: "Active energy, load in one phase" as const,
			label: `L${loaded + 1}, ${amperes(current)}, ${load.name}`,
			settings: phaseByPhase((phase) => (phase === loaded ? { current, angle: load.angle } : {})),
			aim: "unbalanced" as const,
			seconds: secondsAt(current),
			...limited(current, load.angle, true),
		})),
	);
}

export function phaseByPhase(load: (phase: number) => PhaseLoad, change: MainsChange = {}) {
	return mains([load(0), load(1), load(2)], change);
}
