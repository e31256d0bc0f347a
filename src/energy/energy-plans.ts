/** The parts of each energy: counters of the meter, or energies that come later in the list. */
import { Kind, PHASE_COUNTERS, PhaseKind, TARIFFS } from "energy/counters";
import { EnergyKind, energyQuantities } from "energy/quantities";

/** Share of all is 0, of T1..T4 1..4, of L1 this; L2 and L3 follow. */
const FIRST_PHASE = 5;

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

/** Counters from one of a tariff to the same of the next. */
export const PER_TARIFF = Kind.COUNT;

/** Counters whose sum is an energy. */
export interface Counters {
	readonly first: number;
	/** Reverse counters of a total, of which these are the forward ones. */
	readonly inReverse: Counters | undefined;
	/** True if those of the other tariffs are added, at distances of {@link PER_TARIFF}. */
	readonly all: boolean;
	/** True if they are half of a total. */
	readonly half: boolean;
	/** True if each is summed with the next one: two quadrants. */
	readonly pair: boolean;
}

/** The later energies that an energy adds up; where they were not read, its counters. */
export interface Plan extends Counters {
	/** Places to the last of them: T4 of T1..T4, or the reverse energy of a total. */
	readonly reach: number;
	/** Places to the forward energy of a total. */
	readonly toForward: number;
}

/** Of an energy that adds up no others: further than any. */
const ALONE = Object.freeze({ reach: energyQuantities.length, toForward: 0 });

/** True if the counters of a kind are two quadrants. */
export function isPair(kind: number, netted: boolean): boolean {
	const reactive = kind === EnergyKind.FORWARD_REACTIVE || kind === EnergyKind.REVERSE_REACTIVE;
	return reactive && !netted;
}

/** First counter of T1 of a kind that is no total. */
export function firstOf(kind: number, netted: boolean): number {
	return (netted ? FIRST_NETTED : FIRST)[kind];
}

/** Kind of the forward energies of a total; the reverse ones have the next. */
function forwardOf(kind: number): number {
	return kind === EnergyKind.ACTIVE ? EnergyKind.FORWARD_ACTIVE : EnergyKind.FORWARD_REACTIVE;
}

function countersOf(kind: number, share: number, netted: boolean): Counters {
	if (kind >= EnergyKind.ACTIVE) {
		const reverse = countersOf(forwardOf(kind) + 1, share, netted);
		const inReverse = Object.freeze({ ...reverse, half: true });
		return { ...countersOf(forwardOf(kind), share, netted), half: true, inReverse };
	}
	const ofPhase = share >= FIRST_PHASE;
	const first = ofPhase
		? PHASE_COUNTERS + PhaseKind.COUNT * (share - FIRST_PHASE) + OF_PHASE[kind]
		: firstOf(kind, netted) + PER_TARIFF * Math.max(0, share - 1);
	return {
		first,
		inReverse: undefined,
		all: share === 0,
		half: false,
		pair: !ofPhase && isPair(kind, netted),
	};
}

/** Places from an energy to that of another kind and tariff; 0 if it does not come later. */
function placesTo(place: number, kind: number, tariff: number): number {
	const { phase, span } = energyQuantities[place];
	const found = energyQuantities.findIndex(
		(each) =>
			each.kind === kind && each.tariff === tariff && each.phase === phase && each.span === span,
	);
	return Math.max(0, found - place);
}

function partsOf(place: number): Pick<Plan, "reach" | "toForward"> {
	const { kind, tariff, phase } = energyQuantities[place];
	if (kind >= EnergyKind.ACTIVE) {
		const toForward = placesTo(place, forwardOf(kind), tariff);
		const reach = placesTo(place, forwardOf(kind) + 1, tariff);
		return toForward > 0 && reach > toForward ? { reach, toForward } : ALONE;
	}
	if (tariff > 0 || phase > 0) return ALONE;
	const follow = [1, 2, 3, 4].every((each) => placesTo(place, kind, each) === each);
	return follow ? { reach: TARIFFS, toForward: 0 } : ALONE;
}

/** Distinct plans, by their place in both lists. */
interface Plans {
	readonly plain: readonly Plan[];
	/** Netted over the phases; quadrants and single phases never are. */
	readonly netted: readonly Plan[];
	/** Place of a plan by the place of the energy in {@link energyQuantities}. */
	readonly placeOf: Uint8Array;
}

function makePlans(): Plans {
	const plain: Plan[] = [];
	const netted: Plan[] = [];
	const known = new Map<string, number>();
	const placeOf = Uint8Array.from(energyQuantities, ({ kind, tariff, phase }, energy) => {
		const share = phase > 0 ? FIRST_PHASE + phase - 1 : tariff;
		const parts = partsOf(energy);
		const name = `${kind} ${share} ${parts.reach}`;
		const place = known.get(name) ?? plain.length;
		if (known.has(name)) return place;
		known.set(name, place);
		const isQuadrant = kind >= EnergyKind.Q1 && kind <= EnergyKind.Q4;
		const isNetted = !isQuadrant && phase === 0;
		plain.push(Object.freeze({ ...countersOf(kind, share, false), ...parts }));
		netted.push(Object.freeze({ ...countersOf(kind, share, isNetted), ...parts }));
		return place;
	});
	return Object.freeze({ plain: Object.freeze(plain), netted: Object.freeze(netted), placeOf });
}

export const PLANS = makePlans();

/** Energies of one span that follow each other. */
interface Run {
	/** Place of the first of them. */
	readonly start: number;
	readonly span: number;
}

/** All energies, in their order. */
export const RUNS: readonly Run[] = Object.freeze(
	energyQuantities.flatMap(({ span }, start): Run[] =>
		energyQuantities[start - 1]?.span === span ? [] : [Object.freeze({ start, span })],
	),
);

/** Place in {@link RUNS} by the place of the energy. */
export const RUN_OF = Uint8Array.from(energyQuantities, (_, place) => {
	const next = RUNS.findIndex(({ start }) => start > place);
	return (next < 0 ? RUNS.length : next) - 1;
});
