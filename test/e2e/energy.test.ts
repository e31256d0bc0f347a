import { afterEach, beforeEach, expect, it } from "vitest";
import {
	type CountingBench,
	NO_LOAD,
	type PhaseLoads,
	startCountingBench,
} from "../../testkit/counting-bench.ts";

/** The part of `/api/truth` that is compared. */
interface Truth {
	energy: { primary: { phases: Energy[]; total: Energy } };
}

interface Energy {
	forwardActive: number;
	reverseActive: number;
	forwardReactive: number;
	reverseReactive: number;
}

type Direction = keyof Energy;

function nothing(): Energy {
	return { forwardActive: 0, reverseActive: 0, forwardReactive: 0, reverseReactive: 0 };
}

/** Addresses for each direction: all tariffs, T1..T4; L1..L3; first page of the CT history. */
const REGISTERS: Record<Direction, { tariffs: number[]; phases: number[]; page: number }> = {
	forwardActive: {
		tariffs: [0x600c, 0x600e, 0x6010, 0x604f, 0x6051],
		phases: [0x6012, 0x6014, 0x6016],
		page: 0x6100,
	},
	reverseActive: {
		tariffs: [0x6018, 0x601a, 0x601c, 0x6053, 0x6055],
		phases: [0x601e, 0x6020, 0x6022],
		page: 0x610a,
	},
	forwardReactive: {
		tariffs: [0x6030, 0x6032, 0x6034, 0x605b, 0x605d],
		phases: [0x6036, 0x6038, 0x603a],
		page: 0x6300,
	},
	reverseReactive: {
		tariffs: [0x603c, 0x603e, 0x6040, 0x605f, 0x6061],
		phases: [0x6042, 0x6044, 0x6046],
		page: 0x630a,
	},
};

const DIRECTIONS = Object.keys(REGISTERS) as Direction[];

/** Reactive energy by quadrant: all tariffs, followed by T1..T4. */
const QUADRANTS = { Q1: 0x6063, Q2: 0x606d, Q3: 0x6077, Q4: 0x6081 };

/** Distance between the 8 pages of the CT history. */
const PAGE_STEP = 0x14;

const TOTAL = 0x6000;
const FORWARD = 0x600c;
const REVERSE = 0x6018;
const TARIFF = 0x6048;
const COMBINATION_CODE = 0x400f;
const CT_RATIO = 0x401f;

/** Longest time of a test. */
const LIMIT_MS = 400_000;

let bench: CountingBench["bench"];
let client: CountingBench["client"];
let energies: CountingBench["energies"];
let energy: CountingBench["energy"];
let run: CountingBench["run"];
let stop: CountingBench["stop"];

beforeEach(async () => {
	({ bench, client, energies, energy, run, stop } = await startCountingBench(LIMIT_MS));
});

afterEach(() => stop());

async function each(addresses: readonly number[]): Promise<number[]> {
	const values: number[] = [];
	for (const address of addresses) values.push(await energy(address));
	return values;
}

