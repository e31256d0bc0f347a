/** Changes of the mains, sent at a limited rate, and the way back. */
import { computed, effect, signal } from "@preact/signals";
import type { MainsSettings, PhaseSettings } from "../../../mains/settings.ts";
import { ask } from "../api.ts";
import { isParted, live } from "../live.ts";

/** Least interval between changes sent. */
const PERIOD_MS = 80;

/** Changes within this time of each other are undone together: one drag of a slider is one step. */
const GESTURE_MS = 1200;

/** Most steps that can be undone. */
const MAXIMUM_UNDO = 50;

type PhasePatch = Partial<PhaseSettings>;

/** A part of the settings; a phase that is null does not change. */
export interface MainsPatch extends Partial<Omit<MainsSettings, "phases">> {
	phases?: readonly (PhasePatch | null)[];
}

/** True if a change of one phase applies to all three. */
export const together = signal(true);

/** The mains before each step that can be undone. */
const before = signal<readonly MainsSettings[]>([]);

effect(() => {
	if (isParted.value) before.value = [];
});

/** True if there is a step to undo. */
export const undoable = computed(() => before.value.length > 0);

let waiting: MainsPatch | undefined;
let timer: number | undefined;
let lastChangeMs = Number.NEGATIVE_INFINITY;

let wereEqual = true;

/** Phases that have begun to differ are not meant to be changed together. */
effect(() => {
	const mains = live.mains.value;
	if (!mains) return;
	const equal = equalPhases(mains.phases);
	if (wereEqual && !equal) together.value = false;
	wereEqual = equal;
});

/** Changes the mains; merges the change with those not sent yet. */
export function change(patch: MainsPatch): void {
	remember();
	waiting = merged(waiting ?? {}, patch);
	if (timer === undefined) timer = window.setTimeout(send, 0);
}

/** Changes a phase (0..2), or all of them. */
export function changePhase(phase: number, patch: PhasePatch): void {
	change({ phases: [0, 1, 2].map((index) => (together.value || index === phase ? patch : null)) });
}

/** Goes back to the mains before the last step. */
export function undo(): void {
	const last = before.value.at(-1);
	if (!last) return;
	before.value = before.value.slice(0, -1);
	lastChangeMs = Number.NEGATIVE_INFINITY;
	waiting = undefined;
	void ask("PUT", "/mains", last);
}

function remember(): void {
	const nowMs = performance.now();
	const mains = live.mains.peek();
	if (mains && nowMs - lastChangeMs > GESTURE_MS)
		before.value = [...before.value, mains].slice(-MAXIMUM_UNDO);
	lastChangeMs = nowMs;
}

function equalPhases(phases: readonly PhasePatch[]): boolean {
	const [first, ...others] = phases.map((phase) => JSON.stringify(phase));
	return others.every((other) => other === first);
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
