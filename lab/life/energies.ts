/**
 * The energies that registers must show, by their meaning in the manual (A2.2, 7.6.6, 7.6.11), from
 * counters as lab/torture/ledger has them.
 */

/** Counters of a tariff, and place of the first of a phase. */
const PER_TARIFF = 10;
const PER_PHASE = 4;
const PHASES_FROM = 40;
export const COUNTERS = 52;

/** Wh at which registers roll over. */
export const ROLL_OVER = 1e9;

/** Combination code that nets the phases before the sign is split. */
const NETTED = 5;

/** Weights of forward and reverse energy in a total, by combination code. */
const TOTALS: Readonly<Record<number, readonly [number, number]>> = {
	1: [1, 0],
	2: [0, -1],
	3: [1, 1],
	4: [1, -1],
	5: [1, -1],
};

/** The counters of a meter, and where its spans begin. */
export interface Counted {
	/** Wh and varh now. */
	readonly now: readonly number[];
	/** At the beginning of each page of the CT history; the first is 0. */
	readonly pages: readonly (readonly number[])[];
	/** At the last reset. */
	readonly reset: readonly number[];
	readonly combinationCode: number;
}

/** A register's energy, and the number of whole counters in it, each of which cuts a fraction. */
export interface ExpectedEnergy {
	readonly value: number;
	readonly counters: number;
}

const NAME = new RegExp(
	"^(forward|reverse|total|resettable)(Active|Reactive)?Energy" +
		"(?:Page(\\d))?(?:T(\\d)|L(\\d))?$",
);
const QUADRANT = /^reactiveEnergyQ([1-4])(?:T(\d))?$/;
const NOTHING: readonly number[] = new Array(COUNTERS).fill(0);

/** The energy of a register; undefined if it has none. */
export function energyOf(name: string, counted: Counted): ExpectedEnergy | undefined {
	const quadrant = QUADRANT.exec(name);
	if (quadrant)
		return sumOf(
			byTariff(Number(quadrant[2] ?? 0), [3 + Number(quadrant[1])]),
			counted.now,
			NOTHING,
		);
	const parts = NAME.exec(name);
	if (!parts) return undefined;
	const [, direction = "", kind, page, tariff = "0", phase = "0"] = parts;
	const reactive = kind === "Reactive";
	const [from, to] = spanOf(counted, page, direction === "resettable");
	const netted = counted.combinationCode === NETTED;
	const share = (reverse: boolean): ExpectedEnergy =>
		sumOf(placesOf(reactive, reverse, netted, Number(tariff), Number(phase)), to, from);
	if (direction === "forward") return share(false);
	if (direction === "reverse") return share(true);
	const [plus = 0, minus = 0] = TOTALS[counted.combinationCode] ?? [];
	const forward = share(false);
	const reverse = share(true);
	return {
		value: plus * forward.value + minus * reverse.value,
		counters: forward.counters + reverse.counters,
	};
}

/** Distance of two energies, which roll over. */
export function apart(a: number, b: number): number {
	const difference = (((a - b) % ROLL_OVER) + ROLL_OVER) % ROLL_OVER;
	return Math.min(difference, ROLL_OVER - difference);
}

function spanOf(
	{ now, pages, reset }: Counted,
	page: string | undefined,
	sinceReset: boolean,
): [readonly number[], readonly number[]] {
	if (sinceReset) return [reset, now];
	if (page === undefined) return [NOTHING, now];
	const place = Number(page);
	return [pages[place] ?? now, pages[place + 1] ?? now];
}

function placesOf(
	reactive: boolean,
	reverse: boolean,
	netted: boolean,
	tariff: number,
	phase: number,
): number[] {
	if (phase > 0)
		return [PHASES_FROM + PER_PHASE * (phase - 1) + (reactive ? 2 : 0) + (reverse ? 1 : 0)];
	if (netted) return byTariff(tariff, [(reactive ? 8 : 2) + (reverse ? 1 : 0)]);
	if (!reactive) return byTariff(tariff, [reverse ? 1 : 0]);
	return byTariff(tariff, reverse ? [6, 7] : [4, 5]);
}

function byTariff(tariff: number, places: readonly number[]): number[] {
	const tariffs = tariff === 0 ? [0, 1, 2, 3] : [tariff - 1];
	return tariffs.flatMap((each) => places.map((place) => PER_TARIFF * each + place));
}

function sumOf(
	places: readonly number[],
	to: readonly number[],
	from: readonly number[],
): ExpectedEnergy {
	const value = places.reduce((sum, at) => sum + (to[at] ?? 0) - (from[at] ?? 0), 0);
	return { value, counters: places.length };
}