async function truth(): Promise<Truth["energy"]["primary"]> {
	return ((await bench.call("GET", "/api/truth")).body as Truth).energy.primary;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Duration of each load; there are two per tariff. */
const LOAD_S = 150;

/** Time around a switch that may be counted before or after it: two windows. */
const UNCERTAIN_S = 0.4;

/** Of 6 A at 200/5: a window in which a load turns counts for one of its directions. */
const WINDOW_WH = (0.2 * 6 * 230 * 40) / 3600;

/** Two loads for every five minutes. */
const HOUR: readonly (readonly [PhaseLoads, PhaseLoads])[] = (() => {
	const all = (current: number, angle: number): PhaseLoads => [
		[current, angle],
		[current, angle],
		[current, angle],
	];
	const mixed: PhaseLoads = [
		[5, 0],
		[3, 180],
		[1, 60],
	];
	const divided: PhaseLoads = [
		[3, 220],
		[3, 40],
		[3, 220],
	];
	const solar: PhaseLoads = [
		[0.4, 30],
		[4, 170],
		[2, 200],
	];
	return [
		[all(1, 0), all(5, 30)],
		[mixed, all(0.5, 60)],
		[solar, all(3, -37)],
		[all(4, 200), mixed],
		[all(2, 120), all(2, -120)],
		[all(6, 0), solar],
		[NO_LOAD, all(5, 60)],
		[mixed, mixed],
		[all(0.05, 0), divided],
		[solar, all(3, -50)],
		[all(2, -60), all(6, 45)],
		[all(4, 160), all(3, -40)],
	];
})();

const tariffInput = (on: boolean) => bench.call("PATCH", "/api/mains", { tariffInput: on });
const tariffByRegister = (tariff: number) => client.write(TARIFF, [tariff]);
const ctRatio = (primary: number) => client.write(CT_RATIO, [primary, 0x0005]);

/** Change before every five minutes, and the tariff that then applies. */
const SWITCHES: readonly (readonly [() => Promise<unknown>, number])[] = [
	[() => ctRatio(0x0100), 1],
	[() => tariffByRegister(2), 2],
	[() => tariffByRegister(3), 3],
	[() => tariffByRegister(4), 4],
	[() => tariffByRegister(1), 1],
	[() => tariffInput(true), 2],
	[() => tariffInput(false), 1],
	[() => tariffInput(true).then(() => ctRatio(0x0200)), 2],
	[() => tariffByRegister(3), 3],
	// T3 does not follow the input; T2, set again, does.
	[
		() =>
			tariffInput(false)
				.then(() => tariffInput(true))
				.then(() => tariffByRegister(2)),
		2,
	],
	[() => tariffInput(false), 1],
	[() => tariffByRegister(4), 4],
];

/** Energies by tariff, from index 1. */
interface Hour {
	readonly expected: readonly Energy[];
	/** Energy during a switch, which may count for the tariff before or after. */
	readonly slack: readonly Energy[];
}

/** Runs the hour with its switches, and a moment without load. */
async function runHour(): Promise<Hour> {
	const expected = [0, 1, 2, 3, 4].map(nothing);
	const slack = [0, 1, 2, 3, 4].map(nothing);
	let previous = (await truth()).total;
	const latest = nothing();
	let before = 0;
	for (const [index, [change, tariff]] of SWITCHES.entries()) {
		await change();
		expect((await client.read(TARIFF, 1))[0]).toBe(tariff);
		const { total: switched } = await truth();
		for (const direction of DIRECTIONS) {
			// The switch takes time of the machine, in which the last load is on.
			const meanwhile = switched[direction] - previous[direction];
			expected[tariff][direction] += meanwhile;
			for (const either of [before, tariff])
				slack[either][direction] += meanwhile + latest[direction];
		}
		previous = switched;
		for (const load of HOUR[index]) {
			await run(LOAD_S, load);
			const { total } = await truth();
			for (const direction of DIRECTIONS) {
				const counted = total[direction] - previous[direction];
				expected[tariff][direction] += counted;
				latest[direction] = (counted * UNCERTAIN_S) / LOAD_S;
			}
			previous = total;
		}
		before = tariff;
	}
	// Without load, registers and truth can be read one after the other.
	await run(2, NO_LOAD);
	const { total } = await truth();
	for (const direction of DIRECTIONS)
		expected[before][direction] += total[direction] - previous[direction];
	return { expected, slack };
}

async function expectDirection(direction: Direction, { expected, slack }: Hour): Promise<void> {
	const { total, phases } = await truth();
	const { tariffs, phases: ofPhases, page } = REGISTERS[direction];
	const [all, ...shares] = await each(tariffs);
	expect(Math.abs(all - total[direction])).toBeLessThan(1e-3 * total[direction]);
	shares.forEach((share, tariff) => {
		const wanted = expected[tariff + 1][direction];
		expect(wanted).toBeGreaterThan(500);
		// A register counts whole Wh.
		const tolerance = 1 + 1e-3 * wanted + slack[tariff + 1][direction];
		expect(Math.abs(share - wanted)).toBeLessThan(tolerance);
	});
	expect(sum(shares)).toBe(all);
	const perPhase = await each(ofPhases);
	perPhase.forEach((value, phase) => {
		const wanted = phases[phase][direction];
		expect(Math.abs(value - wanted)).toBeLessThan(1e-3 * wanted + WINDOW_WH);
	});
	const pages = await each([0, 1, 2, 3, 4, 5, 6, 7].map((number) => page + PAGE_STEP * number));
	expect(pages.slice(1, 3).every((value) => value > 1000)).toBe(true);
	expect(sum(pages)).toBe(all);
}

async function expectQuadrants(): Promise<void> {
	const [q1, q2, q3, q4] = await each(Object.values(QUADRANTS));
	expect(Math.min(q1, q2, q3, q4)).toBeGreaterThan(1000);
	expect(q1 + q2).toBe(await energy(REGISTERS.forwardReactive.tariffs[0]));
	expect(q3 + q4).toBe(await energy(REGISTERS.reverseReactive.tariffs[0]));
	for (const quadrant of Object.values(QUADRANTS)) {
		const [all, ...shares] = await energies(quadrant, 5);
		expect(sum(shares)).toBe(all);
	}
}

it(
	"an hour of changing loads is counted as at the terminals, each tariff with its share",
	async () => {
		const hour = await runHour();
		for (const direction of DIRECTIONS) await expectDirection(direction, hour);
		await expectQuadrants();
	},
	LIMIT_MS,
);

it("the combination codes give the manual's example of +5, +5 and -12 kWh at once", async () => {
	await run(2, NO_LOAD);
	await client.write(CT_RATIO, [0x2000, 0x0005]);
	// 500, 500 and -1200 W for 90 s, multiplied by the ratio of 400.
	await run(90, [
		[500 / 230, 0],
		[500 / 230, 0],
		[1200 / 230, 180],
	]);
	await run(2, NO_LOAD);
	const read = async (code: number): Promise<number[]> => {
		await client.write(COMBINATION_CODE, [code]);
		return each([TOTAL, FORWARD, REVERSE]);
	};
	const near = (wh: number, wanted: number): void => {
		expect(Math.abs(wh - wanted)).toBeLessThanOrEqual(1e-3 * wanted);
	};
	const table: Record<number, number[]> = {};
	for (const code of [1, 2, 3, 4, 5]) table[code] = await read(code);

	expect(Object.values(table).map((row) => row.map((wh) => Math.round(wh / 1000)))).toEqual([
		[10, 10, 12],
		[-12, 10, 12],
		[22, 10, 12],
		[-2, 10, 12],
		[-2, 0, 2],
	]);
	const [, forward, reverse] = table[1];
	expect(table[1][0]).toBe(forward);
	expect(table[2][0]).toBe(-reverse);
	expect(table[3][0]).toBe(forward + reverse);
	expect(table[4][0]).toBe(forward - reverse);
	expect(table[5]).toEqual([-table[5][2], 0, table[5][2]]);
	expect(Math.abs(table[5][0] - table[4][0])).toBeLessThanOrEqual(2);

	const total = (await truth()).total as Energy & { netReverseActive: number };
	near(forward, total.forwardActive);
	near(reverse, total.reverseActive);
	// Errors of the phases add up, though their energies do not.
	expect(Math.abs(table[5][2] - total.netReverseActive)).toBeLessThan(5);
	await expect(client.write(COMBINATION_CODE, [1])).rejects.toThrow();
	expect(await energy(TOTAL)).toBe(table[5][0]);
});
