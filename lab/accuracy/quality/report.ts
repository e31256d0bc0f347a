/** The report: what is known of each figure over all meters, signals and frequencies. */
import { FIGURE_NAMES, type FigureName, type Finding, figureOf } from "./figure.ts";

/** Errors of a figure, in its unit. */
export interface Summary {
	readonly count: number;
	readonly mean: number;
	/** The error farthest from zero, with its sign; NaN if the meter had no figure once. */
	readonly worst: number;
}

export type Verdict = "holds" | "documented" | "fails" | "no aim";

/** A figure and its errors. */
export interface ReportedFigure extends Summary {
	readonly figure: FigureName;
	readonly title: string;
	readonly unit: string;
	readonly aim: number | null;
	readonly classS: number | null;
	readonly verdict: Verdict;
	/** Of the worst error. */
	readonly where: string;
	readonly bySignal: Readonly<Record<string, Summary>>;
	/** By frequency in Hz. */
	readonly byFrequency: readonly (readonly [number, Summary])[];
	/** By order, of harmonics; by degrees of L1's cycle, of events. */
	readonly byPlace: readonly (readonly [number, Summary])[];
}

export interface QualityReport {
	readonly schema: 1;
	readonly meters: readonly number[];
	readonly figures: readonly ReportedFigure[];
}

/** Summarises errors. */
export function summaryOf(findings: readonly Finding[]): Summary {
	const sum = findings.reduce((total, { error }) => total + error, 0);
	const worst = findings.reduce((far, { error }) => farther(far, error), 0);
	return { count: findings.length, mean: rounded(sum / findings.length), worst: rounded(worst) };
}

const farther = (a: number, b: number): number =>
	Number.isNaN(a) || Math.abs(a) >= Math.abs(b) ? a : b;

/** Four digits, so that a report changes only with what it says. */
const rounded = (value: number): number => Number(value.toPrecision(4));

/** Makes the report. */
export function qualityReportOf(
	meters: readonly number[],
	findings: readonly Finding[],
): QualityReport {
	const figures = FIGURE_NAMES.flatMap((name) => {
		const own = findings.filter(({ figure }) => figure === name);
		return own.length > 0 ? [reported(name, own)] : [];
	});
	return { schema: 1, meters, figures };
}

function reported(name: FigureName, findings: readonly Finding[]): ReportedFigure {
	const { title, unit, aim, classS } = figureOf(name);
	const summary = summaryOf(findings);
	const worst =
		findings.find(({ error }) => Number.isNaN(error)) ??
		findings.reduce((a, b) => (Math.abs(b.error) > Math.abs(a.error) ? b : a));
	const bySignal = Object.fromEntries(
		[...grouped(findings, ({ signal }) => signal)].map(([key, group]) => [key, summaryOf(group)]),
	);
	const byNumber = (of: (one: Finding) => number | undefined) =>
		[...grouped(findings, of)].flatMap(([key, group]) =>
			key === undefined ? [] : [[key, summaryOf(group)] as const],
		);
	return {
		figure: name,
		title,
		unit,
		aim: aim ?? null,
		classS: classS ?? null,
		...summary,
		verdict: verdictOf(name, bySignal),
		where: placeOf(worst),
		bySignal,
		byFrequency: byNumber(({ frequency }) => frequency),
		byPlace: byNumber(({ order, degrees }) => order ?? degrees),
	};
}

/** Judges the worst error of each signal: NaN is beyond every limit. */
export function verdictOf(name: FigureName, bySignal: Readonly<Record<string, Summary>>): Verdict {
	const { aim, documented = [] } = figureOf(name);
	if (aim === undefined) return "no aim";
	const missed = Object.entries(bySignal).filter(([, { worst }]) => !(Math.abs(worst) <= aim));
	const isDocumented = ([signal, { worst }]: (typeof missed)[number]): boolean =>
		documented.some(
			({ signals, figure }) =>
				signals.some((each) => signal.startsWith(each)) && Math.abs(worst) <= figure,
		);
	return missed.length === 0 ? "holds" : missed.every(isDocumented) ? "documented" : "fails";
}

function grouped<Key>(findings: readonly Finding[], keyOf: (one: Finding) => Key) {
	const groups = new Map<Key, Finding[]>();
	for (const one of findings) {
		const key = keyOf(one);
		const group = groups.get(key);
		if (group) group.push(one);
		else groups.set(key, [one]);
	}
	return groups;
}

function placeOf({ signal, frequency, phase, order, degrees, serialNumber }: Finding): string {
	const parts = [
		signal,
		`${frequency} Hz`,
		...(order === undefined ? [] : [`order ${order}`]),
		...(degrees === undefined ? [] : [`from ${degrees}°`]),
		...(phase > 0 ? [`L${phase}`] : []),
		`meter ${serialNumber}`,
	];
	return parts.join(", ");
}
