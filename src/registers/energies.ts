/** Energies: 6000–6090, and by the ratio of the current transformers 6100–619F and 6300–639F. */
import { type EnergyKey, type Range, type Row, row } from "registers/row";

/** Registers that an energy takes. */
const LENGTH = 2;

/** Registers from one page of the CT history to the next. */
const PAGE_STEP = 0x14;

/** Names of the pages; the manual's "CT5/5" is the ratio that a meter is made with. */
const PAGES = Object.freeze(["CT5/5", "CT1", "CT2", "CT3", "CT4", "CT5", "CT6", "CT7"]);

const TARIFF_NUMBERS = Object.freeze([1, 2, 3, 4]);

const WHOLE: EnergyKey = Object.freeze({
	quantity: "active",
	direction: "total",
	tariff: 0,
	phase: 0,
	page: -1,
	resettable: false,
});

type Quantity = EnergyKey["quantity"];
type Direction = "total" | "forward" | "reverse";

/** An energy's row: kWh or kvarh, a float, steps of 1 Wh or varh. */
function energy<Name extends string>(
	name: Name,
	title: string,
	address: number,
	key: Partial<EnergyKey>,
	rest: Partial<Row> = {},
): Row<Name> {
	const unit = key.quantity === "reactive" ? "kvarh" : "kWh";
	return row(name, title, address, "float", LENGTH, {
		...rest,
		unit,
		divisor: 1000,
		step: 1,
		energy: Object.freeze({ ...WHOLE, ...key }),
	});
}

function capital<Text extends string>(text: Text): Capitalize<Text> {
	return (text.charAt(0).toUpperCase() + text.slice(1)) as Capitalize<Text>;
}

/** Energies in the M-Bus telegram (manual A1.2): place of the one of all tariffs, VIFs, tariffs that follow it. */
const RECORDS = Object.freeze([
	{ quantity: "active", direction: "forward", place: 1, vif: [0x03], tariffs: 4 },
	{ quantity: "active", direction: "reverse", place: 6, vif: [0x83, 0x3c], tariffs: 4 },
	{ quantity: "reactive", direction: "forward", place: 12, vif: [0xfb, 0x82, 0x73], tariffs: 0 },
	{ quantity: "reactive", direction: "reverse", place: 13, vif: [0xfb, 0x82, 0xf3, 0x3c], tariffs: 0 },
]);

/** DIF and DIFEs of an energy; each DIFE holds two bits of the tariff (EN 13757-3, 6.3.5). */
function difOf(tariff: number): readonly number[] {
	if (tariff === 0) return [0x04];
	return tariff < 4 ? [0x84, tariff << 4] : [0x84, 0x80, 0x10];
}

function mbus(quantity: Quantity, direction: Direction, tariff: number): Partial<Row> {
	const record = RECORDS.find((each) => each.quantity === quantity && each.direction === direction);
	if (!record || tariff > record.tariffs) return {};
	return { mbus: { place: record.place + tariff, dif: difOf(tariff), vif: record.vif } };
}

/** OBIS group C of a direction; there is none of a total, whose meaning the combination code sets. */
const OBIS: Readonly<Record<Quantity, Readonly<Record<Direction, string>>>> = Object.freeze({
	active: Object.freeze({ total: "", forward: "1", reverse: "2" }),
	reactive: Object.freeze({ total: "", forward: "3", reverse: "4" }),
});

function obis(quantity: Quantity, direction: Direction, tariff: number): Partial<Row> {
	const group = OBIS[quantity][direction];
	return group === "" ? {} : { obis: `${group}.8.${tariff}` };
}

function codes(quantity: Quantity, direction: Direction, tariff: number): Partial<Row> {
	return { ...obis(quantity, direction, tariff), ...mbus(quantity, direction, tariff) };
}

/** All, T1, T2, L1, L2, L3 of a direction, from `address` on. */
function directionRows<Q extends Quantity, D extends Direction>(quantity: Q, direction: D, address: number) {
	const base = `${direction}${capital(quantity)}Energy` as const;
	const title = `${capital(direction)} ${quantity} energy`;
	return [
		energy(base, title, address, { quantity, direction }, codes(quantity, direction, 0)),
		...([1, 2] as const).map((tariff) =>
			energy(
				`${base}T${tariff}`,
				`T${tariff} ${title}`,
				address + LENGTH * tariff,
				{ quantity, direction, tariff },
				codes(quantity, direction, tariff),
			),
		),
		...([1, 2, 3] as const).map((phase) =>
			energy(`${base}L${phase}`, `L${phase} ${title}`, address + LENGTH * (2 + phase), {
				quantity,
				direction,
				phase,
			}),
		),
	];
}

