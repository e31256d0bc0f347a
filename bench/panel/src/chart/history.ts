/** The last minutes: what the meter said, what it should have said, and how far it was off. */
import { effect, signal } from "@preact/signals";
import type { Truth } from "../../../http/truth.ts";
import { live } from "../live.ts";
import { measured } from "../registers.ts";

/** Points that are kept: five minutes of seconds. */
const LENGTH = 300;

/** Meter seconds after a change of the load until the meter's average of a second is of the new one alone. */
const SETTLING = 3;

/** Power in W or var below which an error in percent says nothing. */
const LEAST_POWER = 1;

/** One reading beside its truth. */
export interface Point {
	/** Meter time. */
	readonly seconds: number;
	/** W, before the current transformers. */
	readonly measured: number;
	readonly actual: number;
	/** Percent; null while the load has only just changed, or there is none. */
	readonly error: number | null;
}

export const history = signal<readonly Point[]>([]);

/** Primary over secondary of the current transformers, as the meter has it. */
export function ratioOf(ctRatio: number | undefined): number {
	return ctRatio === undefined ? 1 : Math.floor(ctRatio / 10_000) / (ctRatio % 10_000);
}

let steadyFrom = 0;
let before: Truth["total"] | undefined;
let ratioBefore = 1;

effect(() => {
	const truth = live.truth.value;
	if (!truth) return;
	const { activePower, reactivePower } = truth.total;
	if (before?.activePower !== activePower || before.reactivePower !== reactivePower)
		steadyFrom = truth.meterSeconds;
	before = truth.total;
});

let last = 0;

effect(() => {
	const seconds = live.registers.value?.meterSeconds;
	const values = measured.value;
	const truth = live.truth.peek();
	const power = values?.get("activePower");
	if (seconds === undefined || power === undefined || !truth || seconds === last) return;
	// The bench was started anew, and its time with it.
	if (seconds < last) history.value = [];
	last = seconds;
	const ratio = ratioOf(values?.get("ctRatio"));
	if (ratio !== ratioBefore) steadyFrom = seconds;
	ratioBefore = ratio;
	const actual = truth.total.activePower * ratio;
	const steady = seconds - steadyFrom > SETTLING && Math.abs(truth.total.activePower) > LEAST_POWER;
	const error = steady ? (power / actual - 1) * 100 : null;
	history.value = [...history.peek(), { seconds, measured: power, actual, error }].slice(-LENGTH);
});
