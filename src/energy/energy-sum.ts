/**
 * Sums counters to energies, by the combination code. This is the file where speed decides: a
 * client reads 62 energies at once and waits. So they are summed in one loop without calls, the
 * last first: what others add up to is then the sum of these.
 */
import { FORWARD_WEIGHT, isNetted, REVERSE_WEIGHT } from "energy/combination";
import type EnergyCounters from "energy/counters";
import { COUNTERS, PHASE_COUNTERS, ROLL_OVER } from "energy/counters";
import type CtHistory from "energy/ct-history";
import {
	type Counters,
	firstOf,
	isPair,
	PER_TARIFF,
	PLANS,
	type Plan,
	RUN_OF,
	RUNS,
} from "energy/energy-plans";
import { type EnergyKind, energyQuantities, Span } from "energy/quantities";

/** Name of the first energy, and how many follow it in the model. */
export const FIRST_ENERGY = energyQuantities[0].name;
export const ENERGY_COUNT = energyQuantities.length;

/** Counters at the start of a meter's life. */
const NEW: readonly number[] = Object.freeze(new Array(COUNTERS).fill(0));

/**
 * Wh or varh of all phases that the last window brought.
 * @param code combination code
 */
export function incrementOf(kind: EnergyKind, code: number, increments: readonly number[]): number {
	const netted = isNetted(code);
	const first = firstOf(kind, netted);
	return isPair(kind, netted) ? increments[first] + increments[first + 1] : increments[first];
}

export default class EnergySum {
	private readonly counters: EnergyCounters;
	private readonly ctHistory: CtHistory;

	constructor(counters: EnergyCounters, ctHistory: CtHistory) {
		this.counters = counters;
		this.ctHistory = ctHistory;
	}

	/**
	 * Stores energies, Wh or varh, in `values`: the one at place p of {@link energyQuantities} at
	 * index `base` + p.
	 * @param first index of the first
	 * @param last index after the last; energies end before it
	 * @param code combination code
	 * @returns index after the last energy that was stored
	 */
	sum(base: number, first: number, last: number, code: number, values: number[]): number {
		const energy = this.counters;
		const beginnings = this.ctHistory.beginnings;
		const end = Math.min(last, base + ENERGY_COUNT);
		const plans = isNetted(code) ? PLANS.netted : PLANS.plain;
		const planOf = PLANS.placeOf;
		const forwardWeight = FORWARD_WEIGHT[code];
		const reverseWeight = REVERSE_WEIGHT[code];
		const whole: readonly number[] = energy.whole;
		let from = NEW;
		let to = whole;
		let plan: Plan = plans[0];
		let counters: Counters = plan;
		let at = 0;
		let sum = 0;
		let forward = 0;
		let run = RUN_OF[end - 1 - base];
		for (let index = end - 1; index >= first; run--) {
			const span = RUNS[run].span;
			const start = Math.max(first, base + RUNS[run].start);
			// A page ends where the next begins; the last one, and one not begun yet, with the counters.
			from = span === 0 ? NEW : (beginnings[span - Span.FIRST_PAGE] ?? whole);
			to = span === 0 ? whole : (beginnings[span] ?? whole);
			if (span === Span.SINCE_RESET) from = energy.resetPoint;
			for (; index >= start; index--) {
				plan = plans[planOf[index - base]];
				if (index + plan.reach < end) {
					if (plan.half)
						sum =
							forwardWeight * values[index + plan.toForward] +
							reverseWeight * values[index + plan.reach];
					else sum = values[index + 1] + values[index + 2] + values[index + 3] + values[index + 4];
					values[index] = sum % ROLL_OVER;
					continue;
				}
				counters = plan;
				for (;;) {
					at = counters.first;
					sum = to[at] - from[at];
					if (counters.pair) sum += to[at + 1] - from[at + 1];
					if (counters.all)
						for (at += PER_TARIFF; at < PHASE_COUNTERS; at += PER_TARIFF) {
							sum += to[at] - from[at];
							if (counters.pair) sum += to[at + 1] - from[at + 1];
						}
					// Like the counters, their sum rolls over.
					while (sum < 0) sum += ROLL_OVER;
					while (sum >= ROLL_OVER) sum -= ROLL_OVER;
					if (!counters.half) break;
					if (counters.inReverse === undefined) {
						sum = (forwardWeight * forward + reverseWeight * sum) % ROLL_OVER;
						break;
					}
					forward = sum;
					counters = counters.inReverse;
				}
				values[index] = sum;
			}
		}
		return end;
	}
}
