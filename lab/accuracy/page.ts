/** The page of the report: one HTML file that needs nothing else. */
import { type Figure, figuresOf } from "./curves.ts";
import { fixed, short } from "./format.ts";
import { SECTIONS, type Section } from "./load-case.ts";
import type { AccuracyReport, ReportedCase } from "./report.ts";
import {
	aimsTable,
	budgetsTable,
	casesTable,
	curvesTable,
	escaped,
	repeatabilityTable,
	table,
} from "./tables.ts";

const STYLE = `
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 82rem; padding: 0 1rem;
	color: #1b1f24; background: #fff; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #d0d7de; }
p { max-width: 46rem; } .wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .5rem 0 1rem; }
th, td { border: 1px solid #d0d7de; padding: .25rem .5rem; text-align: left; vertical-align: top; }
th { background: #f3f5f7; } .cases td + td, .cases th + th { text-align: right; }
.cases td small { white-space: nowrap; }
small { display: block; color: #57606a; font-weight: normal; } td p { margin: .3rem 0 0; }
.holds { color: #116329; } .station { color: #0550ae; } .documented { color: #8a4600; }
.fails { color: #b3121d; } svg { max-width: 100%; height: auto; }
nav a { display: inline-block; margin-right: 1rem; }`;

/** Remarks above a section. */
const REMARKS: Partial<Record<Section, string>> = {
	"Active energy, balanced load":
		"IEC 62053-22, EN 50470-3. The total is that of the energy registers where a minute of load " +
		"gives them enough steps (CT ratio 9995/1, a step is 0.1 mWh at the terminals), else of the " +
		"averages; V, I, P, Q and f are averages, PF a reading of one second.",
	"Reactive energy, balanced load": "IEC 62053-24. The fundamental's.",
	"Currents below Imin":
		"Judged by the noise floor: twice the standard deviation of one measurement as long as this.",
	Voltage: "From here to the wirings: influences, judged by the change against the same load.",
	"2 kHz to 150 kHz":
		"Up to 3 kHz judged. Above, the converter's sinc³ takes the tone away: the current's " +
		"RMS value and the power of the tone are missing from the reading, the mains' own " +
		"power is untouched.",
	"Harmonics of order 2 to 40": "One harmonic at a time. Points of 1 s.",
	"Every frequency from 45 to 65 Hz": "Steps of 0.1 Hz. Points of 1 s.",
	"Fast pulses":
		"Half-sine pulses in each half cycle, as in the studies of the University of Twente, " +
		"in which meters were wrong by hundreds of percent. Waves end at 3 kHz.",
};

/** The whole page. */
export function pageOf(report: AccuracyReport): string {
	const figures = figuresOf(report);
	return [
		'<!doctype html><html lang="en"><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<title>Accuracy of Ambit</title><style>${STYLE}</style></head><body>`,
		...head(report),
		...precision(report),
		...SECTIONS.flatMap((section) => sectionOf(section, report, figures)),
		...events(report),
		...uncorrected(report),
		"</body></html>\n",
	].join("\n");
}

function head({ meters, hardware, aims }: AccuracyReport): string[] {
	const serials = meters.map(({ serialNumber }) => serialNumber).join(", ");
	return [
		"<h1>Accuracy</h1>",
		"<p>The whole firmware on XS, fed by the bench's mains and front end: " +
			`${meters.length} meters, serial numbers ${serials}. What their serial numbers give ` +
			`them: ${escaped(hardware)}. Each was calibrated through its vendor block at a ` +
			"station with errors of its own, ±0.02 % of voltage and current and ±0.01°.</p>",
		"<p>Errors are those of the reading against the truth, which the bench knows without " +
			"the meter. A cell has the worst error of all meters and phases, and below it mean " +
			"and standard deviation. The bench knows the station's errors too: what is left of " +
			"an error without them is the meter's own. A figure has no more digits than its " +
			"uncertainty bears.</p>",
		"<p><b>Limits of standards are from memory and from MID (2014/32/EU), Annex V: the " +
			"texts of IEC 62053-22, IEC 62053-24, EN 50470-3 and OIML R46 were not at hand.</b> " +
			"In = 1 A, Itr = 50 mA, Imin = 10 mA, Ist = 2 mA, Imax = 5 A. The verdict is by the " +
			"project's own aims, which are tighter.</p>",
		'<h2 id="aims">Aims</h2>',
		aimsTable(aims),
		'<h2 id="contents">Sections</h2>',
		"<nav>",
		...SECTIONS.map((one) => `<a href="#${anchor(one)}">${escaped(one)}</a>`),
		"</nav>",
	];
}