/** T3 and T4 of a direction, from `address` on: they came later. */
function laterTariffs<Q extends Quantity, D extends Direction>(quantity: Q, direction: D, address: number) {
	const base = `${direction}${capital(quantity)}Energy` as const;
	const title = `${capital(direction)} ${quantity} energy`;
	return ([3, 4] as const).map((tariff) =>
		energy(
			`${base}T${tariff}`,
			`T${tariff} ${title}`,
			address + LENGTH * (tariff - 3),
			{ quantity, direction, tariff },
			codes(quantity, direction, tariff),
		),
	);
}

/** Reactive energy of a quadrant: all, then T1..T4. */
function quadrantRows<Q extends "Q1" | "Q2" | "Q3" | "Q4">(direction: Q, title: string, address: number) {
	const code = `${4 + Number(direction.slice(1))}.8`;
	return ([0, 1, 2, 3, 4] as const).map((tariff) =>
		energy(
			`reactiveEnergy${direction}${tariff === 0 ? "" : (`T${tariff}` as const)}` as const,
			`${title} reactive energy in ${direction} (${tariff === 0 ? "total" : `T${tariff}`})`,
			address + LENGTH * tariff,
			{ quantity: "reactive", direction, tariff },
			{ obis: `${code}.${tariff}` },
		),
	);
}

const RESET: Range = Object.freeze({ minimum: 0, maximum: 0 });

/** A page of the CT history: forward, then reverse, each in all and T1..T4. */
function pageRows(
	quantity: Quantity,
	page: number,
	address: number,
): Row<`${string}Page${number}${string}`>[] {
	return (["forward", "reverse"] as const).flatMap((direction, place) =>
		[0, ...TARIFF_NUMBERS].map((tariff) =>
			energy(
				`${direction}${capital(quantity)}EnergyPage${page}${tariff === 0 ? "" : `T${tariff}`}` as const,
				`${tariff === 0 ? "Total" : `T${tariff}`} ${direction} ${quantity} energy ${PAGES[page]}`,
				address + PAGE_STEP * page + LENGTH * (5 * place + tariff),
				{ quantity, direction, tariff, page },
			),
		),
	);
}

export const energyRows = Object.freeze([
	...directionRows("active", "total", 0x6000),
	...directionRows("active", "forward", 0x600c),
	...directionRows("active", "reverse", 0x6018),
	...directionRows("reactive", "total", 0x6024),
	...directionRows("reactive", "forward", 0x6030),
	...directionRows("reactive", "reverse", 0x603c),
	energy(
		"resettableEnergy",
		"Resettable day counter",
		0x6049,
		{ resettable: true },
		{
			range: RESET,
			mbus: { place: 11, dif: [0x04], vif: [0x83, 0xfc, 0x10] },
			mbusWrite: { dif: [0x0c], vif: [0x04], step: 0 },
		},
	),
	...laterTariffs("active", "total", 0x604b),
	...laterTariffs("active", "forward", 0x604f),
	...laterTariffs("active", "reverse", 0x6053),
	...laterTariffs("reactive", "total", 0x6057),
	...laterTariffs("reactive", "forward", 0x605b),
	...laterTariffs("reactive", "reverse", 0x605f),
	...quadrantRows("Q1", "Imp. Inductive", 0x6063),
	...quadrantRows("Q2", "Imp. capacitive", 0x606d),
	...quadrantRows("Q3", "Exp. Inductive", 0x6077),
	...quadrantRows("Q4", "Exp. capacitive", 0x6081),
	...([1, 2, 3] as const).map((phase) =>
		energy(`resettableEnergyL${phase}`, `Resettable day counter L${phase}`, 0x608b + LENGTH * (phase - 1), {
			phase,
			resettable: true,
		}),
	),
	...PAGES.flatMap((_, page) => pageRows("active", page, 0x6100)),
	...PAGES.flatMap((_, page) => pageRows("reactive", page, 0x6300)),
]);
