/** Every steady load of the report. */
import { fifthHarmonic, phaseFired } from "./harmonics.ts";
import { activeLimits, INFLUENCES, type Limits, reactiveLimits } from "./limits.ts";
import {
	balanced,
	type LoadCase,
	type MainsChange,
	mains,
	type PhaseLoad,
	type Test,
} from "./load-case.ts";

/** An angle with its name. Degrees; positive: the current lags. */
interface NamedAngle {
	readonly name: string;
	readonly angle: number;
}

const UNITY: NamedAngle = { name: "PF 1", angle: 0 };
const INDUCTIVE: NamedAngle = { name: "PF 0.5 L", angle: 60 };
const CAPACITIVE: NamedAngle = { name: "PF 0.8 C", angle: -36.8698976458 };
const REVERSE: NamedAngle = { name: "PF 1, reverse", angle: 180 };
/** Has both active and reactive energy. */
const MIXED: NamedAngle = { name: "PF 0.866 L", angle: 30 };

/** Loads of the test "Load, balanced". */
export const ACTIVE_LOADS: readonly NamedAngle[] = [UNITY, INDUCTIVE, CAPACITIVE, REVERSE];

/** Loads of the test "Reactive load, balanced". */
export const REACTIVE_LOADS: readonly NamedAngle[] = [
	{ name: "sin φ 1 L", angle: 90 },
	{ name: "sin φ 1 C", angle: -90 },
	{ name: "sin φ 0.5 L", angle: 30 },
	{ name: "sin φ 0.5 C", angle: -30 },
];

/** Loads of the test "Frequency". */
export const FREQUENCY_LOADS: readonly NamedAngle[] = [
	UNITY,
	INDUCTIVE,
	{ name: "sin φ 1 L", angle: 90 },
];

/** Currents in A. */
export const CURRENTS = [0.01, 0.02, 0.05, 0.1, 0.5, 1, 2, 5, 6];
export const REACTIVE_CURRENTS = [0.01, 0.02, 0.05, 0.1, 1, 5];
const SINGLE_CURRENTS = [0.05, 0.5, 5];
const SMALL_CURRENTS = [0.001, 0.002, 0.005];

/** Hz; 50 Hz is the case of the load. */
export const FREQUENCIES = [45, 48, 49, 50, 51, 52, 55, 60, 65];

/** Smallest part of the apparent power that is judged: an error in percent of less says little. */
const JUDGED = 0.45;

const PHASES = [0, 1, 2];

/** Key of a balanced load. */
export function loadId(current: number, name: string): string {
	return `load ${current} A ${name}`;
}

/** Key of a balanced load at another frequency. */
export function frequencyId(frequency: number, name: string): string {
	return `frequency ${frequency} Hz ${name}`;
}

/** All cases; a reference precedes the cases that refer to it. */
export function allCases(): LoadCase[] {
	return [
		...CURRENTS.flatMap((current) =>
			ACTIVE_LOADS.map((load) => balancedLoad("Load, balanced", current, load)),
		),
		...REACTIVE_CURRENTS.flatMap((current) =>
			REACTIVE_LOADS.map((load) => balancedLoad("Reactive load, balanced", current, load)),
		),
		...SINGLE_CURRENTS.flatMap(singlePhase),
		...SMALL_CURRENTS.map((current) => balancedLoad("Dynamic range", current, UNITY)),
		...[0.8, 0.9, 1.1, 1.2].flatMap(voltage),
		...FREQUENCIES.flatMap(frequency),
		...[UNITY, INDUCTIVE].map(reversedSequence),
		...lostPhases(),
		...unbalance(),
		...distortion(),
		...wirings(),
	];
}

/** The limits by which the energies of a load are judged, if at all. */
function judged(
	current: number,
	angle: number,
	single = false,
): Pick<LoadCase, "active" | "reactive"> {
	const radians = (angle * Math.PI) / 180;
	const cosine = Math.abs(Math.cos(radians));
	const sine = Math.abs(Math.sin(radians));
	return {
		...(cosine >= JUDGED && { active: activeLimits(current, cosine, single) }),
		...(sine >= JUDGED && { reactive: reactiveLimits(current, sine) }),
	};
}

/** The same, but the active energy is judged by its change against a case of the same load. */
function influenced(
	current: number,
	load: NamedAngle,
	limits: Limits,
	reference = loadId(current, load.name),
) {
	return { ...judged(current, load.angle), active: limits, reference };
}

function balancedLoad(test: Test, current: number, load: NamedAngle): LoadCase {
	return {
		id: loadId(current, load.name),
		test,
		label: `${amperes(current)}, ${load.name}`,
		settings: balanced({ current, angle: load.angle }),
		...judged(current, load.angle),
	};
}

function singlePhase(current: number): LoadCase[] {
	return PHASES.flatMap((loaded) =>
		[UNITY, INDUCTIVE].map((load) => ({
			id: `single L${loaded + 1} ${current} A ${load.name}`,
			test: "Load in one phase" as const,
			label: `L${loaded + 1}, ${amperes(current)}, ${load.name}`,
			settings: phaseByPhase((phase) => (phase === loaded ? { current, angle: load.angle } : {})),
			...judged(current, load.angle, true),
		})),
	);
}

