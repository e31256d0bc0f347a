/** The last minutes: the meter's power, the true power and the error. */
import { effect, signal } from "@preact/signals";
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import type { Truth } from "../../../http/truth.ts";
import { live } from "../live.ts";
import { measured } from "../registers.ts";

/** Most points stored: one per second for five minutes. */
const MAXIMUM_POINTS = 300;

/** Time after a change of the load until the meter's average contains only the new load. */
const SETTLING_S = 3;

/** Power below which an error in percent has no meaning. */
const MINIMUM_POWER_W = 1;

/** A reading and its true value. */
export interface Point {
	/** Meter time (s). */
	readonly seconds: number;
	/** Active power (W) on the primary side, by the meter. */
	readonly measured: number;
	/** True active power (W) on the primary side. */
	readonly actual: number;
	/** Error (%); null just after a change of the load or without load. */
	readonly error: number | null;
}

export const history = signal<readonly Point[]>([]);

/** Returns the meter's CT ratio as a factor; 1 if unknown. */
export function ratioOf(ctRatio: number | undefined): number {
	return ctRatio === undefined ? 1 : ctPrimaryOf(ctRatio) / ctSecondaryOf(ctRatio);
}

let steadySinceS = 0;
let previousTotal: Truth["total"] | undefined;
let previousRatio = 1;

effect(() => {
	const truth = live.truth.value;
	if (!truth) return;
	const { activePower, reactivePower } = truth.total;
	if (previousTotal?.activePower !== activePower || previousTotal.reactivePower !== reactivePower)
		steadySinceS = truth.meterSeconds;
	previousTotal = truth.total;
});

let lastS = 0;

effect(() => {
	const seconds = live.registers.value?.meterSeconds;
	const values = measured.value;
	const truth = live.truth.peek();
	const power = values?.get("activePower");
	if (seconds === undefined || power === undefined || !truth || seconds === lastS) return;
	// The bench and its time have restarted.
	if (seconds < lastS) history.value = [];
	lastS = seconds;
	const ratio = ratioOf(values?.get("ctRatio"));
	if (ratio !== previousRatio) steadySinceS = seconds;
	previousRatio = ratio;
	const actual = truth.total.activePower * ratio;
	const steady =
		seconds - steadySinceS > SETTLING_S && Math.abs(truth.total.activePower) > MINIMUM_POWER_W;
	const error = steady ? (power / actual - 1) * 100 : null;
	history.value = [...history.peek(), { seconds, measured: power, actual, error }].slice(
		-MAXIMUM_POINTS,
	);
});
