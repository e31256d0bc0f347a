/** The last minutes: the meter's readings against the truth. */
import { computed, effect, signal } from "@preact/signals";
import type { Truth } from "../../../http/truth.ts";
import { live } from "../live.ts";
import { pairs, ratioOf } from "../readings/compare.ts";
import { measured } from "../registers.ts";
import { appended, type Point } from "./points.ts";

/** Time after a change of the load until the meter's average contains only the new load. */
const SETTLING_S = 3;

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
	const restarted = truth.meterSeconds < steadySinceS.peek();
	if (load !== previous || restarted) steadySinceS.value = truth.meterSeconds;
	previous = load;
});

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
