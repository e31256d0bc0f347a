/** The report as tables in Markdown. */
import { table, wrapped } from "../document.ts";
import { fixed, short } from "../format.ts";
import { type FigureName, figureOf } from "./figure.ts";
import type { QualityReport, ReportedFigure } from "./report.ts";

/** Figures of the table by signal, and their columns. */
const BY_SIGNAL: readonly (readonly [title: string, figures: readonly FigureName[]])[] = [
	["V harmonics, % of nominal", ["smallVoltage"]],
	["from 3 %: % of reading", ["largeVoltage"]],
	["I harmonics, % of nominal", ["smallCurrent"]],
	["from 3 %: % of reading", ["largeCurrent"]],
	["V THD, %", ["voltageThd"]],
	["I THD, %", ["currentThd"]],
	["K, %", ["kFactor"]],
	["neutral, %", ["neutral", "smallNeutral"]],
];

const BY_EVENT: readonly (readonly [title: string, figures: readonly FigureName[]])[] = [
	["voltage, % of nominal", ["depth"]],
	["duration, half cycles", ["duration"]],
	["duration next to the cut itself, half cycles", ["actualDuration"]],
];

/** All lines of the document between its marks. */
export function documentLines(report: QualityReport): string[] {
	const meters = `${report.meters.length} meters.`;
	return [
		...wrapped(
			`${meters} Harmonics are those from 2 to 40; their aims and those of unbalance are a fifth ` +
				"of class S's limits.",
		),
		"",
		...figureTable(report),
		...missed(report),
		"Worst error by signal:",
		"",
		...rowsOf(report, BY_SIGNAL, "signal"),
		"Worst error by event:",
		"",
		...rowsOf(report, BY_EVENT, "event"),
	];
}

function figureTable({ figures }: QualityReport): string[] {
	return table(
		["figure", "error in", "mean", "worst", "aim", "class S", "verdict"],
		figures.map(({ title, unit, mean, worst, aim, classS, verdict }) => [
			title,
			unit,
			short(mean),
			short(worst, 3),
			short(aim),
			short(classS),
			verdict === "no aim" ? "" : verdict === "documented" ? "does not hold; documented" : verdict,
		]),
	);
}

/** Where aims are not reached: how far, why, and what it would take. */
function missed({ figures }: QualityReport): string[] {
	const reasons = new Map<string, string[]>();
	for (const { figure, title, unit, aim, bySignal } of figures)
		for (const { signals, cause, takes } of figureOf(figure).documented ?? []) {
			const own = Object.entries(bySignal).filter(([signal]) =>
				signals.some((each) => signal.startsWith(each)),
			);
			const worst = Math.max(...own.map(([, summary]) => Math.abs(summary.worst)));
			if (aim === null || worst <= aim) continue;
			const reason = `${cause} ${takes}`;
			const found = `${title}: up to ${short(worst)} ${unit}, aim ${short(aim)}`;
			reasons.set(reason, [...(reasons.get(reason) ?? []), found]);
		}
	return [...reasons].flatMap(([reason, found]) => [
		...wrapped(`*${found.join("; ")}.* ${reason}`),
		"",
	]);
}

function rowsOf({ figures }: QualityReport, columns: typeof BY_SIGNAL, first: string): string[] {
	const of = (names: readonly FigureName[]): ReportedFigure[] =>
		figures.filter(({ figure }) => names.includes(figure));
	const signals = new Set(
		columns.flatMap(([, names]) => of(names).flatMap(({ bySignal }) => Object.keys(bySignal))),
	);
	return table(
		[first, ...columns.map(([title]) => title)],
		[...signals].map((signal) => [
			signal,
			...columns.map(([, names]) => {
				const [found] = of(names).flatMap(({ bySignal }) => bySignal[signal] ?? []);
				return fixed(found?.worst, 3);
			}),
		]),
	);
}
