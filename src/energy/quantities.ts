/**
 * Energies (manual A2.2): lifetime by direction, tariff, phase and quadrant, pages of the CT
 * history, since the reset.
 */
import { type Quantity, quantities } from "registers/quantity";

/** Quantity and direction of an energy. */
export const EnergyKind = Object.freeze({
	FORWARD_ACTIVE: 0,
	REVERSE_ACTIVE: 1,
	FORWARD_REACTIVE: 2,
	REVERSE_REACTIVE: 3,
	/** Reactive energy by quadrant. */
	Q1: 4,
	Q2: 5,
	Q3: 6,
	Q4: 7,
	/** Totals of forward and reverse, by the combination code. */
	ACTIVE: 8,
	REACTIVE: 9,
} as const);

export type EnergyKind = (typeof EnergyKind)[keyof typeof EnergyKind];

/** Pages of the CT history; the manual's "CT5/5" is the ratio of a new meter. */
const PAGES = Object.freeze(["CT5/5", "CT1", "CT2", "CT3", "CT4", "CT5", "CT6", "CT7"]);

/**
 * Time that an energy covers: the meter's life, from the last reset, or {@link pageSpan} of the CT
 * history.
 */
export const Span = Object.freeze({ LIFETIME: 0, FIRST_PAGE: 1, SINCE_RESET: 9 } as const);

/** Span of a page of the CT history, 0..7. */
function pageSpan(page: number): number {
	return Span.FIRST_PAGE + page;
}

/** An energy, in Wh or varh at the primary side. */
export interface EnergyQuantity<Name extends string = string> extends Quantity<Name> {
	readonly kind: EnergyKind;
	/** 1..4; 0 for all. */
	readonly tariff: number;
	/** 1..3 for L1..L3; 0 for all. */
	readonly phase: number;
	/** See {@link Span}. */
	readonly span: number;
}

function kind<Name extends string>(name: Name, title: string, obis = "") {
	return Object.freeze({ name, title, obis });
}

/**
 * By {@link EnergyKind}: names, titles, groups C and D of the OBIS code. A total has no code,
 * because its meaning depends on the combination code.
 */
const KINDS = Object.freeze([
	kind("forwardActiveEnergy", "forward active energy", "1.8"),
	kind("reverseActiveEnergy", "reverse active energy", "2.8"),
	kind("forwardReactiveEnergy", "forward reactive energy", "3.8"),
	kind("reverseReactiveEnergy", "reverse reactive energy", "4.8"),
	kind("reactiveEnergyQ1", "Imp. Inductive reactive energy in Q1", "5.8"),
	kind("reactiveEnergyQ2", "Imp. capacitive reactive energy in Q2", "6.8"),
	kind("reactiveEnergyQ3", "Exp. Inductive reactive energy in Q3", "7.8"),
	kind("reactiveEnergyQ4", "Exp. capacitive reactive energy in Q4", "8.8"),
	kind("totalActiveEnergy", "total active energy"),
	kind("totalReactiveEnergy", "total reactive energy"),
] as const);

type NameOf<Kind extends EnergyKind> = (typeof KINDS)[Kind]["name"];

/** OBIS code of a kind by tariff, 0 for all tariffs: "1.8.0". */
function obisOf(which: EnergyKind, tariff: number): Pick<Quantity, "obis"> {
	const { obis } = KINDS[which];
	return obis === "" ? {} : { obis: `${obis}.${tariff}` };
}

function shareOf(tariff: number, phase: number): string {
	if (phase > 0) return `L${phase}`;
	return tariff > 0 ? `T${tariff}` : "";
}

function unitOf(which: EnergyKind): "Wh" | "varh" {
	return which === EnergyKind.ACTIVE || which <= EnergyKind.REVERSE_ACTIVE ? "Wh" : "varh";
}

function lifetimeTitle(which: EnergyKind, share: string): string {
	const { title } = KINDS[which];
	if (which >= EnergyKind.Q1 && which <= EnergyKind.Q4)
		return `${title} (${share === "" ? "total" : share})`;
	return `${share} ${title.charAt(0).toUpperCase()}${title.slice(1)}`.trimStart();
}

