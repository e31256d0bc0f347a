/** The results of all meters, case by case. */
import type { Examination } from "./examination.ts";
import type { LoadCase } from "./load-case.ts";
import type { Outcome } from "./measure.ts";
import type { Noise } from "./noise.ts";
import { QUANTITIES, type Quantity, worst } from "./quantities.ts";
import { type Statistics, statisticsOf } from "./statistics.ts";
import { COVERAGE, registerSteps } from "./uncertainty.ts";

/** One error of one phase of one meter. */
export interface Entry {
	readonly serialNumber: number;
	/** From 1; 0: all phases. */
	readonly phase: number;
	readonly error: number;
	/** The same without the station's part. */
	readonly own: number;
}

/** The errors of one quantity in one case. */
export interface Figure {
	readonly entries: readonly Entry[];
	readonly statistics: Statistics;
	/** Worst one without the station's part. */
	readonly own: number;
	/** Expanded uncertainty (k = 2) of one measurement; NaN: nothing was repeated. */
	readonly uncertainty: number;
}

export interface CaseResult {
	readonly case: LoadCase;
	readonly figures: Readonly<Partial<Record<Quantity, Figure>>>;
}

/**
 * The results of cases.
 * @param of the outcomes of a meter among which they are
 */
export function resultsOf(
	cases: readonly LoadCase[],
	examinations: readonly Examination[],
	of: (examination: Examination) => readonly Outcome[],
	noise: Noise,
): CaseResult[] {
	const outcomes = examinations.map((one) => ({
		serialNumber: one.serialNumber,
		byId: new Map(of(one).map((outcome) => [outcome.id, outcome])),
	}));
	return cases.map((one) => {
		const here = outcomes.flatMap(({ serialNumber, byId }) => {
			const outcome = byId.get(one.id);
			return outcome ? [{ serialNumber, outcome }] : [];
		});
		const figures: Partial<Record<Quantity, Figure>> = {};
		for (const quantity of QUANTITIES) {
			const entries = here.flatMap(({ serialNumber, outcome }) =>
				entriesOf(serialNumber, outcome, quantity),
			);
			const statistics = statisticsOf(entries.map(({ error }) => error));
			if (!statistics) continue;
			const own = worst(entries.map((entry) => entry.own)) ?? Number.NaN;
			const uncertainty = COVERAGE * deviationOf(one, quantity, noise);
			figures[quantity] = { entries, statistics, own, uncertainty };
		}
		return { case: one, figures };
	});
}

function entriesOf(serialNumber: number, outcome: Outcome, quantity: Quantity): Entry[] {
	const errors = outcome.errors[quantity];
	return errors.flatMap((error, index) => {
		const own = outcome.own[quantity][index];
		if (error === undefined || own === undefined) return [];
		return [{ serialNumber, phase: errors.length === 1 ? 0 : index + 1, error, own }];
	});
}

/** Quantities whose errors in percent of a power grow as the power factor falls. */
const OF_POWER: readonly Quantity[] = ["activePower", "activeEnergy"];

/** Of the waves, so that pulses late in a half cycle have an uncertainty. */
const LEAST_POWER_FACTOR = 0.1;

/** Quantities of all phases, and the quantity of one phase that has their noise. */
const TOTALS: Readonly<Partial<Record<Quantity, Quantity>>> = {
	activeEnergy: "activePower",
	reactiveEnergy: "reactivePower",
};

/** Standard deviation of the noise of one measurement in a case. */
function deviationOf(one: LoadCase, quantity: Quantity, noise: Noise): number {
	const { settings, seconds, energy } = one;
	const currents = settings.phases.map(({ current }) => current).filter((each) => each > 0);
	const least = Math.min(...currents);
	const known = TOTALS[quantity] ?? quantity;
	const deviation = noise.deviation(known, least, seconds);
	if (!OF_POWER.includes(quantity)) return deviation;
	const powerFactor = Math.max(LEAST_POWER_FACTOR, powerFactorOf(settings));
	const steps =
		energy && quantity === "activeEnergy"
			? registerSteps(3 * settings.phases[0].voltage * least * powerFactor * seconds)
			: 0;
	return Math.hypot(deviation / powerFactor, steps);
}

/** Least power factor of the fundamental, of the loaded phases; without its sign. */
export function powerFactorOf({ phases }: LoadCase["settings"]): number {
	const loaded = phases.filter(({ current, voltage }) => current > 0 && voltage > 0);
	return Math.min(...loaded.map(({ angle }) => Math.abs(Math.cos((angle * Math.PI) / 180))));
}

/** The error that limits of the standards apply to: the error, or its change by the influence. */
export function judgedActive(
	result: CaseResult,
	results: readonly CaseResult[],
): number | undefined {
	const figure = result.figures.activeEnergy;
	const { reference } = result.case;
	if (!figure || reference === undefined) return figure?.statistics.worst;
	const before = results.find((other) => other.case.id === reference)?.figures.activeEnergy;
	return worst(
		figure.entries.map(({ serialNumber, error }) => {
			const base = before?.entries.find((entry) => entry.serialNumber === serialNumber);
			return error - (base?.error ?? Number.NaN);
		}),
	);
}