function precision(report: AccuracyReport): string[] {
	const { before, after } = report.calibration;
	return [
		"<h2>Uncertainty</h2>",
		"<p>Standard uncertainties of the error of P, one phase, in percent. The " +
			"measurement's own part rules the digits of this report. A meter that was calibrated " +
			"at such a station has the rest as well, and the spread over the meters must agree " +
			"with it.</p>",
		budgetsTable(report.budgets),
		"<h3>Repeatability and noise floor</h3>",
		"<p>Standard deviation of one measurement, pooled over the phases of all meters. At " +
			"small currents it is the noise of the converters: it falls as the current and as " +
			"the root of the time.</p>",
		repeatabilityTable(report),
		"<h2>Before and after calibration</h2>",
		"<h3>Factory constants</h3>",
		casesTable(before),
		"<h3>Calibrated</h3>",
		casesTable(after),
	];
}

function sectionOf(section: Section, report: AccuracyReport, figures: readonly Figure[]): string[] {
	const cases = [...report.cases, ...report.ordinary].filter((one) => one.section === section);
	if (cases.length === 0) return [];
	const remark = REMARKS[section];
	const single = cases.filter(({ curve }) => !curve);
	const points = cases.filter(({ curve }) => curve);
	return [
		`<h2 id="${anchor(section)}">${escaped(section)}</h2>`,
		...(remark ? [`<p>${escaped(remark)}</p>`] : []),
		...(single.length > 0 ? [casesTable(single)] : []),
		...(points.length > 0 ? [curvesTable(points)] : []),
		...figures.filter((one) => one.section === section).map(({ svg }) => svg),
	];
}

function events({ findings }: AccuracyReport): string[] {
	const rows = findings.map(({ test, unit, mean, standardDeviation, worst, limit, source }) => [
		escaped(test),
		`${fixed(worst, 3)} ${unit}`,
		`${fixed(mean, 3)} ± ${short(standardDeviation)}`,
		limit === 0 ? "0" : `≤ ${limit}`,
		escaped(source),
	]);
	return [
		"<h2>No load, starting, start-up, bursts, load steps, tariffs</h2>",
		table(["test", "worst", "mean", "limit", "whose"], rows),
	];
}

/** Ours and a meter that was calibrated at one point, the same loads. */
function uncorrected({ ordinary, onePoint }: AccuracyReport): string[] {
	if (onePoint.length === 0) return [];
	const power = (one: ReportedCase | undefined) =>
		one?.figures.find(({ quantity }) => quantity === "activePower");
	const rows = ordinary.map((one, index) => [
		escaped(one.label),
		fixed(power(one)?.worst, 2),
		fixed(power(onePoint[index])?.worst, 2),
	]);
	return [
		"<h2>Compared with a meter without corrections</h2>",
		"<p>The same meters with ordinary transformers (−0.30 %, +15′ at 10 mA), with the " +
			"constants of one point alone: gain, phase and offset at 1 A, 50 Hz and 23 °C; no " +
			"table over the current, no second frequency, no temperature, no clock. Worst error " +
			"of P in percent. From ratio and angle alone one expects −0.30 % at PF 1 and +0.46 % " +
			"at PF 0.5 L at 10 mA, and the drifts of the parts on top.</p>",
		table(["load", "all constants", "one point"], rows),
	];
}

function anchor(section: Section): string {
	return section.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
