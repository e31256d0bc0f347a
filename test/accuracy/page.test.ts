import { describe, expect, it } from "vitest";
import { documentWith } from "../../lab/accuracy/document.ts";
import type { Examination } from "../../lab/accuracy/examination.ts";
import { CHECKS, type Program, wholeProgram } from "../../lab/accuracy/examine.ts";
import type { LoadCase } from "../../lab/accuracy/load-case.ts";
import { parseOptions } from "../../lab/accuracy/options.ts";
import { pageOf } from "../../lab/accuracy/page.ts";
import { type Errors, QUANTITIES } from "../../lab/accuracy/quantities.ts";
import { reportOf } from "../../lab/accuracy/report.ts";

const whole = wholeProgram();
const program: Program = {
	...whole,
	cases: whole.cases.filter(({ curve }) => !curve || curve.x % 5 === 0),
};

/** Errors of one meter: those of quantity number n, from 1, are n thousandths. */
function examination(serialNumber: number, sign: number): Examination {
	const outcome = ({ id }: LoadCase, at = 0) => {
		const errors = Object.fromEntries(
			QUANTITIES.map((quantity, n) => [quantity, [sign * (n + 1 + at) * 1e-3]]),
		) as unknown as Errors;
		return { id, errors, own: errors };
	};
	return {
		serialNumber,
		station: [0, 0, 0].map(() => ({ voltage: 0, current: 0, angle: 0 })) as never,
		uncalibrated: CHECKS.map((one) => outcome(one)),
		calibrated: CHECKS.map((one) => outcome(one)),
		outcomes: program.cases.map((one) => outcome(one)),
		repeats: program.repeated.map((one) => ({
			id: one.id,
			outcomes: [outcome(one, -0.1), outcome(one, 0.1)],
		})),
		findings: [{ test: "No load", unit: "Wh", value: 0, limit: 0, source: "<ours>" }],
		ordinary: program.ordinary.map((one) => outcome(one)),
		onePoint: program.ordinary.map((one) => outcome(one)),
		meterSeconds: 1,
	};
}

const report = reportOf(program, CHECKS, [examination(1, 1), examination(2, -1)]);

describe("the page", () => {
	const page = pageOf(report);

	it("needs nothing from elsewhere", () => {
		expect(page).not.toMatch(/<(script|link|img|iframe)\b|\bsrc=|url\((?!#)|@import/);
		expect(page.match(/\bhref="[^#]/g)).toBeNull();
	});

	it("has every section, a plot over load, frequency, order and temperature, and no bare <", () => {
		for (const title of ["balanced load", "R46: quadriform", "Fast pulses", "2 kHz to 150 kHz"])
			expect(page).toContain(title);
		expect(page.match(/<svg /g)).toHaveLength(4);
		expect(page).toContain("&lt;ours&gt;");
	});

	it("says that limits are from memory", () => {
		expect(page).toContain("from memory");
	});
});

describe("the report as data", () => {
	it("has a unit with every figure, and survives JSON", () => {
		for (const one of [...report.cases, ...report.ordinary, ...report.onePoint])
			for (const { unit, uncertainty, mean } of one.figures) {
				expect(unit).not.toBe("");
				expect(Number.isFinite(uncertainty) && Number.isFinite(mean)).toBe(true);
			}
		expect(JSON.parse(JSON.stringify(report))).toEqual(report);
	});

	it("has mean, deviation and worst of both meters", () => {
		const current = report.cases[0]?.figures.find(({ quantity }) => quantity === "current");
		expect(current).toMatchObject({ count: 2, mean: 0, worst: 0.006 });
		// Of +6 and −6 thousandths.
		expect(current?.standardDeviation).toBeCloseTo(Math.SQRT2 * 0.006, 12);
	});
});

it("the document keeps its text around the figures, and is the same the second time", () => {
	const marks =
		"<!-- figures: npm run accuracy -- --docs -->\n\nOUTDATED\n<!-- end of figures -->\n";
	const once = documentWith(`# Accuracy\n\n${marks}\nafter\n`, report);
	expect(once).toMatch(/^# Accuracy\n/);
	expect(once).toMatch(/<!-- end of figures -->\n\nafter\n$/);
	expect(once).not.toContain("OUTDATED");
	expect(documentWith(once, report)).toBe(once);
	expect(() => documentWith("# Accuracy\n", report)).toThrow("no marks");
});

describe("the options", () => {
	it("are 12 meters, and one worker at least, unless said otherwise", () => {
		expect(parseOptions([])).toMatchObject({ meters: 12, docs: false });
		expect(parseOptions([])?.workers).toBeGreaterThan(0);
		expect(parseOptions(["--meters", "3", "--workers", "2", "--docs"])).toEqual({
			meters: 3,
			workers: 2,
			docs: true,
		});
	});

	it.each([["--meters", "0"], ["--meters", "1.5"], ["--workers", "many"], ["--quick"]])(
		"refuse %s %s in one line that names it",
		(...args) => {
			const given = args.filter((one) => one !== undefined);
			expect(() => parseOptions(given)).toThrow(given[0]);
		},
	);
});
