/** Answers for the energy registers from metrology's counters, by the combination code, and resets the resettable ones. */
import { Combination, FORWARD_SHARE, REVERSE_SHARE } from "metrology/combination";
import { COUNTERS, Kind, PHASE_COUNTERS, PhaseKind, ROLL_OVER } from "metrology/energy";
import type Metrology from "metrology/metrology";
import type { Binding } from "registers/binding";
import type RegisterModel from "registers/model";
import {
	EnergyKind,
	energyKey,
	FIRST_PHASE,
	KIND_STEP,
	kindOf,
	SINCE_RESET,
	SPAN_STEP,
	shareOf,
	spanOf,
} from "registers/row";
import { indexOf, table } from "registers/table";
import type Keeper from "storage/keeper";

const COMBINATION_CODE = indexOf("combinationCode");
const RESETTABLE = indexOf("resettableEnergy");

/** By {@link EnergyKind}, but for the totals: the first counter of a tariff that each phase counts by itself. */
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
	...FIRST.slice(EnergyKind.Q1),
]);

/** The same of one phase; there are none by quadrant. */
const OF_PHASE = Object.freeze([
	PhaseKind.FORWARD,
	PhaseKind.REVERSE,
	PhaseKind.FORWARD_REACTIVE,
	PhaseKind.REVERSE_REACTIVE,
]);

/** First key of a total. */
const TOTALS = energyKey(EnergyKind.ACTIVE, 0);

/** Behind the last. */
const KEYS = energyKey(EnergyKind.REACTIVE, KIND_STEP);

/** Counters whose sum is an energy. */
interface Counters {
	readonly first: number;
	/** To each the one behind it belongs too: two quadrants. */
	readonly pair: boolean;
	/** Those of the other tariffs belong to it too, {@link PER_TARIFF} further each. */
	readonly all: boolean;
	/** Of a total, whose forward counters these are: those of its reverse. */
	readonly reverse: Counters | undefined;
}

const PER_TARIFF = Kind.COUNT;

function countersOf(kind: number, share: number, netted: boolean): Counters {
	if (kind >= EnergyKind.ACTIVE) {
		const forward =
			kind === EnergyKind.ACTIVE ? EnergyKind.FORWARD_ACTIVE : EnergyKind.FORWARD_REACTIVE;
		const reverse = countersOf(forward + 1, share, netted);
		return Object.freeze({ ...countersOf(forward, share, netted), reverse });
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
		reverse: undefined,
	});
}

/** Counters by kind and share of a key. */
function countersByKey(netted: boolean): readonly Counters[] {
	return Object.freeze(
		Array.from({ length: KEYS }, (_, key) => countersOf(kindOf(key), shareOf(key), netted)),
	);
}

const COUNTERS_BY_KEY = countersByKey(false);
const NETTED_BY_KEY = countersByKey(true);

/** Counters at the start of a meter's life. */
const NEW: readonly number[] = Object.freeze(new Array(COUNTERS).fill(0));

/** Wh or varh that a window's increments bring to an energy of all phases. @param netted as the combination code says */
export function incrementOf(
	kind: EnergyKind,
	netted: boolean,
	increments: readonly number[],
): number {
	const { first, pair } = (netted ? NETTED_BY_KEY : COUNTERS_BY_KEY)[energyKey(kind, 1)];
	return pair ? increments[first] + increments[first + 1] : increments[first];
}

export default class EnergyRegisters implements Binding {
	readonly #model: RegisterModel;
	readonly #metrology: Metrology;
	readonly #keeper: Keeper;

	constructor(model: RegisterModel, metrology: Metrology, keeper: Keeper) {
		this.#model = model;
		this.#metrology = metrology;
		this.#keeper = keeper;
		table.forEach((row, index) => {
			if (row.energy !== undefined) model.bind(index, this);
		});
	}

	/** Wh or varh. One loop without calls: a master reads 62 at once and waits. */
	readMany(first: number, last: number, values: number[]): number {
		const { energy, ctHistory } = this.#metrology;
		const code = this.#model.get(COMBINATION_CODE);
		const countersByKey = code === Combination.NETTED ? NETTED_BY_KEY : COUNTERS_BY_KEY;
		const forwardShare = FORWARD_SHARE[code];
		const reverseShare = REVERSE_SHARE[code];
		const rows = table;
		const whole: readonly number[] = energy.whole;
		let from = NEW;
		let to = whole;
		let origin = 0;
		let index = first;
		let key: number | undefined;
		let which = 0;
		let counters = countersByKey[0];
		let at = 0;
		let sum = 0;
		let forward = 0;
		for (; index < last; index++) {
			key = rows[index].energy;
			if (key === undefined) break;
			// Kind and share of the key, if it has the span of the last one; a larger number if not.
			which = key ^ origin;
			if (which >= SPAN_STEP) {
				const span = spanOf(key);
				origin = span * SPAN_STEP;
				which = key ^ origin;
				// A page ends where the next begins; the present one, and one that there is not yet, with the counters.
				from = span === 0 ? NEW : (ctHistory.beginnings[span - 1] ?? whole);
				to = span === 0 ? whole : (ctHistory.beginnings[span] ?? whole);
				if (span === SINCE_RESET) from = energy.resetPoint;
			}
			counters = countersByKey[which];
			for (;;) {
				at = counters.first;
				sum = to[at] - from[at];
				if (counters.pair) sum += to[at + 1] - from[at + 1];
				if (counters.all)
					for (at += PER_TARIFF; at < PHASE_COUNTERS; at += PER_TARIFF) {
						sum += to[at] - from[at];
						if (counters.pair) sum += to[at + 1] - from[at + 1];
					}
				// As counters do, their sum rolls over.
				while (sum < 0) sum += ROLL_OVER;
				while (sum >= ROLL_OVER) sum -= ROLL_OVER;
				if (which < TOTALS) break;
				if (counters.reverse === undefined) {
					sum = (forwardShare * forward + reverseShare * sum) % ROLL_OVER;
					break;
				}
				forward = sum;
				counters = counters.reverse;
			}
			values[index] = sum;
		}
		return index;
	}

	/** Only 0 is in range: a reset of the counters that can be reset. */
	apply(index: number): void {
		if (index !== RESETTABLE) return;
		this.#metrology.energy.reset();
		this.#keeper.keepReset();
	}
}
