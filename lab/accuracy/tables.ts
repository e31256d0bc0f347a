/** Tables of the page, as HTML. */
import { fixed, short } from "./format.ts";
import { OF_QUANTITY, type Quantity } from "./quantities.ts";
import type {
	AccuracyReport,
	ReportedAim,
	ReportedBudget,
	ReportedCase,
	ReportedFigure,
} from "./report.ts";
import { decimalsOf } from "./uncertainty.ts";

/** Most decimals of a quantity. */
const MOST: Readonly<Partial<Record<Quantity, number>>> = { powerFactor: 5, frequency: 2 };

/** Text with the characters that HTML gives a meaning made harmless. */
export function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A table of cells that are HTML already. */
export function table(
	titles: readonly string[],
	rows: readonly (readonly string[])[],
	name = "",
): string {
	const row = (cells: readonly string[], tag: string): string =>
		`<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
	return [
		`<div class="wide"><table${name && ` class="${name}"`}>`,
		`<thead>${row(titles, "th")}</thead>`,
		`<tbody>${rows.map((cells) => row(cells, "td")).join("\n")}</tbody></table></div>`,
	].join("\n");
}

/** Decimals of a figure. */
export function decimals({ quantity, uncertainty }: ReportedFigure): number {
	return decimalsOf(uncertainty, MOST[quantity]);
}

/** Columns of the tables of cases. */
const COLUMNS = [
	"activeEnergy",
	"activePower",
	"reactivePower",
	"voltage",
	"current",
	"powerFactor",
	"frequency",
] as const satisfies readonly Quantity[];

/** Worst, and below it mean and standard deviation. */
function figureCell(one: ReportedCase, quantity: Quantity): string {
	const figure = one.figures.find((each) => each.quantity === quantity);
	if (!figure) return "–";
	const digits = decimals(figure);
	const spread = `${fixed(figure.mean, digits)} ± ${fixed(figure.standardDeviation, digits)}`;
	return `${fixed(figure.worst, digits)}<small>${spread}</small>`;
}

export function casesTable(cases: readonly ReportedCase[]): string {
	const influences = cases.some(({ judged }) => judged?.change);
	const limited = cases.some(({ limits }) => limits !== undefined);
	const titles = [
		"load",
		...COLUMNS.map((quantity) => {
			const { title, unit } = OF_QUANTITY[quantity];
			return `${title}<small>${unit}</small>`;
		}),
		"P without the station's part<small>%</small>",
		"U of P<small>k = 2, %</small>",
		...(influences ? ["change<small>%</small>"] : []),
		...(limited ? ["B", "C", "0.2S"] : []),
	];
	const rows = cases.map((one) => {
		const power = one.figures.find(({ quantity }) => quantity === "activePower");
		const { limits = {}, judged } = one;
		const limit = (value: number | undefined) => (value === undefined ? "" : `±${value}`);
		return [
			escaped(one.label),
			...COLUMNS.map((quantity) => figureCell(one, quantity)),
			power ? fixed(power.worstWithoutStation, decimals(power)) : "–",
			short(power?.uncertainty),
			...(influences ? [judged?.change ? fixed(judged.value, 3) : ""] : []),
			...(limited ? [limit(limits.b), limit(limits.c), limit(limits.s)] : []),
		];
	});
	return table(titles, rows, "cases");
}

/** The curves of a section: over all points, how far each quantity goes. */
export function curvesTable(cases: readonly ReportedCase[]): string {
	const names = [...new Set(cases.map(({ curve }) => curve?.name ?? ""))];
	const rows = names.map((name) => {
		const points = cases.filter(({ curve }) => curve?.name === name);
		return [
			escaped(name),
			`${points.length}`,
			...COLUMNS.map((quantity) => {
				const figures = points.flatMap(({ figures, curve }) =>
					figures
						.filter((each) => each.quantity === quantity)
						.map((each) => ({ ...each, x: curve?.x ?? Number.NaN })),
				);
				const [first] = figures;
				if (!first) return "–";
				const worst = figures.reduce((a, b) => (Math.abs(b.worst) > Math.abs(a.worst) ? b : a));
				return `${fixed(worst.worst, decimals(first))}<small>at ${short(worst.x, 4)}</small>`;
			}),
			short(points[0]?.figures.find(({ quantity }) => quantity === "activePower")?.uncertainty),
		];
	});
	const titles = COLUMNS.map((quantity) => {
		const { title, unit } = OF_QUANTITY[quantity];
		return `${title}<small>${unit}</small>`;
	});
	return table(["curve", "points", ...titles, "U of P<small>k = 2, %</small>"], rows, "cases");
}

const VERDICTS: Readonly<Record<ReportedAim["verdict"], string>> = {
	holds: "holds",
	station: "holds without the station's part",
	documented: "does not hold; documented",
	fails: "does not hold",
};

/** The aim that another command measures. */
export const COST = [
	"processor time from bytes to energy, of a 240 MHz Cortex-M7",
	"5 %",
	"npm run bench",
] as const;

/** The verdict in words. */
export function verdictWords({ verdict }: ReportedAim): string {
	return VERDICTS[verdict];
}

export function aimsTable(aims: readonly ReportedAim[]): string {
	const rows = aims.map((aim) => {
		const { title, unit, limit, worst, worstWithoutStation, count, beyond, cause, takes } = aim;
		const place = (one: ReportedAim["worst"]): string =>
			one
				? `${fixed(one.value, 3)}<small>${escaped(one.case)}, ${one.serialNumber}` +
					`${one.phase ? ` L${one.phase}` : ""}</small>`
				: "not measured";
		return [
			escaped(title),
			`≤ ${limit} ${unit}`,
			place(worst),
			place(worstWithoutStation),
			`<b class="${aim.verdict}">${verdictWords(aim)}</b>` +
				`<small>${beyond} of ${count} beyond</small>` +
				(cause === null ? "" : `<p>${escaped(cause)} ${escaped(takes ?? "")}</p>`),
		];
	});
	const titles = ["aim", "limit", "worst", "worst without the station's part", "verdict"];
	const [title, limit, command] = COST;
	const cost = [title, `≤ ${limit}`, "", "", `not measured here: <code>${command}</code>`];
	return table(titles, [...rows, cost], "aims");
}

export function budgetsTable(budgets: readonly ReportedBudget[]): string {
	const names = [
		...new Map(
			budgets.flatMap(({ contributions }) => contributions.map((one) => [one.name, one] as const)),
		).values(),
	];
	const rows = names.map(({ name, origin, distribution }) => [
		escaped(name),
		origin,
		distribution,
		...budgets.map(({ contributions }) =>
			short(contributions.find((one) => one.name === name)?.standard),
		),
	]);
	const sum = (title: string, of: (budget: ReportedBudget) => number) => [
		`<b>${title}</b>`,
		"",
		"",
		...budgets.map((budget) => `<b>${short(of(budget))}</b>`),
	];
	return table(
		["contribution", "of", "distribution", ...budgets.map(({ label }) => escaped(label))],
		[
			...rows,
			sum("U of the measurement, k = 2", ({ measurement }) => measurement),
			sum("U of a meter, k = 2", ({ whole }) => whole),
			sum("observed: 2 s over the meters", ({ observed }) => observed),
		],
	);
}

export function repeatabilityTable({ repeatability }: AccuracyReport): string {
	const [first] = repeatability;
	return table(
		[
			"load",
			"n",
			"seconds",
			...(first?.figures ?? []).map(
				({ quantity, unit }) => `${OF_QUANTITY[quantity].title}<small>${unit}</small>`,
			),
		],
		repeatability.map(({ label, count, seconds, figures }) => [
			escaped(label),
			`${count}`,
			`${seconds}`,
			...figures.map(({ standardDeviation }) => short(standardDeviation)),
		]),
	);
}
