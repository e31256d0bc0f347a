/** Influences of IEC 62053-22 and -24 and of EN 50470-3, in their order. */
import { activeLimits, INFLUENCES, type Limits } from "./limits.ts";
import { balanced, degrees, type LoadCase, mains, type Section } from "./load-case.ts";
import {
	CAPACITIVE,
	INDUCTIVE,
	LOW,
	limited,
	loadId,
	type NamedAngle,
	PHASES,
	phaseByPhase,
	REACTIVE,
	SHORT,
	UNITY,
} from "./standard-cases.ts";
import { fifthHarmonic, phaseFired } from "./waveforms.ts";

/** Has both active and reactive energy. */
const MIXED: NamedAngle = { name: "PF 0.866 L", angle: 30 };

/** All influences; a case that refers to a load is judged by the change against it. */
export function influenceCases(): LoadCase[] {
	return [
		...[0.8, 0.9, 1.1, 1.2].flatMap(voltage),
		...[45, 48, 49, 51, 52, 55, 60, 65].flatMap(frequency),
		...[UNITY, INDUCTIVE].map(reversedSequence),
		...interruptedPhases(),
		...unbalance(),
		...distortion(),
		...[-25, -10, 0, 10, 23, 40, 55].flatMap(temperature),
		...wirings(),
	];
}

function voltage(factor: number): LoadCase[] {
	return [UNITY, INDUCTIVE].map((load) => ({
		...influence("Voltage", `voltage ${factor} ${load.name}`, load, {
			...(Math.abs(factor - 1) < 0.15 && load === UNITY ? INFLUENCES.voltage : {}),
		}),
		label: `${Math.round(factor * 100)} % Un, 1 A, ${load.name}`,
		settings: balanced({ voltage: 230 * factor, current: 1, angle: load.angle }),
	}));
}

function frequency(hertz: number): LoadCase[] {
	return [UNITY, INDUCTIVE, LOW, REACTIVE].map((load) => ({
		...influence("Frequency", `frequency ${hertz} Hz ${load.name}`, load, {
			...(Math.abs(hertz - 50) === 1 && load === UNITY ? INFLUENCES.frequency : {}),
		}),
		label: `${hertz} Hz, 1 A, ${load.name}`,
		settings: balanced({ current: 1, angle: load.angle }, { frequency: hertz }),
	}));
}

function reversedSequence(load: NamedAngle): LoadCase {
	return {
		...influence("Phase sequence", `sequence 132 ${load.name}`, load, INFLUENCES.reversedSequence),
		aim: "unbalanced" as const,
		label: `132, 1 A, ${load.name}`,
		settings: balanced({ current: 1, angle: load.angle }, { sequence: "132" }),
	};
}

/** A case at 1 A that is judged by the change against the same load in reference conditions. */
function influence(section: Section, id: string, load: NamedAngle, active: Limits) {
	return {
		id,
		section,
		aim: "sine" as const,
		seconds: SHORT,
		active,
		reference: loadId(1, load.name),
	};
}

function interruptedPhases(): LoadCase[] {
	const present = { current: 1, angle: MIXED.angle };
	const lost = { voltage: 0 };
	const common = {
		...influence("Phases interrupted", "", MIXED, INFLUENCES.interrupted),
		aim: "unbalanced" as const,
		reference: loadId(1, "sin φ 0.5 L"),
	};
	return PHASES.flatMap((chosen) => [
		{
			...common,
			id: `lost L${chosen + 1}`,
			label: `without L${chosen + 1}, 1 A, ${MIXED.name}`,
			settings: phaseByPhase((phase) => (phase === chosen ? lost : present)),
		},
		{
			...common,
			id: `only L${chosen + 1}`,
			label: `L${chosen + 1} alone, 1 A, ${MIXED.name}`,
			settings: phaseByPhase((phase) => (phase === chosen ? present : lost)),
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
	const common = { section: "Unbalance", aim: "unbalanced", seconds: 20 } as const;
	return [
		{
			...common,
			id: "unbalanced",
			label: "220 V 0.5 A 30°, 230 V 1 A 60°, 240 V 2 A −37°",
			settings: mains(mixed),
			active: activeLimits(1, 0.5, false),
		},
		{
			...common,
			id: "net",
			aim: "net",
			label: "+1 A, +1 A, −2.4 A: forward − reverse",
			settings: mains(net),
			active: activeLimits(1, 1, false),
		},
	];
}

function distortion(): LoadCase[] {
	const common = { section: "Fifth and odd harmonics", aim: "waveform", seconds: SHORT } as const;
	const fifth = ([UNITY, INDUCTIVE] as const).map((load) => ({
		...common,
		aim: "fifth" as const,
		id: `fifth ${load.name}`,
		label: `5th: 10 % U, 40 % I, in phase with each other, 2 A, ${load.name}`,
		settings: balanced({
			current: 2,
			angle: load.angle,
			harmonics: [fifthHarmonic(load.angle, 0)],
		}),
		active: INFLUENCES.fifthHarmonic,
		reference: loadId(2, load.name),
	}));
	return [
		...fifth,
		{
			...common,
			aim: "fifth",
			id: "fifth lagging",
			label: "5th: 10 % U, 40 % I, the current's lagging by 90°, 2 A, PF 0.5 L",
			settings: balanced({ current: 2, angle: 60, harmonics: [fifthHarmonic(60, 90)] }),
			active: INFLUENCES.fifthHarmonic,
			reference: loadId(2, INDUCTIVE.name),
		},
		{
			...common,
			id: "phase-fired",
			label: "odd harmonics: fired at 90°, 1 A",
			settings: balanced({ current: 1, ...phaseFired(90) }),
			active: INFLUENCES.oddHarmonics,
			reference: loadId(1, UNITY.name),
		},
	];
}

function temperature(celsius: number): LoadCase[] {
	return [UNITY, INDUCTIVE].map((load) => ({
		id: `temperature ${celsius} ${load.name}`,
		section: "Ambient temperature" as const,
		label: `${degrees(celsius)}, 1 A, ${load.name}`,
		settings: balanced({ current: 1, angle: load.angle }),
		celsius,
		aim: "ordinary" as const,
		seconds: SHORT,
		curve: { name: load.name, x: celsius },
	}));
}

function wirings(): LoadCase[] {
	return (["3P3W", "2P3W", "1P2W"] as const).flatMap((wiring) =>
		[UNITY, INDUCTIVE].map((load) => ({
			id: `${wiring} ${load.name}`,
			section: "Wirings" as const,
			label: `${wiring}, 2 A, ${load.name}`,
			settings: balanced({ current: 2, angle: load.angle }, { wiring }),
			aim: "unbalanced" as const,
			seconds: SHORT,
			...limited(2, load.angle, wiring === "1P2W"),
		})),
	);
}
