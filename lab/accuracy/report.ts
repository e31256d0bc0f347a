/**
 * The report as data: accuracy.json, of which the page is made too. Every figure has its unit. The
 * first part of `schema` changes when a reader would have to.
 */
import { stationErrors } from "../../bench/calibration/station-errors.ts";
import type { Examination } from "./examination.ts";
import type { Program } from "./examine.ts";
import { type AimResult, judge, type Verdict, type Worst } from "./judge.ts";
import type { Limits } from "./limits.ts";
import type { LoadCase, Section } from "./load-case.ts";
import { Noise, repeatability } from "./noise.ts";
import { OF_QUANTITY, QUANTITIES, type Quantity } from "./quantities.ts";
import { type CaseResult, judgedActive, powerFactorOf, resultsOf } from "./results.ts";
import { statisticsOf } from "./statistics.ts";
import { type Budget, budgetOf, COVERAGE, type Known } from "./uncertainty.ts";

/** Statistics of one error over the phases of all meters. */
export interface ReportedFigure {
	readonly quantity: Quantity;
	readonly unit: string;
	readonly count: number;
	readonly mean: number;
	readonly standardDeviation: number;
	readonly least: number;
	readonly greatest: number;
	/** Farthest from 0, and without the station's part. */
	readonly worst: number;
	readonly worstWithoutStation: number;
	/** Expanded (k = 2), of one measurement. */
	readonly uncertainty: number;
	/** By meter, in the order of `meters`, by phase; not for points of curves. */
	readonly errors?: readonly (readonly number[])[];
}

export interface ReportedCase {
	readonly id: string;
	readonly section: Section;
	readonly label: string;
	/** The point of a curve that the case is. */
	readonly curve?: { readonly name: string; readonly x: number };
	readonly figures: readonly ReportedFigure[];
	/** Of the standards, from memory, in percent; and the worst figure that they apply to. */
	readonly limits?: Limits;
	readonly judged?: { readonly value: number; readonly unit: "%"; readonly change: boolean };
}

export interface ReportedFinding {
	readonly test: string;
	readonly unit: string;
	readonly mean: number;
	readonly standardDeviation: number;
	readonly worst: number;
	readonly limit: number;
	readonly source: string;
}

export interface ReportedAim {
	readonly title: string;
	readonly unit: string;
	readonly limit: number;
	readonly verdict: Verdict;
	readonly worst: Worst | null;
	readonly worstWithoutStation: Worst | null;
	readonly count: number;
	readonly beyond: number;
	readonly cause: string | null;
	readonly takes: string | null;
}

export interface ReportedBudget extends Budget {
	readonly label: string;
	/** Twice the standard deviation over the meters, to compare with `whole`. */
	readonly observed: number;
}

export interface ReportedRepeatability {
	readonly label: string;
	readonly seconds: number;
	readonly count: number;
	/** Standard deviations of one measurement of one phase. */
	readonly figures: readonly {
		readonly quantity: Quantity;
		readonly unit: string;
		readonly standardDeviation: number;
	}[];
}

export interface AccuracyReport {
	readonly schema: "ambit-accuracy/1";
	/** Faults that the meters have. */
	readonly hardware: string;
	readonly meters: readonly {
		readonly serialNumber: number;
		readonly meterSeconds: number;
		/** Errors of its station: relative in %, angles in degrees. */
		readonly station: readonly {
			readonly voltagePercent: number;
			readonly currentPercent: number;
			readonly angleDegrees: number;
		}[];
	}[];
	readonly aims: readonly ReportedAim[];
	readonly budgets: readonly ReportedBudget[];
	readonly repeatability: readonly ReportedRepeatability[];
	readonly calibration: {
		readonly before: readonly ReportedCase[];
		readonly after: readonly ReportedCase[];
	};
	readonly cases: readonly ReportedCase[];
	readonly findings: readonly ReportedFinding[];
	/** With ordinary transformers: with all constants, and with those of one point. */
	readonly ordinary: readonly ReportedCase[];
	readonly onePoint: readonly ReportedCase[];
}

const HARDWARE =
	"gain ±1 % (V) and ±2 % (I), offset ±175 µV, lead 0.1°..0.5°, skew ±0.02°, crosstalk −120 dB, " +
	"coupling between the current transformers up to −74 dB, good transformers (−0.10 %, +5′ at " +
	"10 mA), noise of 9.5 µV white and 1/f, 24 bits, sinc³ with aliases, drifts, crystal ±50 ppm";

/** Cases whose budgets are printed. */
const BUDGETS = [
	"load 5 A PF 1",
	"load 1 A PF 1",
	"load 1 A PF 0.5 L",
	"load 0.05 A PF 1",
	"load 0.01 A PF 1",
	"load 0.01 A PF 0.5 L",
];

