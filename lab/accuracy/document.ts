/** Figures in documents: a part between two marks, which the command writes. */
import { fixed, short } from "./format.ts";
import { SECTIONS, type Section } from "./load-case.ts";
import { OF_QUANTITY, type Quantity } from "./quantities.ts";
import type { AccuracyReport, ReportedAim, ReportedCase } from "./report.ts";
import { COST, decimals, verdictWords } from "./tables.ts";

const COMMAND = "npm run accuracy -- --docs";
const END = "<!-- end of figures -->";

/** Of the document's text, characters. */
const WIDTH = 98;

/**
 * The document with the figures of a report.
 * @throws {Error} when the marks are missing
 */
export function documentWith(text: string, report: AccuracyReport): string {
	return withFigures(text, COMMAND, [
		...aims(report),
		...budgets(report),
		...sections(report),
		...uncorrected(report),
	]);
}

/**
 * The document with other lines between the mark that names the command, and the end's.
 * @throws {Error} when the marks are missing
 */
export function withFigures(text: string, command: string, figures: readonly string[]): string {
	const mark = `<!-- figures: ${command} -->`;
	const begin = text.indexOf(mark);
	const end = text.indexOf(END, begin);
	if (begin < 0 || end < 0) throw new Error(`the document has no marks for \`${command}\``);
	return `${text.slice(0, begin) + mark}\n\n${figures.join("\n")}\n${text.slice(end)}`;
}

/** A table in Markdown, and an empty line. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
	const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
	return [line(titles), line(titles.map(() => "---")), ...rows.map(line), ""];
}

function aims({ aims: all, meters }: AccuracyReport): string[] {
	const place = (one: ReportedAim["worst"]): string =>
		one ? `${fixed(one.value, 3)}: ${one.case}` : "";
	const missed = all.filter(({ cause }) => cause !== null);
	const reasonOf = ({ cause, takes }: ReportedAim): string => `${cause} ${takes}`;
	const reasons = [...new Set(missed.map(reasonOf))];
	return [
		"### Aims",
		"",
		`${meters.length} meters; the worst of all phases.`,
		"",
		...table(
			["aim", "limit", "worst", "without the station's part", "verdict"],
			[
				...all.map((aim) => [
					aim.title,
					`${aim.limit} ${aim.unit}`,
					fixed(aim.worst?.value, 3),
					place(aim.worstWithoutStation),
					`${verdictWords(aim)}${aim.beyond ? ` (${aim.beyond} of ${aim.count} beyond)` : ""}`,
				]),
				[COST[0], COST[1], "", "", `not measured here: \`${COST[2]}\``],
			],
		),
		...reasons.flatMap((reason) => {
			const titles = missed.filter((aim) => reasonOf(aim) === reason).map(({ title }) => title);
			return [...wrapped(`*${titles.join("; ")}*: ${reason}`), ""];
		}),
	];
}

function budgets({ budgets: all, repeatability }: AccuracyReport): string[] {
	return [
		"### Uncertainty",
		"",
		"Of P of one phase, k = 2, in percent. *Observed* is twice the standard deviation over meters",
		"and phases.",
		"",
		...table(
			["load", "measurement", "with station and meter", "observed"],
			all.map(({ label, measurement, whole, observed }) => [
				label,
				short(measurement),
				short(whole),
				short(observed),
			]),
		),
		"Standard deviation of one measurement of one phase:",
		"",
		...table(
			["load", "seconds", ...(repeatability[0]?.figures ?? []).map(columnOf)],
			repeatability.map(({ label, seconds, figures }) => [
				label,
				`${seconds}`,
				...figures.map(({ standardDeviation }) => short(standardDeviation)),
			]),
		),
	];
}

/** Lines of at most {@link WIDTH} characters. */
export function wrapped(text: string): string[] {
	const lines: string[] = [];
	for (const word of text.split(" ")) {
		const longer = [...lines.slice(-1), word].join(" ");
		if (lines.length > 0 && longer.length <= WIDTH) lines.splice(-1, 1, longer);
		else lines.push(word);
	}
	return lines;
}

function columnOf({ quantity, unit }: { quantity: Quantity; unit: string }): string {
	return `${OF_QUANTITY[quantity].title}, ${unit}`;
}

const COLUMNS = [
	"activePower",
	"reactivePower",
	"voltage",
	"current",
	"powerFactor",
	"frequency",
] as const satisfies readonly Quantity[];

function sections(report: AccuracyReport): string[] {
	const rows = SECTIONS.flatMap((section) => {
		const cases = [...report.cases, ...report.ordinary].filter((one) => one.section === section);
		return cases.length > 0 ? [sectionRow(section, cases)] : [];
	});
	const titles = COLUMNS.map((quantity) =>
		columnOf({ quantity, unit: OF_QUANTITY[quantity].unit }),
	);
	return [
		"### Worst of each section",
		"",
		"Above 3 kHz the converter takes the tone away, and with it its part of I and P; up to 3 kHz,",
		"2 kHz to 150 kHz is judged with the waveforms.",
		"",
		...table(["section", "cases", ...titles], rows),
	];
}

function sectionRow(section: Section, cases: readonly ReportedCase[]): string[] {
	return [
		section,
		`${cases.length}`,
		...COLUMNS.map((quantity) => {
			const figures = cases.flatMap((one) =>
				one.figures.filter((figure) => figure.quantity === quantity),
			);
			const [first] = figures;
			if (!first) return "";
			const worst = figures.reduce((a, b) => (Math.abs(b.worst) > Math.abs(a.worst) ? b : a));
			return fixed(worst.worst, decimals(worst));
		}),
	];
}

function uncorrected({ ordinary, onePoint }: AccuracyReport): string[] {
	const worst = (one: ReportedCase | undefined) =>
		fixed(one?.figures.find(({ quantity }) => quantity === "activePower")?.worst, 2);
	return [
		"### Compared with a meter without corrections",
		"",
		"Ordinary transformers; worst error of P in percent.",
		"",
		...table(
			["load", "all constants", "constants of one point"],
			ordinary.map((one, index) => [one.label, worst(one), worst(onePoint[index])]),
		),
	];
}
