import { FORWARD_WEIGHT, REVERSE_WEIGHT } from "energy/combination";
import EnergyCounters, {
	COUNTERS,
	Kind,
	PHASE_COUNTERS,
	PhaseKind,
	ROLL_OVER,
} from "energy/counters";
import CtHistory from "energy/ct-history";
import EnergySum from "energy/energy-sum";
import { energyQuantities } from "energy/quantities";
import fc from "fast-check";
import Load, { Wiring } from "metrology/load";
import { FRAME_RATE_HZ } from "sampling";
import { describe, expect, it } from "vitest";

/** Counts given powers over a number of hours. */
function load(
	active: number[],
	reactive: number[],
	hours: number,
	wiring: Load["wiring"] = 0,
): Load {
	const result = new Load();
	result.wiring = wiring;
	result.elements = wiring === Wiring.ARON ? 1 : 3;
	active.forEach((power, k) => {
		result.activePower[k] = power;
		result.reactivePower[k] = reactive[k];
	});
	result.frames = hours * 3600 * FRAME_RATE_HZ;
	return result;
}

/** Whole and fraction of a counter, Wh. */
const value = (counters: EnergyCounters, index: number) =>
	counters.whole[index] + counters.fraction[index];

/** A total by the combination code. */
function combine(code: number, forward: number, reverse: number): number {
	return (
		(FORWARD_WEIGHT[code] ?? Number.NaN) * forward + (REVERSE_WEIGHT[code] ?? Number.NaN) * reverse
	);
}

describe("the energy counters", () => {
	it("the energy counters split by sign and phase and net over the phases", () => {
		const counters = new EnergyCounters();
		counters.count(load([5000, 5000, -12000], [0, 0, 0], 1), 0, 1);
		const [forward, reverse] = [counters.whole[Kind.FORWARD], counters.whole[Kind.REVERSE]];
		const [netForward, netReverse] = [
			counters.whole[Kind.NET_FORWARD],
			counters.whole[Kind.NET_REVERSE],
		];
		expect([forward, reverse, netForward, netReverse]).toEqual([10_000, 12_000, 0, 2_000]);
		expect([1, 2, 3, 4].map((code) => combine(code, forward, reverse))).toEqual([
			10_000, -12_000, 22_000, -2_000,
		]);
		expect(combine(5, netForward, netReverse)).toBe(-2_000);
		const phases = [0, 1, 2].map((k) => [
			counters.whole[PHASE_COUNTERS + k * PhaseKind.COUNT + PhaseKind.FORWARD],
			counters.whole[PHASE_COUNTERS + k * PhaseKind.COUNT + PhaseKind.REVERSE],
		]);
		expect(phases).toEqual([
			[5_000, 0],
			[5_000, 0],
			[0, 12_000],
		]);
	});

	it("the energy counters count reactive energy in the quadrant of its phase", () => {
		const counters = new EnergyCounters();
		counters.count(load([1000, -1000, -1000], [100, 200, -300], 1), 1, 1);
		counters.count(load([1000, 0, 0], [-400, 500, -600], 1), 1, 1);
		const quadrants = [0, 1, 2, 3].map((q) => counters.whole[Kind.COUNT + Kind.QUADRANT + q]);
		expect(quadrants).toEqual([600, 200, 300, 1000]);
	});

	it("the energy counters count on the primary side of the current transformers", () => {
		const counters = new EnergyCounters();
		counters.count(load([230, 0, 0], [0, 0, 0], 0.5), 3, 1999);
		expect(value(counters, 3 * Kind.COUNT + Kind.FORWARD)).toBeCloseTo(115 * 1999, 3);
	});

	it("in 3P3W the energy counters count the sum of the elements, and nothing by phase", () => {
		const counters = new EnergyCounters();
		counters.count(load([-500, 0, 0], [250, 0, 0], 2, Wiring.ARON), 0, 1);
		expect(counters.whole[Kind.REVERSE]).toBe(1000);
		expect(counters.whole[Kind.NET_REVERSE]).toBe(1000);
		expect(counters.whole[Kind.QUADRANT + 1]).toBe(500);
		expect(counters.whole.slice(PHASE_COUNTERS)).toEqual(
			new Array(COUNTERS - PHASE_COUNTERS).fill(0),
		);
	});

	it("the energy counters lose nothing of 0.46 W over 30 days with a roll-over", () => {
		const counters = new EnergyCounters();
		const start = ROLL_OVER - 100;
		counters.whole[Kind.FORWARD] = start;
		const small = load([0.46, 0, 0], [0, 0, 0], 0.2 / 3600);
		const windows = (30 * 86_400) / 0.2;
		for (let i = 0; i < windows; i++) counters.count(small, 0, 1);
		const expected = start + 0.46 * 24 * 30 - ROLL_OVER;
		expect(expected).toBeGreaterThan(200);
		expect(Math.abs(value(counters, Kind.FORWARD) - expected)).toBeLessThan(1e-6);
	});

	it("the energy counters never run backwards, whatever the load", () => {
		const power = fc.oneof(
			fc.double({ min: -1e5, max: 1e5, noNaN: true }),
			fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
		);
		const powers = fc.tuple(power, power, power);
		fc.assert(
			fc.property(fc.array(fc.tuple(powers, powers, fc.nat(3)), { maxLength: 30 }), (steps) => {
				const counters = new EnergyCounters();
				for (const [active, reactive, tariff] of steps) {
					const before = counters.whole.map((_, i) => value(counters, i));
					counters.count(load(active, reactive, 0.2 / 3600), tariff, 1);
					before.forEach((old, i) => {
						expect(value(counters, i)).toBeGreaterThanOrEqual(old);
						expect(value(counters, i) - old).toBeLessThan(20);
						expect(counters.fraction[i]).toBeGreaterThanOrEqual(0);
						expect(counters.fraction[i]).toBeLessThan(1);
					});
				}
			}),
		);
	});
});

