/** Changes of the mains, sent at a limited rate. */
import { signal } from "@preact/signals";
import type { Harmonic, MainsSettings, PhaseSettings } from "../../../mains/settings.ts";
import { ask } from "../api.ts";

/** Least interval between changes sent. */
const PERIOD_MS = 80;

type PhasePatch = Partial<PhaseSettings>;

/** A part of the settings; a phase that is null does not change. */
export interface MainsPatch extends Partial<Omit<MainsSettings, "phases">> {
	phases?: readonly (PhasePatch | null)[];
}

/** True if a change of one phase applies to all three. */
export const together = signal(true);

let waiting: MainsPatch | undefined;
let timer: number | undefined;

/** Changes the mains; merges the change with those not sent yet. */
export function change(patch: MainsPatch): void {
	waiting = merged(waiting ?? {}, patch);
	if (timer === undefined) timer = window.setTimeout(send, 0);
}

/** Changes a phase (0..2), or all of them. */
export function changePhase(phase: number, patch: PhasePatch): void {
	change({ phases: [0, 1, 2].map((index) => (together.value || index === phase ? patch : null)) });
}

function send(): void {
	timer = undefined;
	if (!waiting) return;
	const patch = waiting;
	waiting = undefined;
	void ask("PATCH", "/mains", patch);
	timer = window.setTimeout(send, PERIOD_MS);
}

/** Merges two changes phase by phase; `later` has priority. */
function merged(earlier: MainsPatch, later: MainsPatch): MainsPatch {
	const result = { ...earlier, ...later };
	if (!earlier.phases || !later.phases) return result;
	const phases = [0, 1, 2].map((index) => {
		const [before, after] = [earlier.phases?.[index], later.phases?.[index]];
		return before || after ? { ...before, ...after } : null;
	});
	return { ...result, phases };
}

function load(current: number, angle: number, harmonics: readonly Harmonic[] = []): PhasePatch {
	return { voltage: 230, current, angle, harmonics };
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

/** Loads to choose from, each for three phases. */
export const LOADS: readonly { readonly name: string; readonly phases: readonly PhasePatch[] }[] = [
	{ name: "No load", phases: [load(0, 0), load(0, 0), load(0, 0)] },
	{ name: "1 A", phases: [load(1, 0), load(1, 0), load(1, 0)] },
	{ name: "5 A, PF 0.5", phases: [load(5, 60), load(5, 60), load(5, 60)] },
	{ name: "Feeding in", phases: [load(3, 180), load(3, 180), load(3, 180)] },
	{ name: "Unbalanced", phases: [load(4.2, 12), load(0.8, -25), load(2.5, 168)] },
	{
		name: "Rectifiers",
		phases: [load(2, 8, RECTIFIER), load(2, 8, RECTIFIER), load(2, 8, RECTIFIER)],
	},
];
