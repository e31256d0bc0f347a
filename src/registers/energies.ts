/** Energies: 6000–6090, and by the ratio of the current transformers 6100–619F and 6300–639F. */
import {
	type EnergyKey,
	EnergyKind,
	energyKey,
	FIRST_PHASE,
	kindOf,
	type Range,
	type Row,
	SINCE_RESET,
	shareOf,
	spanOf,
} from "registers/row";

/** Registers that an energy takes. */
const LENGTH = 2;

/** Registers from one page of the CT history to the next. */
const PAGE_STEP = 0x14;

/** Names of the pages; the manual's "CT5/5" is the ratio that a meter is made with. */
const PAGES = Object.freeze(["CT5/5", "CT1", "CT2", "CT3", "CT4", "CT5", "CT6", "CT7"]);

function kind<Name extends string>(name: Name, title: string, obis = "") {
	return Object.freeze({ name, title, obis });
}

/** By {@link EnergyKind}: names, titles, groups C and D of the OBIS code; a total has none, since the combination code sets its meaning. */
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

/** By share, as names and titles have it; "" for all. */
const SHARES = Object.freeze(["", "T1", "T2", "T3", "T4", "L1", "L2", "L3"]);

function nameOf(key: EnergyKey): string {
	const span = spanOf(key);
	const base = span === SINCE_RESET ? "resettableEnergy" : KINDS[kindOf(key)].name;
	const page = span === 0 || span === SINCE_RESET ? "" : `Page${span - 1}`;
	return `${base}${page}${SHARES[shareOf(key)]}`;
}

function titleOf(key: EnergyKey): string {
	const span = spanOf(key);
	const kind = kindOf(key);
	const share = SHARES[shareOf(key)];
	const { title } = KINDS[kind];
	if (span === SINCE_RESET) return `Resettable day counter ${share}`.trimEnd();
	if (span > 0) return `${share === "" ? "Total" : share} ${title} ${PAGES[span - 1]}`;
	if (kind >= EnergyKind.Q1 && kind <= EnergyKind.Q4)
		return `${title} (${share === "" ? "total" : share})`;
	return `${share} ${title.charAt(0).toUpperCase()}${title.slice(1)}`.trimStart();
}

function obisOf(key: EnergyKey): string | undefined {
	const { obis } = KINDS[kindOf(key)];
	const share = shareOf(key);
	return obis === "" || share >= FIRST_PHASE || spanOf(key) > 0 ? undefined : `${obis}.${share}`;
}

function isActive(key: EnergyKey): boolean {
	const kind = kindOf(key);
	return kind === EnergyKind.ACTIVE || kind <= EnergyKind.REVERSE_ACTIVE;
}

/** The energy of the row that a getter of the prototype is asked for. */
function keyOf(row: unknown): EnergyKey {
	return (row as { energy: EnergyKey }).energy;
}

/** What all energies have in common, their prototype: kWh or kvarh, a float, steps of 1 Wh or varh. */
const COMMON: Omit<Row, "address" | "energy"> = Object.freeze({
	format: "float",
	length: LENGTH,
	divisor: 1000,
	step: 1,
	initial: 0,
	get unit() {
		return isActive(keyOf(this)) ? "kWh" : "kvarh";
	},
	get name() {
		return nameOf(keyOf(this));
	},
	get title() {
		return titleOf(keyOf(this));
	},
	get obis() {
		return obisOf(keyOf(this));
	},
});

function energy<Name extends string>(
	address: number,
	key: EnergyKey,
	rest: Pick<Row, "range" | "mbus" | "mbusWrite"> = {},
): Row<Name> {
	return Object.assign(Object.create(COMMON), { address, energy: key, ...rest });
}

/** Energies in the M-Bus telegram (manual A1.2): place of the one of all tariffs, VIFs, tariffs that follow it. */
const RECORDS = Object.freeze([
	{ of: EnergyKind.FORWARD_ACTIVE, place: 1, vif: [0x03], tariffs: 4 },
	{ of: EnergyKind.REVERSE_ACTIVE, place: 6, vif: [0x83, 0x3c], tariffs: 4 },
	{ of: EnergyKind.FORWARD_REACTIVE, place: 12, vif: [0xfb, 0x82, 0x73], tariffs: 0 },
	{ of: EnergyKind.REVERSE_REACTIVE, place: 13, vif: [0xfb, 0x82, 0xf3, 0x3c], tariffs: 0 },
]);

/** DIF and DIFEs of an energy; each DIFE holds two bits of the tariff (EN 13757-3, 6.3.5). */
function difOf(tariff: number): readonly number[] {
	if (tariff === 0) return [0x04];
	return tariff < 4 ? [0x84, tariff << 4] : [0x84, 0x80, 0x10];
}

