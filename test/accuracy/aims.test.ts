import { describe, expect, it } from "vitest";
import type { Aim } from "../../lab/accuracy/aims.ts";
import { judge } from "../../lab/accuracy/judge.ts";
import { balanced } from "../../lab/accuracy/load-case.ts";
import type { CaseResult } from "../../lab/accuracy/results.ts";

const aim: Aim = {
	title: "active",
	unit: "%",
	limit: 0.02,
	quantities: ["activePower"],
	takes: ({ aim }) => aim === "sine",
};
const documented = { figure: 0.05, cause: "coupling", takes: "six constants" };

/** A case with the errors of one phase of one meter, and its uncertainty. */
function result(error: number, own: number, change: Partial<CaseResult["case"]> = {}): CaseResult {
	return {
		case: {
			id: "one",
			section: "Active energy, balanced load",
			label: "1 A",
			settings: balanced({ current: 1 }),
			aim: "sine",
			seconds: 5,
			...change,
		},
		figures: {
			activePower: {
				entries: [{ serialNumber: 1, phase: 2, error, own }],
				statistics: {
					count: 1,
					mean: error,
					standardDeviation: 0,
					worst: error,
					least: error,
					greatest: error,
				},
				own,
				uncertainty: 0.1,
			},
		},
	};
}

const verdict = (one: CaseResult, change: Partial<Aim> = {}) =>
	judge([one], [{ ...aim, ...change }])[0]?.verdict;

describe("the verdict of an aim", () => {
	it.each([
		["an error at the limit", 0.02, 0.01, "holds"],
		["an error that is the station's", -0.03, 0.01, "station"],
		["more than the limit without the station's part", 0.03, 0.021, "fails"],
		["more than the limit that the station hides", 0.01, -0.021, "holds"],
		["an error that is no number", Number.NaN, Number.NaN, "fails"],
	])("of %s", (_name, error, own, expected) => {
		expect(verdict(result(error, own))).toBe(expected);
	});

	it("says documented up to the documented figure and no farther", () => {
		expect(verdict(result(0.06, 0.05), { documented })).toBe("documented");
		expect(verdict(result(0.06, 0.051), { documented })).toBe("fails");
	});

	it("fails if nothing was measured", () => {
		expect(verdict(result(0, 0, { aim: "pulse" }))).toBe("fails");
	});

	it("counts in noise floors where the aim says so", () => {
		expect(verdict(result(0.15, 0.15), { inNoiseFloors: true, limit: 1.5 })).toBe("holds");
		expect(verdict(result(0.16, 0.16), { inNoiseFloors: true, limit: 1.5 })).toBe("fails");
	});

	it("names the worst case, its meter and its phase", () => {
		const [judged] = judge([result(0.01, 0.01), result(-0.05, -0.05, { label: "2 A" })], [aim]);
		expect(judged?.worst).toEqual({
			value: -0.05,
			case: "Active energy, balanced load: 2 A",
			quantity: "activePower",
			serialNumber: 1,
			phase: 2,
		});
		expect(judged).toMatchObject({ count: 2, beyond: 1 });
	});
});
