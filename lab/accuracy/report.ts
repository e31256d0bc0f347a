/**
 * Writes docs/accuracy.md: all results as Markdown. Nothing in it depends on the day or the
 * machine.
 */
import type { Examination, Precision } from "./examine.ts";
import type { Figure } from "./figures.ts";
import type { Limits } from "./limits.ts";
import { TESTS, type Test } from "./load-case.ts";
import { type Outcome, worst } from "./measure.ts";
import {
	faults,
	inRange,
	judgedActive,
	OWN_LIMITS,
	worstActive,
	worstReactive,
} from "./verdict.ts";

/** The whole document. */
export function reportOf(examinations: readonly Examination[], figures: readonly Figure[]): string {
	return [
		...head(examinations),
		...calibration(examinations),
		...overview(examinations),
		...figures.flatMap(({ name, title }) => [`![${title}](accuracy/${name}.svg)`, ""]),
		...TESTS.flatMap((test) => section(test, examinations)),
		...events(examinations),
	].join("\n");
}

function head(examinations: readonly Examination[]): string[] {
	const wrong = examinations.flatMap((one) =>
		faults(one.outcomes, one.findings).map((fault) => `- meter ${one.serialNumber}: ${fault}`),
	);
	return [
		"# Accuracy",
		"",
		"Written by `npm run accuracy`; do not edit.",
		"",
		"The whole firmware ran on XS, fed by the bench's mains and front end, on",
		`${examinations.length} meters whose serial numbers give them their tolerances (gain, offset,`,
		"phase, skew; docs/bench.md), calibrated through the vendor block (docs/calibration.md).",
		"Errors are in percent of the truth, which the bench knows without the meter.",
		"",
		...summary(examinations.flatMap((one) => one.outcomes)),
		"- Every result against half of class C's limits and the limits above: " +
			(wrong.length === 0 ? "**all within**." : "**not all within**:"),
		...wrong,
		"",
		"A load is switched on for whole seconds and off again. Quantity *energy* is what the",
		"registers 6000.. counted meanwhile, in Wh at a CT ratio of 9995/1 (a step is 0.1 mWh at the",
		"terminals). If even that is too coarse for the load, the quantity is *averages*: those of the",
		"vendor block over 5 to 60 s. Errors of single phases are always from the averages. The true",
		"reactive energy is that of the fundamental.",
		"",
		"Limits: EN 50470-3 classes B and C for In = 1 A, Itr = 50 mA, Imin = 10 mA, Ist = 2 mA;",
		"IEC 62053-22 class 0.2S (active) and IEC 62053-24 class 0.5S (reactive) for comparison.",
		"**The texts of the standards were not available: the figures are from memory and from MID,",
		"Annex V.** Cases of an influence are judged by the change against the same load under",
		"reference conditions (column *change*), as the standards do.",
		"",
	];
}

/** The worst errors of all outcomes. */
function summary(outcomes: readonly Outcome[]): string[] {
	const within = outcomes.filter(inRange);
	const small = outcomes.filter((outcome) => !inRange(outcome));
	const active = percentage(worst(within.map((outcome) => outcome.active)));
	const reactive = percentage(worst(within.map(reactiveOf)));
	const worstReactiveText = percentage(worstReactive(within));
	const { active: activeLimit, reactive: reactiveLimit } = OWN_LIMITS;
	return [
		`- **Worst active error ${percentage(worstActive(within))} %** (permitted: ${activeLimit} %),`,
		`  **worst reactive error ${worstReactiveText} %** (${reactiveLimit} %), single`,
		"  phases of a balanced load included, all loads of 10 mA and more. Of the sum of the phases:",
		`  ${active} % and ${reactive} %.`,
		`- Below 10 mA: active ${percentage(worstActive(small))} %.`,
	];
}

function calibration(examinations: readonly Examination[]): string[] {
	const columns: [string, keyof Precision][] = [
		["voltage", "voltage"],
		["current", "current"],
		["active power, PF 1", "unity"],
		["active power, PF 0.5 L", "inductive"],
	];
	const rows = examinations.flatMap(({ serialNumber, uncalibrated, calibrated }) =>
		(
			[
				["before", uncalibrated],
				["after", calibrated],
			] as const
		).map(([when, precision]) => [
			`${serialNumber}`,
			when,
			...columns.map(([, key]) => percentage(precision[key])),
		]),
	);
	return [
		"## Before and after calibration",
		"",
		"Worst phase at 230 V, 1 A, in percent.",
		"",
		...table(["meter", "calibration", ...columns.map(([title]) => title)], rows),
		"",
	];
}

