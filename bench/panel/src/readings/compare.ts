/** Everything that the meter reads and the bench knows, side by side. */
import { computed, effect } from "@preact/signals";
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { PHASES } from "registers/quantity";
import type { RegisterName } from "../../../../client/register-table.ts";
import type { Truth } from "../../../http/truth.ts";
import { live } from "../live.ts";
import { measured } from "../registers.ts";

/** A kind of quantity. */
export interface Kind {
	readonly symbol: string;
	readonly unit: string;
	readonly decimals: number;
	readonly name:
		| "voltage"
		| "current"
		| "activePower"
		| "reactivePower"
		| "apparentPower"
		| "powerFactor";
	/** True if the value is multiplied by the CT ratio. */
	readonly primary: boolean;
	/** True if there is a total of all phases. */
	readonly total: boolean;
	/** Absolute truth below which an error in percent has no meaning, on the secondary side. */
	readonly least: number;
}

export const KINDS: readonly Kind[] = [
	{ symbol: "U", unit: "V", decimals: 2, name: "voltage", primary: false, total: false, least: 10 },
	{
		symbol: "I",
		unit: "A",
		decimals: 3,
		name: "current",
		primary: true,
		total: false,
		least: 0.01,
	},
	{
		symbol: "P",
		unit: "W",
		decimals: 1,
		name: "activePower",
		primary: true,
		total: true,
		least: 1,
	},
	{
		symbol: "Q",
		unit: "var",
		decimals: 1,
		name: "reactivePower",
		primary: true,
		total: true,
		least: 1,
	},
	{
		symbol: "S",
		unit: "VA",
		decimals: 1,
		name: "apparentPower",
		primary: true,
		total: true,
		least: 1,
	},
	{
		symbol: "PF",
		unit: "",
		decimals: 3,
		name: "powerFactor",
		primary: false,
		total: true,
		least: 0.01,
	},
];

/** Names of the energies in the meter and in the truth. */
export const ENERGIES = [
	{ title: "forward", unit: "kWh", name: "forwardActiveEnergy", key: "forwardActive" },
	{ title: "reverse", unit: "kWh", name: "reverseActiveEnergy", key: "reverseActive" },
	{ title: "forward", unit: "kvarh", name: "forwardReactiveEnergy", key: "forwardReactive" },
	{ title: "reverse", unit: "kvarh", name: "reverseReactiveEnergy", key: "reverseReactive" },
] as const;

/** First register of the energies. */
const ENERGY_BLOCK = 0x6000;

/** Energy (Wh) below which its error says more about the last digit than about the meter. */
const LEAST_ENERGY_WH = 500;

/** A reading and its true value. */
export interface Pair {
	/** "L1 P", "total P". */
	readonly title: string;
	readonly unit: string;
	/** Undefined: not read. */
	readonly value: number | undefined;
	readonly truth: number | undefined;
	/** Error in percent of the truth; null where that has no meaning. */
	readonly error: number | null;
}

/** Returns the meter's CT ratio as a factor; 1 if unknown. */
export function ratioOf(ctRatio: number | undefined): number {
	return ctRatio === undefined ? 1 : ctPrimaryOf(ctRatio) / ctSecondaryOf(ctRatio);
}

function pair(
	title: string,
	unit: string,
	values: { readonly value: number | undefined; readonly truth: number | undefined },
	least: number,
): Pair {
	const { value, truth } = values;
	const known = value !== undefined && truth !== undefined && Math.abs(truth) >= least;
	return { title, unit, ...values, error: known ? (value / truth - 1) * 100 : null };
}

/** True total of all phases on the secondary side; there is no one definition of that of PF. */
function totalTruth({ total }: Truth, name: Kind["name"]): number | undefined {
	const all: Partial<Record<Kind["name"], number>> = total;
	return all[name];
}

function phaseTruth(truth: Truth | undefined, kind: Kind, index: number): number | undefined {
	const phase = truth?.phases[index];
	// A current has the sign of its active power, as in the meter.
	const sign = kind.name === "current" && phase && phase.activePower < 0 ? -1 : 1;
	return phase && sign * phase[kind.name];
}

/** True energies of the last seconds: a reading is compared with that of its moment. */
let energies: readonly Pick<Truth, "meterSeconds" | "energy">[] = [];

/** Truths kept: two a second, and the energies are read every five seconds. */
const MOST_ENERGIES = 30;

effect(() => {
	const truth = live.truth.value;
	if (truth) energies = [...energies, truth].slice(-MOST_ENERGIES);
});

/** True energies when the meter's were read; the present ones before that. */
function energiesThen(): Truth["energy"]["primary"]["total"] | undefined {
	const blocks = live.registers.value?.blocks ?? [];
	const read = blocks.find(({ address }) => address === ENERGY_BLOCK)?.meterSeconds;
	const then = energies.findLast(({ meterSeconds }) => meterSeconds <= (read ?? 0));
	return (then ?? live.truth.peek())?.energy.primary.total;
}

/** All pairs by the name of the meter's register. */
export const pairs = computed((): ReadonlyMap<string, Pair> => {
	const truth = live.truth.value;
	const get = (name: string): number | undefined => measured.value?.get(name as RegisterName);
	const ratio = ratioOf(get("ctRatio"));
	const all = new Map<string, Pair>();
	const add = (
		name: string,
		title: string,
		unit: string,
		true_: number | undefined,
		least: number,
	) => all.set(name, pair(title, unit, { value: get(name), truth: true_ }, least));
	for (const kind of KINDS) {
		const { name, symbol, unit } = kind;
		const factor = kind.primary ? ratio : 1;
		const least = kind.least * factor;
		PHASES.forEach((phase, index) => {
			const actual = phaseTruth(truth, kind, index);
			add(`${name}${phase}`, `${phase} ${symbol}`, unit, actual && actual * factor, least);
		});
		const actual = truth && totalTruth(truth, name);
		if (kind.total) add(name, `total ${symbol}`, unit, actual && actual * factor, least);
	}
	add("frequency", "f", "Hz", truth?.frequency, 1);
	["L1L2", "L1L3", "L2L3"].forEach((name, index) => {
		const title = `U ${name.slice(0, 2)}–${name.slice(2)}`;
		add(`voltage${name}`, title, "V", truth?.lineVoltages[index], 10);
	});
	const actual = energiesThen();
	for (const { title, unit, name, key } of ENERGIES)
		add(name, `${title} ${unit}`, unit, actual?.[key], LEAST_ENERGY_WH);
	return all;
});
