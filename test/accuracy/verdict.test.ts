import { describe, expect, it } from "vitest";
import { balanced } from "../../lab/accuracy/load-case.ts";
import type { Outcome } from "../../lab/accuracy/measure.ts";
import { faults, judgedActive, worstActive, worstReactive } from "../../lab/accuracy/verdict.ts";

function outcome(part: Partial<Outcome>, change: Partial<Outcome["case"]> = {}): Outcome {
	return {
		case: {
			id: "one",
			test: "Load, balanced",
			label: "1 A",
			settings: balanced({ current: 1 }),
			active: { c: 0.5 },
			...change,
		},
		quantity: "energy",
		active: 0,
		reactive: undefined,
		worstPhaseActive: 0,
		worstPhaseReactive: undefined,
		voltage: 0,
		current: 0,
		frequency: 0,
		...part,
	};
}

const small = { settings: balanced({ current: 0.005 }) };

describe("the verdict", () => {
	it.each([
		["an active error of 0.1 %", outcome({ active: 0.1 }), 0],
		["more than 0.1 %", outcome({ active: -0.101 }), 1],
		["more than 0.1 % in one phase", outcome({ worstPhaseActive: 0.101 }), 1],
		["a reactive error of 0.3 %", outcome({ reactive: -0.3 }), 0],
		["more than 0.3 %", outcome({ reactive: 0.301 }), 1],
		["errors that are NaN", outcome({ active: Number.NaN, worstPhaseActive: undefined }), 2],
		[
			"0.2 % below the smallest current, where half of class C is 0.25 %",
			outcome({ active: 0.2 }, small),
			0,
		],
		["0.26 % there", outcome({ active: 0.26 }, small), 1],
	])("the verdict counts the faults of %s", (_name, one, count) => {
		expect(faults([one], [])).toHaveLength(count);
	});

	it("the verdict judges an influence by the change against its reference", () => {
		const reference = outcome({ active: 0.05 });
		const influenced = outcome(
			{ active: -0.06 },
			{ id: "two", reference: "one", active: { c: 0.2 } },
		);
		expect(judgedActive(influenced, [reference, influenced])).toBeCloseTo(-0.11, 12);
		expect(faults([reference, influenced], [])).toEqual([
			"Load, balanced, 1 A: active -0.110 %, at most 0.1 %",
		]);
	});

	it("the verdict counts a finding above its limit, below its negative, and NaN", () => {
		const finding = (value: number) => ({ test: "a test", value, limit: 1, source: "" });
		expect(faults([], [-1, 1, 1.01, -1.01, Number.NaN].map(finding))).toHaveLength(3);
	});

	it("the worst error has its sign and excludes cases that depart by design", () => {
		const outcomes = [outcome({ active: 0.01, worstPhaseActive: -0.02, reactive: 0.1 })];
		const byDesign = outcome({ reactive: 0.9 }, { reactiveByDesign: true });
		expect(worstActive(outcomes)).toBe(-0.02);
		expect(worstReactive([...outcomes, byDesign])).toBe(0.1);
	});
});