function overview(examinations: readonly Examination[]): string[] {
	const cell = (outcomes: readonly Outcome[]): string =>
		`${percentage(worstActive(outcomes))} / ${percentage(worstReactive(outcomes))}`;
	const rows = TESTS.map((test) => {
		const perMeter = examinations.map(({ outcomes }) =>
			outcomes.filter((outcome) => outcome.case.test === test),
		);
		return [test, ...perMeter.map(cell), `**${cell(perMeter.flat())}**`];
	});
	return [
		"## Worst of each test",
		"",
		"Active / reactive energy in percent, the worst phase of a load included.",
		"",
		...table(
			["test", ...examinations.map(({ serialNumber }) => `meter ${serialNumber}`), "worst"],
			rows,
		),
		"",
	];
}

function section(test: Test, examinations: readonly Examination[]): string[] {
	const cases = (examinations[0]?.outcomes ?? []).filter((outcome) => outcome.case.test === test);
	if (cases.length === 0) return [];
	const influences = cases.some((outcome) => outcome.case.reference !== undefined);
	const titles = [
		"load",
		"energy",
		"quantity",
		...examinations.map(({ serialNumber }) => `${serialNumber}`),
		"worst phase",
		...(influences ? ["change"] : []),
		"B",
		"C",
		test === "Reactive load, balanced" ? "0.2S / 0.5S" : "0.2S",
	];
	const rows = cases.flatMap(({ case: { id } }) => {
		const outcomes = examinations.flatMap((one) =>
			one.outcomes.filter((outcome) => outcome.case.id === id),
		);
		const change = worst(
			examinations.flatMap((one) =>
				one.outcomes
					.filter((outcome) => outcome.case.id === id)
					.map((outcome) => judgedActive(outcome, one.outcomes)),
			),
		);
		return (["active", "reactive"] as const)
			.filter((energy) => outcomes[0]?.case[energy] !== undefined)
			.map((energy) => row(energy, outcomes, influences ? change : undefined, influences));
	});
	return [`## ${test}`, "", ...table(titles, rows), "", ...(NOTES[test] ?? [])];
}

function row(
	energy: "active" | "reactive",
	outcomes: readonly Outcome[],
	change: number | undefined,
	influences: boolean,
): string[] {
	const [first] = outcomes;
	if (!first) return [];
	const limits: Limits = first.case[energy] ?? {};
	const phase = energy === "active" ? "worstPhaseActive" : "worstPhaseReactive";
	const byDesign = energy === "reactive" && first.case.reactiveByDesign ? " ¹" : "";
	const changed =
		energy === "active" && first.case.reference !== undefined ? percentage(change) : "";
	return [
		first.case.label,
		`${energy}${byDesign}`,
		first.quantity,
		...outcomes.map((outcome) => percentage(outcome[energy])),
		percentage(worst(outcomes.map((outcome) => outcome[phase]))),
		...(influences ? [changed] : []),
		...[limits.b, limits.c, limits.s].map((limit) => (limit === undefined ? "" : `±${limit}`)),
	];
}

/** Remarks below a test's results. */
const NOTES: Partial<Record<Test, readonly string[]>> = {
	"Dynamic range": [
		"The errors below 10 mA are an offset of about 0.1 mW a phase: the calibration measures it",
		"for 20 s.",
		"",
	],
	Frequency: [
		"The error that grows away from 50 Hz at PF 0.5 is the skew between a phase's two channels: a",
		"constant delay, whose angle rises with the frequency, while the angle that the meter",
		"subtracts falls with it, as a current transformer's.",
		"",
	],
	Harmonics: [
		"¹ Not judged: the 90° shifter is an integrator, so a harmonic of order h that has a reactive",
		"power of its own is counted with 1/h of it. The truth here is the fundamental's alone; the",
		"fifth's own reactive power in this case is 4.6 % of it, of which a fifth is counted.",
	],
};

function events(examinations: readonly Examination[]): string[] {
	const [first] = examinations;
	const rows = (first?.findings ?? []).map(({ test, limit, source }, index) => [
		test,
		...examinations.map(({ findings }) => short(findings[index]?.value)),
		limit === 0 ? "0" : `≤ ${limit}`,
		source,
	]);
	const meters = examinations.map(({ serialNumber }) => `${serialNumber}`);
	return [
		"## No load, starting, start-up, changing load, tariffs",
		"",
		...table(["test", ...meters, "limit", "whose"], rows),
		"",
		"The starting current is judged by the energy registers: one step is 0.33 % of the energy of",
		"2 mA in one phase in the four minutes of the test.",
		"",
	];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
	const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
	return [line(titles), line(titles.map(() => "---")), ...rows.map(line)];
}

/** The error of the reactive energy of all phases, if it is judged. */
function reactiveOf(outcome: Outcome): number | undefined {
	return outcome.case.reactiveByDesign ? undefined : outcome.reactive;
}

function percentage(error: number | undefined): string {
	if (error === undefined) return "";
	const text = error.toFixed(3);
	return text === "-0.000" ? "0.000" : text.replace("-", "−");
}

function short(value: number | undefined): string {
	return value === undefined ? "" : String(Number(value.toFixed(3)) + 0).replace("-", "−");
}