function voltage(factor: number): LoadCase[] {
	return [UNITY, INDUCTIVE].map((load) => ({
		id: `voltage ${factor} ${load.name}`,
		test: "Voltage" as const,
		label: `${Math.round(factor * 100)} % Un, 1 A, ${load.name}`,
		settings: balanced({ voltage: 230 * factor, current: 1, angle: load.angle }),
		...(Math.abs(factor - 1) < 0.15 && load === UNITY
			? influenced(1, load, INFLUENCES.voltage)
			: judged(1, load.angle)),
	}));
}

function frequency(hertz: number): LoadCase[] {
	return FREQUENCY_LOADS.map((load) => ({
		id: frequencyId(hertz, load.name),
		test: "Frequency" as const,
		label: `${hertz} Hz, 1 A, ${load.name}`,
		settings: balanced({ current: 1, angle: load.angle }, { frequency: hertz }),
		...(Math.abs(hertz - 50) === 1 && load === UNITY
			? influenced(1, load, INFLUENCES.frequency)
			: judged(1, load.angle)),
	}));
}

function reversedSequence(load: NamedAngle): LoadCase {
	return {
		id: `sequence 132 ${load.name}`,
		test: "Phase sequence",
		label: `132, 1 A, ${load.name}`,
		settings: balanced({ current: 1, angle: load.angle }, { sequence: "132" }),
		...influenced(1, load, INFLUENCES.reversedSequence),
	};
}

function lostPhases(): LoadCase[] {
	const present = { current: 1, angle: MIXED.angle };
	const lost = { voltage: 0 };
	const limits = influenced(1, MIXED, INFLUENCES.interrupted, loadId(1, "sin φ 0.5 L"));
	return PHASES.flatMap((chosen) => [
		{
			id: `lost L${chosen + 1}`,
			test: "Phases lost" as const,
			label: `without L${chosen + 1}, 1 A, ${MIXED.name}`,
			settings: phaseByPhase((phase) => (phase === chosen ? lost : present)),
			...limits,
		},
		{
			id: `only L${chosen + 1}`,
			test: "Phases lost" as const,
			label: `L${chosen + 1} alone, 1 A, ${MIXED.name}`,
			settings: phaseByPhase((phase) => (phase === chosen ? present : lost)),
			...limits,
		},
	]);
}

function unbalance(): LoadCase[] {
	const mixed = [
		{ voltage: 220, current: 0.5, angle: MIXED.angle },
		{ voltage: 230, current: 1, angle: INDUCTIVE.angle },
		{ voltage: 240, current: 2, angle: CAPACITIVE.angle },
	] as const;
	const net = [{ current: 1 }, { current: 1 }, { current: 2.4, angle: 180 }] as const;
	return [
		{
			id: "unbalanced",
			test: "Unbalance",
			label: "220 V 0.5 A 30°, 230 V 1 A 60°, 240 V 2 A −37°",
			settings: mains(mixed),
			active: activeLimits(1, 0.5, false),
		},
		{
			id: "net",
			test: "Unbalance",
			label: "+1 A, +1 A, −2.4 A: forward − reverse",
			settings: mains(net),
			active: activeLimits(1, 1, false),
		},
	];
}

function distortion(): LoadCase[] {
	const fired = phaseFired(90);
	const fifth = [UNITY, INDUCTIVE].map((load) => ({
		id: `fifth ${load.name}`,
		test: "Harmonics" as const,
		label: `5th: 10 % U, 40 % I, in phase with each other, 2 A, ${load.name}`,
		settings: balanced({
			current: 2,
			angle: load.angle,
			harmonics: [fifthHarmonic(load.angle, 0)],
		}),
		...influenced(2, load, INFLUENCES.fifthHarmonic),
	}));
	return [
		...fifth,
		{
			id: "fifth lagging",
			test: "Harmonics",
			label: "5th: 10 % U, 40 % I, the current's lagging by 90°, 2 A, PF 0.5 L",
			settings: balanced({ current: 2, angle: 60, harmonics: [fifthHarmonic(60, 90)] }),
			active: INFLUENCES.fifthHarmonic,
			reference: loadId(2, INDUCTIVE.name),
			reactive: {},
			reactiveByDesign: true,
		},
		{
			id: "phase-fired",
			test: "Harmonics",
			label: "fired at 90°, 1 A",
			settings: balanced({ current: 1, ...fired }),
			...influenced(1, UNITY, INFLUENCES.oddHarmonics),
			reactive: reactiveLimits(1, 0.5),
		},
	];
}

function wirings(): LoadCase[] {
	return (["3P3W", "2P3W", "1P2W"] as const).flatMap((wiring) =>
		[UNITY, INDUCTIVE].map((load) => ({
			id: `${wiring} ${load.name}`,
			test: "Wiring" as const,
			label: `${wiring}, 2 A, ${load.name}`,
			settings: balanced({ current: 2, angle: load.angle }, { wiring }),
			...judged(2, load.angle, wiring === "1P2W"),
		})),
	);
}

function phaseByPhase(load: (phase: number) => PhaseLoad, change: MainsChange = {}) {
	return mains([load(0), load(1), load(2)], change);
}

function amperes(current: number): string {
	return current < 1 ? `${Math.round(current * 1000)} mA` : `${current} A`;
}
