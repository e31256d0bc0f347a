/** Loads to choose from, each for three phases. */
import {
	type Harmonic,
	type MainsSettings,
	type PhaseSettings,
	STARTING_PHASE,
} from "../../../mains/settings.ts";

/** A load by name. */
interface Load {
	readonly name: string;
	/** Effect that it shows. */
	readonly title: string;
	readonly phases: readonly PhaseSettings[];
}

const VOLTAGE_V = 230;

function load(current: number, angle: number, harmonics: readonly Harmonic[] = []): PhaseSettings {
	return { voltage: VOLTAGE_V, current, angle, harmonics };
}

/** Returns a harmonic of the current and the voltage it distorts. */
function harmonic(
	order: number,
	currentPercent: number,
	currentAngle = 0,
	voltagePercent = 0,
): Harmonic {
	return { order, currentPercent, currentAngle, voltagePercent, voltageAngle: 0 };
}

/** A rectifier with a capacitor, as in a lamp or a charger. */
const RECTIFIER = [harmonic(3, 72, 180, 1), harmonic(5, 43), harmonic(7, 20, 180), harmonic(9, 9)];

function three(phase: PhaseSettings): readonly PhaseSettings[] {
	return [phase, phase, phase];
}

export const LOADS: readonly Load[] = [
	{
		name: "1 A, lagging",
		title: "The load at the start: 30° inductive",
		phases: three(STARTING_PHASE),
	},
	{ name: "No load", title: "Voltages only: no pulse may come", phases: three(load(0, 0)) },
	{ name: "1 A", title: "Resistive: the currents cover the voltages", phases: three(load(1, 0)) },
	{ name: "5 A, PF 0.5", title: "60° inductive: half of S is P", phases: three(load(5, 60)) },
	{ name: "Feeding in", title: "180°: energy counts in reverse", phases: three(load(3, 180)) },
	{
		name: "Unbalanced",
		title: "L1 lags, L2 leads, L3 feeds in",
		phases: [load(4.2, 12), load(0.8, -25), load(2.5, 168)],
	},
	{
		name: "Rectifiers",
		title: "Harmonics 3, 5, 7 and 9, as of lamps and chargers",
		phases: three(load(2, 8, RECTIFIER)),
	},
];

/** True if the mains have this load now. */
export function isInForce({ phases }: Load, mains: MainsSettings): boolean {
	return phases.every((phase, index) => {
		const now = mains.phases[index];
		return (
			now.voltage === phase.voltage &&
			now.current === phase.current &&
			now.angle === phase.angle &&
			JSON.stringify(now.harmonics.map(sorted)) === JSON.stringify(phase.harmonics.map(sorted))
		);
	});
}

function sorted(harmonic: Harmonic): readonly number[] {
	const { order, voltagePercent, currentPercent, voltageAngle, currentAngle } = harmonic;
	return [order, voltagePercent, currentPercent, voltageAngle, currentAngle];
}
