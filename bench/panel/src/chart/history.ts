/** The last minutes: the meter's readings against the truth. */
import { computed, effect, signal } from "@preact/signals";
import type { Truth } from "../../../http/truth.ts";
import { live } from "../live.ts";
import { pairs, ratioOf } from "../readings/compare.ts";
import { measured } from "../registers.ts";

/** Most points stored: one per second for five minutes. */
const MAXIMUM_POINTS = 300;

/** Time after a change of the load until the meter's average contains only the new load. */
const SETTLING_S = 3;

/** Readings of one moment. */
export interface Point {
	/** Meter time (s). */
	readonly seconds: number;
	/** Active power (W) on the primary side, by the meter; null: a time without readings. */
	readonly measured: number | null;
	/** True active power (W) on the primary side. */
	readonly actual: number | null;
	/** Errors (%) by register; none just after a change of the load. */
	readonly errors: ReadonlyMap<string, number>;
}

export const history = signal<readonly Point[]>([]);

/** Meter time since which the load has not changed. */
const steadySinceS = signal(0);

let previous = "";

/** True if the readings are those of the present load alone. */
export const steady = computed(
	() => (live.registers.value?.meterSeconds ?? 0) - steadySinceS.value > SETTLING_S,
);

/** The load as a text that changes with it. */
function loadOf({ phases, frequency }: Truth, ratio: number): string {
	const numbers = phases.flatMap((phase) => [
		phase.voltage,
		phase.current,
		phase.activePower,
		phase.reactivePower,
	]);
	return [ratio, frequency, ...numbers].map((number) => number.toPrecision(6)).join();
}

effect(() => {
	const truth = live.truth.value;
	if (!truth) return;
	const load = loadOf(truth, ratioOf(measured.value?.get("ctRatio")));
	if (load !== previous) steadySinceS.value = truth.meterSeconds;
	previous = load;
});

/** A pause this many times longer than the one before is a gap, and so is one as long as this. */
const GAP_FACTOR = 4;
const GAP_S = 5;

/** Appends a point; after a gap also one without values, so that no line crosses it. */
function appended(points: readonly Point[], point: Point): readonly Point[] {
	const [before, last] = [points.at(-2), points.at(-1)];
	const pauseS = last ? point.seconds - last.seconds : 0;
	const usualS = before && last ? last.seconds - before.seconds : 0;
	const gap = pauseS > Math.max(GAP_S, GAP_FACTOR * usualS);
	const between: Point[] = gap
		? [{ seconds: point.seconds - pauseS / 2, measured: null, actual: null, errors: new Map() }]
		: [];
	return [...points, ...between, point].slice(-MAXIMUM_POINTS);
}

let lastS = 0;

effect(() => {
	const seconds = live.registers.value?.meterSeconds;
	const power = pairs.value.get("activePower");
	if (seconds === undefined || power?.value === undefined || power.truth === undefined) return;
	if (seconds === lastS) return;
	// The bench and its time have restarted.
	if (seconds < lastS) history.value = [];
	lastS = seconds;
	const errors = new Map<string, number>();
	if (steady.peek())
		for (const [name, { error }] of pairs.value) if (error !== null) errors.set(name, error);
	history.value = appended(history.peek(), {
		seconds,
		measured: power.value,
		actual: power.truth,
		errors,
	});
});

/** The latest point if the meter is being read, for figures that claim to be of now. */
export const latest = computed(() =>
	live.registers.value ? history.value.findLast(({ measured }) => measured !== null) : undefined,
);
