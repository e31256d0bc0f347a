import { describe, expect, it } from "vitest";
import type { Examination } from "../../lab/accuracy/examination.ts";
import { Noise } from "../../lab/accuracy/noise.ts";
import { type Errors, QUANTITIES } from "../../lab/accuracy/quantities.ts";
import { pooledDeviation, statisticsOf } from "../../lab/accuracy/statistics.ts";
import { budgetOf, decimalsOf } from "../../lab/accuracy/uncertainty.ts";

/** A meter whose measurements of 5 s scatter by 0.01 % at 10 mA and by 0.0001 % at 5 A. */
function scattering(): Examination {
	const outcome = (error: number) => {
		const errors = Object.fromEntries(
			QUANTITIES.map((quantity) => [quantity, [error]]),
		) as unknown as Errors;
		return { id: "", errors, own: errors };
	};
	const around = (deviation: number) => [-1, 0, 1].map((side) => outcome(side * deviation));
	return {
		repeats: [
			{ id: "repeated 0.01 A PF 1", outcomes: around(0.01) },
			{ id: "repeated 5 A PF 1", outcomes: around(0.0001) },
		],
	} as unknown as Examination;
}

const noise = new Noise([scattering()]);

describe("statistics", () => {
	it("are mean, deviation of the sample, and the value farthest from 0", () => {
		expect(statisticsOf([1, 2, 3, -6])).toEqual({
			count: 4,
			mean: 0,
			// (1 + 4 + 9 + 36) / 3
			standardDeviation: Math.sqrt(50 / 3),
			worst: -6,
			least: -6,
			greatest: 3,
		});
		expect(statisticsOf([undefined, null])).toBeUndefined();
	});

	it("pool the deviations of groups whose means differ", () => {
		expect(
			pooledDeviation([
				[10, 11, 12],
				[-5, -4, -3],
			]),
		).toBe(1);
	});
});

describe("noise", () => {
	it("falls as the current, and as the root of the time", () => {
		expect(noise.deviation("activePower", 0.01, 5)).toBeCloseTo(0.01, 6);
		expect(noise.deviation("activePower", 0.1, 5)).toBeCloseTo(0.001, 5);
		expect(noise.deviation("activePower", 0.01, 20)).toBeCloseTo(0.005, 6);
	});

	it("of a voltage does not depend on the current", () => {
		expect(noise.deviation("voltage", 5, 5)).toBe(noise.deviation("voltage", 0.01, 5));
	});
});

describe("the budget", () => {
	const load = { voltage: 230, current: 1, angle: 60, seconds: 60, energy: true };
	const known = { noise, perKelvin: 0.001, curve: 0.002 };
	const budget = budgetOf(load, known);
	const standard = (name: string) =>
		budget.contributions.find((one) => one.name.startsWith(name))?.standard;

	it("has the station's amplitude over √3, its angle by the tangent", () => {
		expect(standard("station: voltage")).toBeCloseTo(0.011547, 6);
		// 1.7453e-4 rad × tan 60° / √3, in percent.
		expect(standard("station: angle")).toBeCloseTo(0.017453, 6);
	});

	it("has the steps of two readings of the energy registers", () => {
		// 3600/9995 Ws of 3 × 230 V × 1 A × 0.5 × 60 s = 20 700 Ws, over √6.
		expect(standard("steps")).toBeCloseTo((100 * 0.36018) / 20_700 / Math.sqrt(6), 8);
	});

	it("expands the root of the sum of squares by two", () => {
		const squares = budget.contributions.reduce((sum, one) => sum + one.standard ** 2, 0);
		expect(budget.whole).toBeCloseTo(2 * Math.sqrt(squares), 12);
		expect(budget.measurement).toBeLessThan(budget.whole);
	});
});

it.each([
	[0.5, 1],
	[0.05, 2],
	[0.012, 2],
	[0.0021, 3],
	[0.00001, 3],
	[20, 0],
	[Number.NaN, 3],
])("an uncertainty of %d bears %d decimals", (uncertainty, decimals) => {
	expect(decimalsOf(uncertainty)).toBe(decimals);
});