function mbus(kind: EnergyKind, tariff: number): Pick<Row, "mbus"> {
	const record = RECORDS.find((each) => each.of === kind);
	if (!record || tariff > record.tariffs) return {};
	return { mbus: { place: record.place + tariff, dif: difOf(tariff), vif: record.vif } };
}

type NameOf<Kind extends EnergyKind> = (typeof KINDS)[Kind]["name"];

/** Energies of a kind by tariff, from `address` on; 0 is all of them. */
function tariffRows<Kind extends EnergyKind, Tariff extends number>(
	kind: Kind,
	tariffs: readonly Tariff[],
	address: number,
) {
	return tariffs.map((tariff, place) =>
		energy<Tariff extends 0 ? NameOf<Kind> : `${NameOf<Kind>}T${Tariff}`>(
			address + LENGTH * place,
			energyKey(kind, tariff),
			mbus(kind, tariff),
		),
	);
}

/** All, T1, T2, L1, L2, L3 of a direction, from `address` on. */
function directionRows<Kind extends EnergyKind>(kind: Kind, address: number) {
	return [
		...tariffRows(kind, [0, 1, 2] as const, address),
		...([1, 2, 3] as const).map((phase) =>
			energy<`${NameOf<Kind>}L${1 | 2 | 3}`>(
				address + LENGTH * (2 + phase),
				energyKey(kind, FIRST_PHASE + phase - 1),
			),
		),
	];
}

/** T3 and T4 of a direction, from `address` on: they came later. */
function laterTariffs<Kind extends EnergyKind>(kind: Kind, address: number) {
	return tariffRows(kind, [3, 4] as const, address);
}

/** Reactive energy of a quadrant: all, then T1..T4. */
function quadrantRows<Kind extends EnergyKind>(kind: Kind, address: number) {
	return tariffRows(kind, [0, 1, 2, 3, 4] as const, address);
}

const RESET: Range = Object.freeze({ minimum: 0, maximum: 0 });

/** A page of the CT history: forward, then reverse, each in all and T1..T4. @param kinds forward and reverse */
function pageRows(
	kinds: readonly EnergyKind[],
	page: number,
	address: number,
): Row<`${string}Page${number}${string}`>[] {
	return kinds.flatMap((kind, place) =>
		[0, 1, 2, 3, 4].map((tariff) =>
			energy<`${string}Page${number}${string}`>(
				address + PAGE_STEP * page + LENGTH * (5 * place + tariff),
				energyKey(kind, tariff, page + 1),
			),
		),
	);
}

export const energyRows = Object.freeze([
	...directionRows(EnergyKind.ACTIVE, 0x6000),
	...directionRows(EnergyKind.FORWARD_ACTIVE, 0x600c),
	...directionRows(EnergyKind.REVERSE_ACTIVE, 0x6018),
	...directionRows(EnergyKind.REACTIVE, 0x6024),
	...directionRows(EnergyKind.FORWARD_REACTIVE, 0x6030),
	...directionRows(EnergyKind.REVERSE_REACTIVE, 0x603c),
	energy<"resettableEnergy">(0x6049, energyKey(EnergyKind.ACTIVE, 0, SINCE_RESET), {
		range: RESET,
		mbus: { place: 11, dif: [0x04], vif: [0x83, 0xfc, 0x10] },
		mbusWrite: { dif: [0x0c], vif: [0x04], step: 0 },
	}),
	...laterTariffs(EnergyKind.ACTIVE, 0x604b),
	...laterTariffs(EnergyKind.FORWARD_ACTIVE, 0x604f),
	...laterTariffs(EnergyKind.REVERSE_ACTIVE, 0x6053),
	...laterTariffs(EnergyKind.REACTIVE, 0x6057),
	...laterTariffs(EnergyKind.FORWARD_REACTIVE, 0x605b),
	...laterTariffs(EnergyKind.REVERSE_REACTIVE, 0x605f),
	...quadrantRows(EnergyKind.Q1, 0x6063),
	...quadrantRows(EnergyKind.Q2, 0x606d),
	...quadrantRows(EnergyKind.Q3, 0x6077),
	...quadrantRows(EnergyKind.Q4, 0x6081),
	...([1, 2, 3] as const).map((phase) =>
		energy<`resettableEnergyL${1 | 2 | 3}`>(
			0x608b + LENGTH * (phase - 1),
			energyKey(EnergyKind.ACTIVE, FIRST_PHASE + phase - 1, SINCE_RESET),
		),
	),
	...PAGES.flatMap((_, page) =>
		pageRows([EnergyKind.FORWARD_ACTIVE, EnergyKind.REVERSE_ACTIVE], page, 0x6100),
	),
	...PAGES.flatMap((_, page) =>
		pageRows([EnergyKind.FORWARD_REACTIVE, EnergyKind.REVERSE_REACTIVE], page, 0x6300),
	),
]);
