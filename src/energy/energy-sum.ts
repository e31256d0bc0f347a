/**
 * Sums counters to energies, by the combination code. This is the file where speed decides: a
 * client reads 62 energies at once and waits, so they are summed in one loop without calls, by a
 * table of the counters of each.
 */
import { FORWARD_WEIGHT, isNetted, REVERSE_WEIGHT } from "energy/combination";
import type EnergyCounters from "energy/counters";
import { COUNTERS, Kind, PHASE_COUNTERS, PhaseKind, ROLL_OVER, TARIFFS } from "energy/counters";
import type CtHistory from "energy/ct-history";
import { EnergyKind, type EnergyQuantity, energyQuantities, Span } from "energy/quantities";

/** Share of all is 0, of T1..T4 1..4, of L1 this; L2 and L3 follow. */
const FIRST_PHASE = 5;

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

/** Counters whose sum is an energy. */
interface Counters {
	readonly first: number;
	/** True if each is summed with the next one: two quadrants. */
	readonly pair: boolean;
	/** Place of the last: the first, or that of T4; each tariff is {@link PER_TARIFF} further. */
	readonly last: number;
	/** True if they are half of a total. */
	readonly half: boolean;
	/** Reverse counters of a total, of which these are the forward ones. */
	readonly inReverse: Counters | undefined;
}

const PER_TARIFF = Kind.COUNT;

/** True if the counters of a kind are two quadrants. */
function isPair(kind: number, netted: boolean): boolean {
	const reactive = kind === EnergyKind.FORWARD_REACTIVE || kind === EnergyKind.REVERSE_REACTIVE;
	return reactive && !netted;
}

function countersOf(kind: number, share: number, netted: boolean): Counters {
	if (kind >= EnergyKind.ACTIVE) {
		const forward =
			kind === EnergyKind.ACTIVE ? EnergyKind.FORWARD_ACTIVE : EnergyKind.FORWARD_REACTIVE;
		const inReverse = Object.freeze({ ...countersOf(forward + 1, share, netted), half: true });
		return Object.freeze({ ...countersOf(forward, share, netted), half: true, inReverse });
	}
	const ofPhase = share >= FIRST_PHASE;
	const first = ofPhase
		? PHASE_COUNTERS + PhaseKind.COUNT * (share - FIRST_PHASE) + OF_PHASE[kind]
		: (netted ? FIRST_NETTED : FIRST)[kind] + PER_TARIFF * Math.max(0, share - 1);
	return Object.freeze({
		first,
		pair: !ofPhase && isPair(kind, netted),
		last: share === 0 ? first + (TARIFFS - 1) * PER_TARIFF : first,
		half: false,
		inReverse: undefined,
	});
}

/**
 * Counters by the place of the energy in {@link energyQuantities}: plain, then netted over the
 * phases. Energies of other spans share theirs.
 */
const PLANS = plans();

function plans(): readonly (readonly Counters[])[] {
	const known = new Map<string, Counters>();
	const find = ({ kind, tariff, phase }: EnergyQuantity, netted: boolean): Counters => {
		const share = phase > 0 ? FIRST_PHASE + phase - 1 : tariff;
		// Quadrants and single phases are not netted.
		const isQuadrant = kind >= EnergyKind.Q1 && kind <= EnergyKind.Q4;
		const isNet = netted && !isQuadrant && phase === 0;
		const name = `${kind} ${share} ${isNet}`;
		const counters = known.get(name) ?? countersOf(kind, share, isNet);
		known.set(name, counters);
		return counters;
	};
	return Object.freeze(
		[false, true].map((netted) =>
			Object.freeze(energyQuantities.map((quantity) => find(quantity, netted))),
		),
	);
}

/** Energies of one span that follow each other. */
interface Run {
	/** Place after the last. */
	readonly end: number;
	readonly span: number;
}

const RUNS: readonly Run[] = Object.freeze(
	energyQuantities.flatMap(({ span }, place): Run[] =>
		energyQuantities[place + 1]?.span === span ? [] : [Object.freeze({ end: place + 1, span })],
	),
);

/** Place in {@link RUNS} by the place of the energy. */
const RUN_OF = Uint8Array.from(energyQuantities, (_, place) =>
	RUNS.findIndex(({ end }) => place < end),
);

/** Counters at the start of a meter's life. */
const NEW: readonly number[] = Object.freeze(new Array(COUNTERS).fill(0));

/**
 * Wh or varh of all phases that the last window brought.
 * @param code combination code
 */
export function incrementOf(kind: EnergyKind, code: number, increments: readonly number[]): number {
	const netted = isNetted(code);
	const first = (netted ? FIRST_NETTED : FIRST)[kind];
	return isPair(kind, netted) ? increments[first] + increments[first + 1] : increments[first];
}

export default class EnergySum {
	readonly #counters: EnergyCounters;
	readonly #ctHistory: CtHistory;

	constructor(counters: EnergyCounters, ctHistory: CtHistory) {
		this.#counters = counters;
		this.#ctHistory = ctHistory;
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
		const energy = this.#counters;
		const beginnings = this.#ctHistory.beginnings;
		const end = Math.min(last, base + ENERGY_COUNT);
		const plan = PLANS[isNetted(code) ? 1 : 0];
		const forwardWeight = FORWARD_WEIGHT[code];
		const reverseWeight = REVERSE_WEIGHT[code];
		const whole: readonly number[] = energy.whole;
		let from = NEW;
		let to = whole;
		let counters = plan[0];
		let at = 0;
		let lastAt = 0;
		let sum = 0;
		let forward = 0;
		let run = RUN_OF[first - base];
		for (let index = first; index < end; run++) {
			const span = RUNS[run].span;
			const stop = Math.min(end, base + RUNS[run].end);
			// A page ends where the next begins; the last one, and one not begun yet, with the counters.
			from = span === 0 ? NEW : (beginnings[span - Span.FIRST_PAGE] ?? whole);
			to = span === 0 ? whole : (beginnings[span] ?? whole);
			if (span === Span.SINCE_RESET) from = energy.resetPoint;
			for (; index < stop; index++) {
				counters = plan[index - base];
				for (;;) {
					at = counters.first;
					lastAt = counters.last;
					sum = to[at] - from[at];
					if (counters.pair) {
						sum += to[at + 1] - from[at + 1];
						while (at < lastAt) {
							at += PER_TARIFF;
							sum += to[at] - from[at] + to[at + 1] - from[at + 1];
						}
					} else
						while (at < lastAt) {
							at += PER_TARIFF;
							sum += to[at] - from[at];
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
