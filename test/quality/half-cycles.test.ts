/** RMS of the voltages over one cycle, again each half cycle (IEC 61000-4-30, from memory). */
import { HALF_CYCLE_POINTS } from "quality/fold";
import { HalfCycles } from "quality/half-cycles";
import { HALF_SQUARES, HALVES, HALVES_KEPT, OUTSIDE, RESULTS } from "quality/results";
import { beforeEach, expect, it } from "vitest";

/** Limits of each phase's mean square: 81 and 121 of 100. */
const LIMITS = [8100, 12_100, 8100, 12_100, 8100, 12_100];

let results: number[];
let limits: number[];
let halves: HalfCycles;

beforeEach(() => {
	results = new Array(RESULTS).fill(0);
	limits = [...LIMITS];
	halves = new HalfCycles(results, limits);
});

/** Half cycles of points of V1, V2 and V3. */
function add(count: number, v1: number, v2 = 100, v3 = 100): void {
	for (let half = 0; half < count; half++) {
		for (let point = 0; point < HALF_CYCLE_POINTS; point++) halves.add([v1, 0, v2, 0, v3, 0]);
		halves.close();
	}
}

/** Mean squares of the cycle that ended with a half cycle. */
const squares = (half: number): number[] => {
	const at = HALF_SQUARES + 3 * (half % HALVES_KEPT);
	return results.slice(at, at + 3);
};

it("a mean square is of a half cycle and the one before, so that the first has none", () => {
	add(1, 100);
	expect(results[HALVES]).toBe(0);
	add(1, 80, 90, 60);
	expect(results[HALVES]).toBe(1);
	expect(squares(0)).toEqual([8200, 9050, 6800]);
	add(1, 80, 90, 60);
	expect(squares(1)).toEqual([6400, 8100, 3600]);
});

it("a mean square makes good what is left of a voltage at the points", () => {
	halves.setResponse(0.9);
	add(2, 90, 45, 9);
	for (const [phase, expected] of [10_000, 2500, 100].entries())
		expect(squares(0)[phase]).toBeCloseTo(expected, 6);
});

it("the last 32 are kept", () => {
	for (let half = 0; half <= 2 * HALVES_KEPT; half++) add(1, half, half, half);
	expect(results[HALVES]).toBe(2 * HALVES_KEPT);
	for (let half = HALVES_KEPT; half < 2 * HALVES_KEPT; half++)
		expect(squares(half)[0]).toBe((half ** 2 + (half + 1) ** 2) / 2);
});

it.each([
	["below", 89],
	["above", 111],
])("half cycles are counted in which any phase is %s its limits", (_, volts) => {
	add(2, 100);
	expect([halves.outside, results[OUTSIDE]]).toEqual([false, 0]);
	for (const phase of [0, 1, 2]) {
		const at = (k: number): number => (k === phase ? volts : 100);
		const before = results[OUTSIDE] ?? 0;
		add(4, at(0), at(1), at(2));
		expect(halves.outside).toBe(true);
		add(2, 100);
		expect([halves.outside, (results[OUTSIDE] ?? 0) - before]).toEqual([false, 3]);
	}
});

it("a limit of 0 is none", () => {
	limits.fill(0);
	add(3, 0, 1000, 30_000);
	expect([halves.outside, results[OUTSIDE]]).toEqual([false, 0]);
});

it("a restart forgets points, the half cycle before and what was outside", () => {
	add(2, 50);
	halves.add([30_000, 0, 30_000, 0, 30_000, 0]);
	halves.restart();
	expect(halves.outside).toBe(false);
	add(1, 100);
	expect(results[HALVES]).toBe(1);
	add(1, 100);
	expect([results[HALVES], results[OUTSIDE]]).toEqual([2, 1]);
	expect(squares(1)).toEqual([10_000, 10_000, 10_000]);
});

it("numbers begin at 0 again after 2^31 − 1, which conversions need", () => {
	results[HALVES] = 2 ** 31 - 2;
	add(2, 100);
	expect(results[HALVES]).toBe(2 ** 31 - 1);
	add(1, 100);
	expect(results[HALVES]).toBe(0);
});