/** Energies of a kind by tariff; tariff 0 is all of them. */
function byTariff<Kind extends EnergyKind, Tariff extends number>(
	which: Kind,
	tariffs: readonly Tariff[],
): EnergyQuantity<Tariff extends 0 ? NameOf<Kind> : `${NameOf<Kind>}T${Tariff}`>[] {
	return tariffs.map((tariff) => ({
		name: `${KINDS[which].name}${shareOf(tariff, 0)}` as Tariff extends 0
			? NameOf<Kind>
			: `${NameOf<Kind>}T${Tariff}`,
		title: lifetimeTitle(which, shareOf(tariff, 0)),
		kind: which,
		tariff,
		phase: 0,
		span: Span.LIFETIME,
		...obisOf(which, tariff),
		unit: unitOf(which),
		initial: 0,
		step: 1,
	}));
}

/** All, T1, T2, L1, L2, L3 of a direction. */
function direction<Kind extends EnergyKind>(which: Kind) {
	return [
		...byTariff(which, [0, 1, 2] as const),
		...([1, 2, 3] as const).map(
			(phase): EnergyQuantity<`${NameOf<Kind>}L${1 | 2 | 3}`> => ({
				name: `${KINDS[which].name as NameOf<Kind>}L${phase}`,
				title: lifetimeTitle(which, shareOf(0, phase)),
				kind: which,
				tariff: 0,
				phase,
				span: Span.LIFETIME,
				unit: unitOf(which),
				initial: 0,
				step: 1,
			}),
		),
	];
}

/** T3 and T4 of a direction, which the register map has in a later block. */
function laterTariffs<Kind extends EnergyKind>(which: Kind) {
	return byTariff(which, [3, 4] as const);
}

/** Reactive energy of a quadrant: all, then T1..T4. */
function quadrant<Kind extends EnergyKind>(which: Kind) {
	return byTariff(which, [0, 1, 2, 3, 4] as const);
}

/**
 * Active energy by the combination code since the last reset; writing 0 to that of all phases
 * resets.
 */
function sinceReset<Name extends string>(name: Name, phase: number): EnergyQuantity<Name> {
	return {
		name,
		title: `Resettable day counter ${shareOf(0, phase)}`.trimEnd(),
		kind: EnergyKind.ACTIVE,
		tariff: 0,
		phase,
		span: Span.SINCE_RESET,
		unit: "Wh",
		initial: 0,
		step: 1,
	};
}

/** A page of the CT history: forward, then reverse, each for all and T1..T4. */
function page(
	kinds: readonly EnergyKind[],
	place: number,
): EnergyQuantity<`${string}Page${number}${string}`>[] {
	return kinds.flatMap((which) =>
		[0, 1, 2, 3, 4].map((tariff) => ({
			name: `${KINDS[which].name}Page${place}${shareOf(tariff, 0)}` as const,
			title: `${shareOf(tariff, 0) || "Total"} ${KINDS[which].title} ${PAGES[place]}`,
			kind: which,
			tariff,
			phase: 0,
			span: pageSpan(place),
			unit: unitOf(which),
			initial: 0,
			step: 1,
		})),
	);
}

/** In the order of the register map, so that a block of energies is read in one call. */
export const energyQuantities = quantities([
	...direction(EnergyKind.ACTIVE),
	...direction(EnergyKind.FORWARD_ACTIVE),
	...direction(EnergyKind.REVERSE_ACTIVE),
	...direction(EnergyKind.REACTIVE),
	...direction(EnergyKind.FORWARD_REACTIVE),
	...direction(EnergyKind.REVERSE_REACTIVE),
	{ ...sinceReset("resettableEnergy", 0), range: { minimum: 0, maximum: 0 } },
	...laterTariffs(EnergyKind.ACTIVE),
	...laterTariffs(EnergyKind.FORWARD_ACTIVE),
	...laterTariffs(EnergyKind.REVERSE_ACTIVE),
	...laterTariffs(EnergyKind.REACTIVE),
	...laterTariffs(EnergyKind.FORWARD_REACTIVE),
	...laterTariffs(EnergyKind.REVERSE_REACTIVE),
	...quadrant(EnergyKind.Q1),
	...quadrant(EnergyKind.Q2),
	...quadrant(EnergyKind.Q3),
	...quadrant(EnergyKind.Q4),
	...([1, 2, 3] as const).map((phase) => sinceReset(`resettableEnergyL${phase}`, phase)),
	...PAGES.flatMap((_, place) =>
		page([EnergyKind.FORWARD_ACTIVE, EnergyKind.REVERSE_ACTIVE], place),
	),
	...PAGES.flatMap((_, place) =>
		page([EnergyKind.FORWARD_REACTIVE, EnergyKind.REVERSE_REACTIVE], place),
	),
]);