describe("the CT history", () => {
	const whole = (energy: number): number[] => new Array(COUNTERS).fill(energy);

	it("the CT history splits the energy by ratio, to the Wh, across a roll-over", () => {
		const history = new CtHistory();
		history.change({ primary: 100, secondary: 5 }, whole(1000));
		history.change({ primary: 250, secondary: 1 }, whole(ROLL_OVER - 1));
		const now = whole(41);
		const counters = new EnergyCounters();
		now.forEach((wh, i) => {
			counters.whole[i] = wh;
		});
		const values: number[] = [];
		new EnergySum(counters, history).sum(0, 0, energyQuantities.length, 1, values);
		const names = ["", "T1"].flatMap((share) =>
			[0, 1, 2, 3].map((page) => `forwardActiveEnergyPage${page}${share}`),
		);
		const pages = names.map(
			(wanted) => values[energyQuantities.findIndex(({ name }) => name === wanted)],
		);
		const four = (energy: number) => (4 * energy) % ROLL_OVER;
		expect(pages.slice(0, 4)).toEqual([4000, four(ROLL_OVER - 1001), 168, 0]);
		expect(pages.slice(4)).toEqual([1000, ROLL_OVER - 1001, 42, 0]);
		expect(pages.slice(4).reduce((sum, page) => sum + page) % ROLL_OVER).toBe(41);
		expect(history.factor).toBe(250);
	});

	it("an energy is the same read alone and in any block", () => {
		const energies = fc.array(fc.nat(ROLL_OVER - 1), { minLength: COUNTERS, maxLength: COUNTERS });
		const place = fc.nat(energyQuantities.length);
		const codes = fc.integer({ min: 1, max: 5 });
		fc.assert(
			fc.property(energies, energies, place, place, codes, (now, before, a, b, code) => {
				const history = new CtHistory();
				history.change({ primary: 100, secondary: 5 }, before);
				const counters = new EnergyCounters();
				for (let i = 0; i < COUNTERS; i++) {
					counters.whole[i] = now[i];
					counters.resetPoint[i] = before[(i + 1) % COUNTERS];
				}
				const sum = new EnergySum(counters, history);
				const first = Math.min(a, b);
				const last = Math.max(a, b);
				const block: number[] = [];
				sum.sum(0, first, last, code, block);
				const alone: number[] = [];
				for (let i = first; i < last; i++) sum.sum(0, i, i + 1, code, alone);
				expect(block).toEqual(alone);
			}),
		);
	});

	it("the CT history accepts seven changes and refuses the eighth", () => {
		const history = new CtHistory();
		for (let change = 1; change <= 7; change++) {
			expect(history.allows({ primary: 5 + 5 * change, secondary: 5 })).toBe(true);
			history.change({ primary: 5 + 5 * change, secondary: 5 }, whole(change));
		}
		expect(history.allows({ primary: 5, secondary: 5 })).toBe(false);
		history.change({ primary: 5, secondary: 5 }, whole(99));
		expect(history.present).toEqual({ primary: 40, secondary: 5 });
		expect(history.allows({ primary: 40, secondary: 5 })).toBe(true);
		expect(history.pages).toBe(8);
	});

	it("the CT history does not count setting the present ratio as a change", () => {
		const history = new CtHistory();
		history.change({ primary: 5, secondary: 5 }, whole(10));
		expect(history.pages).toBe(1);
	});
});
