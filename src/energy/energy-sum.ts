/**
 * Sums counters to energies, by the combination code. This is the file where speed decides: a
 * client reads 62 energies at once and waits, so they are summed in one loop without calls, over
 * energies packed into one number each.
 */
import { FORWARD_WEIGHT, isNetted, REVERSE_WEIGHT } from "energy/combination";
import type EnergyCounters from "energy/counters";
import { COUNTERS, Kind, PHASE_COUNTERS, PhaseKind, ROLL_OVER } from "energy/counters";
import type CtHistory from "energy/ct-history";
import { EnergyKind, type EnergyQuantity, energyQuantities, Span } from "energy/quantities";

/**
 * Packed energy: share + KIND_STEP × kind + SPAN_STEP × span; share 0 all, 1..4 T1..T4, 5..7
 * L1..L3. Powers of two.
 */
const KIND_STEP = 8;
const SPAN_STEP = 128;

/** Share of L1; L2 and L3 follow. */
const FIRST_PHASE = 5;

function pack(kind: number, share: number, span = 0): number {
	return share + KIND_STEP * kind + SPAN_STEP * span;
}

function packQuantity(quantity: EnergyQuantity): number {
	const { kind, tariff, phase, span } = quantity;
	return pack(kind, phase > 0 ? FIRST_PHASE + phase - 1 : tariff, span);
}

/** Keys by the place of the energy in {@link energyQuantities}. */
const KEYS = Uint16Array.from(energyQuantities, packQuantity);

/** Name of the first energy, and how many follow it in the model. */
export const FIRST_ENERGY = energyQuantities[0].name;
export const ENERGY_COUNT = energyQuantities.length;

/**
 * By {@link EnergyKind}, but for the totals: the first counter of a tariff that each phase counts
 * by itself.
 */
const FIRST = Object.freeze([
	Kind.FORWARD,
	Kind.REVERSE,
	Kind.QUADRANT,
	Kind.QUADRANT + 2,
	Kind.QUADRANT,
	Kind.QUADRANT + 1,
	Kind.QUADRANT + 2,
	Kind.QUADRANT + 3,
]);

/** The same netted over the phases; there are none by quadrant. */
const FIRST_NETTED = Object.freeze([
	Kind.NET_FORWARD,
	Kind.NET_REVERSE,
	Kind.NET_FORWARD_REACTIVE,
	Kind.NET_REVERSE_REACTIVE,
]);

/** The same of one phase; there are none by quadrant. */
const OF_PHASE = Object.freeze([
	PhaseKind.FORWARD,
	PhaseKind.REVERSE,
	PhaseKind.FORWARD_REACTIVE,
	PhaseKind.REVERSE_REACTIVE,
]);

/** First key of a total. */
const TOTALS = pack(EnergyKind.ACTIVE, 0);

/** Number of keys without a span. */
const KEY_COUNT = pack(EnergyKind.REACTIVE, KIND_STEP);

/** Counters whose sum is an energy. */
interface Counters {
	readonly first: number;
	/** True if each is summed with the next one: two quadrants. */
	readonly pair: boolean;
	/** True if those of the other tariffs are added, at distances of {@link PER_TARIFF}. */
	readonly all: boolean;
	/** Reverse counters of a total, of which these are the forward ones. */
	readonly inReverse: Counters | undefined;
}

const PER_TARIFF = Kind.COUNT;

function countersOf(kind: number, share: number, netted: boolean): Counters {
	if (kind >= EnergyKind.ACTIVE) {
		const forward =
			kind === EnergyKind.ACTIVE ? EnergyKind.FORWARD_ACTIVE : EnergyKind.FORWARD_REACTIVE;
		const inReverse = countersOf(forward + 1, share, netted);
		return Object.freeze({ ...countersOf(forward, share, netted), inReverse });
	}
	const ofPhase = share >= FIRST_PHASE;
	const first = ofPhase
		? PHASE_COUNTERS + PhaseKind.COUNT * (share - FIRST_PHASE) + OF_PHASE[kind]
		: (netted ? FIRST_NETTED : FIRST)[kind] + PER_TARIFF * Math.max(0, share - 1);
	const reactive = kind === EnergyKind.FORWARD_REACTIVE || kind === EnergyKind.REVERSE_REACTIVE;
	return Object.freeze({
		first,
		pair: reactive && !netted && !ofPhase,
		all: share === 0,
		inReverse: undefined,
	});
}

/** By kind and share of a key. */
const COUNTERS_BY_KEY: readonly Counters[] = Object.freeze(
	Array.from({ length: KEY_COUNT }, (_, key) =>
		countersOf(Math.floor(key / KIND_STEP), key % KIND_STEP, false),
	),
);

/** The same netted over the phases. Quadrants and single phases are not netted. */
const NETTED_BY_KEY: readonly Counters[] = Object.freeze(
	COUNTERS_BY_KEY.map((plain, key) => {
		const kind = Math.floor(key / KIND_STEP);
		const share = key % KIND_STEP;
		const isQuadrant = kind >= EnergyKind.Q1 && kind <= EnergyKind.Q4;
		return isQuadrant || share >= FIRST_PHASE ? plain : countersOf(kind, share, true);
	}),
);

/** Counters at the start of a meter's life. */
const NEW: readonly number[] = Object.freeze(new Array(COUNTERS).fill(0));

/**
 * Wh or varh of all phases that the last window brought.
 * @param code combination code
 */
export function incrementOf(kind: EnergyKind, code: number, increments: readonly number[]): number {
	const { first, pair } = (isNetted(code) ? NETTED_BY_KEY : COUNTERS_BY_KEY)[pack(kind, 1)];
	return pair ? increments[first] + increments[first + 1] : increments[first];
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
		const end = Math.min(last, base + KEYS.length);
		const byKey = isNetted(code) ? NETTED_BY_KEY : COUNTERS_BY_KEY;
		const forwardWeight = FORWARD_WEIGHT[code];
		const reverseWeight = REVERSE_WEIGHT[code];
		const whole: readonly number[] = energy.whole;
		let from = NEW;
		let to = whole;
		let origin = 0;
		let key = 0;
		let which = 0;
		let counters = byKey[0];
		let at = 0;
		let sum = 0;
		let forward = 0;
		for (let index = first; index < end; index++) {
			key = KEYS[index - base];
			// Kind and share of the key, if it has the span of the last one; a larger number if not.
			which = key ^ origin;
			if (which >= SPAN_STEP) {
				const span = Math.floor(key / SPAN_STEP);
				origin = span * SPAN_STEP;
				which = key ^ origin;
				// A page ends where the next begins; the last one, and one not begun yet, with the
				// counters.
				from = span === 0 ? NEW : (beginnings[span - Span.FIRST_PAGE] ?? whole);
				to = span === 0 ? whole : (beginnings[span] ?? whole);
				if (span === Span.SINCE_RESET) from = energy.resetPoint;
			}
			counters = byKey[which];
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
				if (which < TOTALS) break;
				if (counters.inReverse === undefined) {
					sum = (forwardWeight * forward + reverseWeight * sum) % ROLL_OVER;
					break;
				}
				forward = sum;
				counters = counters.inReverse;
			}
			values[index] = sum;
		}
		return end;
	}
}