/** Makes the report of examinations by one program. */
export function reportOf(
	program: Program,
	checks: readonly LoadCase[],
	examinations: readonly Examination[],
): AccuracyReport {
	const noise = new Noise(examinations);
	const of = (cases: readonly LoadCase[], pick: Parameters<typeof resultsOf>[2]) =>
		resultsOf(cases, examinations, pick, noise);
	const cases = of(program.cases, ({ outcomes }) => outcomes);
	const ordinary = of(program.ordinary, (one) => one.ordinary);
	const onePoint = of(program.ordinary, (one) => one.onePoint);
	const reported = (results: readonly CaseResult[]) =>
		results.map((result) => reportedCase(result, cases, examinations));
	return {
		schema: "ambit-accuracy/1",
		hardware: HARDWARE,
		meters: examinations.map(({ serialNumber, meterSeconds }) => ({
			serialNumber,
			meterSeconds,
			station: stationErrors(serialNumber).map(({ voltage, current, angle }) => ({
				voltagePercent: 100 * voltage,
				currentPercent: 100 * current,
				angleDegrees: angle,
			})),
		})),
		aims: judge([...cases, ...ordinary]).map(reportedAim),
		budgets: budgets(cases, noise),
		repeatability: program.repeated.map((one) => repeated(one, program, examinations)),
		calibration: {
			before: reported(of(checks, ({ uncalibrated }) => uncalibrated)),
			after: reported(of(checks, ({ calibrated }) => calibrated)),
		},
		cases: reported(cases),
		findings: findingsOf(examinations),
		ordinary: reported(ordinary),
		onePoint: reported(onePoint),
	};
}

function reportedCase(
	result: CaseResult,
	results: readonly CaseResult[],
	examinations: readonly Examination[],
): ReportedCase {
	const { id, section, label, curve, active, reference } = result.case;
	const judged = judgedActive(result, results);
	return {
		id,
		section,
		label,
		...(curve && { curve }),
		figures: QUANTITIES.flatMap((quantity) => {
			const figure = result.figures[quantity];
			if (!figure) return [];
			const { statistics, own, uncertainty, entries } = figure;
			return {
				quantity,
				unit: OF_QUANTITY[quantity].unit,
				...statistics,
				worstWithoutStation: own,
				uncertainty,
				...(!curve && {
					errors: examinations.map(({ serialNumber }) =>
						entries.flatMap((one) => (one.serialNumber === serialNumber ? [one.error] : [])),
					),
				}),
			};
		}),
		...(active && { limits: active }),
		...(active &&
			judged !== undefined && {
				judged: { value: judged, unit: "%", change: reference !== undefined },
			}),
	};
}

function reportedAim({ aim, verdict, worst, own, count, beyond }: AimResult): ReportedAim {
	const { title, unit, limit, documented } = aim;
	const needed = verdict === "documented" || verdict === "fails";
	return {
		title,
		unit,
		limit,
		verdict,
		worst: worst ?? null,
		worstWithoutStation: own ?? null,
		count,
		beyond,
		cause: (needed && documented?.cause) || null,
		takes: (needed && documented?.takes) || null,
	};
}

function findingsOf(examinations: readonly Examination[]): ReportedFinding[] {
	return (examinations[0]?.findings ?? []).flatMap(({ test, unit, limit, source }, index) => {
		const values = examinations.map(({ findings }) => findings[index]?.value);
		const statistics = statisticsOf(values);
		if (!statistics) return [];
		const { mean, standardDeviation, worst } = statistics;
		return { test, unit, mean, standardDeviation, worst, limit, source };
	});
}

function repeated(
	one: LoadCase,
	{ repetitions }: Program,
	examinations: readonly Examination[],
): ReportedRepeatability {
	return {
		label: one.label,
		seconds: one.seconds,
		count: repetitions,
		figures: QUANTITIES.flatMap((quantity) => {
			const standardDeviation = repeatability(examinations, one.id, quantity);
			if (Number.isNaN(standardDeviation)) return [];
			return { quantity, unit: OF_QUANTITY[quantity].unit, standardDeviation };
		}),
	};
}

function budgets(results: readonly CaseResult[], noise: Noise): ReportedBudget[] {
	const known: Known = { noise, perKelvin: perKelvinOf(results), curve: curveOf(results) };
	return BUDGETS.flatMap((id) => {
		const result = results.find((each) => each.case.id === id);
		if (!result) return [];
		const { label, settings, seconds, energy } = result.case;
		const [{ voltage, current, angle }] = settings.phases;
		const measured = { voltage, current, angle, seconds, energy: energy === true };
		const observed =
			COVERAGE * (result.figures.activePower?.statistics.standardDeviation ?? Number.NaN);
		return { label, ...budgetOf(measured, known), observed };
	});
}

/** Largest change of a meter's error from 23 °C by a kelvin, %/K. */
function perKelvinOf(results: readonly CaseResult[]): number {
	const at = (celsius: number, name: string) =>
		results.find(
			({ case: { section, curve } }) =>
				section === "Ambient temperature" && curve?.name === name && curve.x === celsius,
		)?.figures.activePower?.entries;
	const name = "PF 1";
	const room = at(23, name) ?? [];
	const changes = [-25, 55].flatMap((celsius) =>
		(at(celsius, name) ?? []).flatMap((entry, index) => {
			const before = room[index];
			return before ? [Math.abs((entry.error - before.error) / (celsius - 23))] : [];
		}),
	);
	return Math.max(0, ...changes);
}

/** Largest mean over the meters, without the station's part, between 20 mA and 5 A at PF 1. */
function curveOf(results: readonly CaseResult[]): number {
	const means = results
		.filter(
			({ case: { section, settings } }) =>
				section === "Active energy, balanced load" &&
				settings.phases[0].current >= 0.02 &&
				powerFactorOf(settings) > 0.99,
		)
		.map(({ figures }) =>
			Math.abs(statisticsOf((figures.activePower?.entries ?? []).map(({ own }) => own))?.mean ?? 0),
		);
	return Math.max(0, ...means);
}
