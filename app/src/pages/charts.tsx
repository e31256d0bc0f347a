/** Charts of the readings of the last minutes or hours. */

import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import { PHASES } from "registers/quantity";
import type uPlot from "uplot";
import type { RegisterName } from "../../../client/register-table.ts";
import { CHARTED, type ChartPoint } from "../meter/chart-record.ts";
import { chartPoints } from "../state/readings.ts";
import { axis, type Colours, Plot, type PlotOptions } from "../ui/plot.tsx";
import { timeOfDay } from "../ui/time.ts";

interface Line {
	name: RegisterName;
	label: "Total" | (typeof PHASES)[number];
}

interface Chart {
	title: string;
	unit: string;
	/** Decimals of a value. */
	decimals: number;
	lines: readonly Line[];
}

/** One line per phase. */
const ofPhases = (quantity: "activePower" | "voltage" | "current"): Line[] =>
	PHASES.map((phase) => ({ name: `${quantity}${phase}`, label: phase }));

const CHARTS: Chart[] = [
	{
		title: "Active power",
		unit: "kW",
		decimals: 3,
		lines: [{ name: "activePower", label: "Total" }, ...ofPhases("activePower")],
	},
	{ title: "Voltage", unit: "V", decimals: 1, lines: ofPhases("voltage") },
	{ title: "Current", unit: "A", decimals: 3, lines: ofPhases("current") },
];

/** Style sheet's names of the colours, which are those of the front panel. */
const COLOURS = { Total: "--accent", L1: "--l1", L2: "--l2", L3: "--l3" };

const SPANS = [
	{ label: "10 min", lengthS: 600 },
	{ label: "1 h", lengthS: 3600 },
	{ label: "6 h", lengthS: 6 * 3600 },
] as const;

/** Longer without a point is a gap, in the old part of a record too. */
const GAP_S = 15;

const HEIGHT_PX = 220;

export function ChartsPage(): JSX.Element {
	const [lengthS, setLengthS] = useState<number>(SPANS[0].lengthS);
	const lastS = chartPoints.value.at(-1)?.timeS ?? 0;
	const points = withGaps(chartPoints.value.filter(({ timeS }) => timeS >= lastS - lengthS));
	return (
		<>
			<fieldset class="spans">
				<legend>Time shown</legend>
				{SPANS.map((span) => (
					<button
						key={span.label}
						type="button"
						aria-pressed={lengthS === span.lengthS}
						onClick={() => setLengthS(span.lengthS)}
					>
						{span.label}
					</button>
				))}
			</fieldset>
			<div class="charts">
				{CHARTS.map((chart) => (
					<section class="card" key={chart.title}>
						<header>
							<h2>
								{chart.title} <small>{chart.unit}</small>
							</h2>
						</header>
						<ChartPlot chart={chart} points={points} />
					</section>
				))}
			</div>
		</>
	);
}

/** Breaks the lines where the app was not connected. */
function withGaps(points: readonly ChartPoint[]): ChartPoint[] {
	return points.flatMap((point, i) => {
		const before = points[i - 1];
		if (!before || point.timeS - before.timeS <= GAP_S) return [point];
		return [{ timeS: before.timeS + 1, values: [] }, point];
	});
}

function ChartPlot({
	chart,
	points,
}: {
	chart: Chart;
	points: readonly ChartPoint[];
}): JSX.Element {
	const options = useCallback((colour: Colours) => optionsOf(chart, colour), [chart]);
	const lines = chart.lines.map(({ name }) => {
		const at = CHARTED.indexOf(name);
		return points.map(({ values }) => known(values[at]));
	});
	const data: uPlot.AlignedData = [points.map(({ timeS }) => timeS), ...lines];
	return <Plot heightPx={HEIGHT_PX} options={options} data={data} />;
}

/** A value that is not known is no number in a record, and null for uPlot. */
function known(value: number | undefined): number | null {
	return value === undefined || Number.isNaN(value) ? null : value;
}

function optionsOf(chart: Chart, colour: Colours): PlotOptions {
	return {
		cursor: { points: { size: 6 } },
		axes: [
			axis(colour, { space: 90, values: (_plot, times) => times.map(clock) }),
			axis(colour, { size: 56 }),
		],
		// A steady value is drawn as a line across the middle, without magnified noise.
		scales: { y: { range: (_plot, low, high) => around(low, high) } },
		series: [
			{ label: "Time", value: (plot, time) => clock(time ?? plot.data[0].at(-1) ?? null) },
			...chart.lines.map(({ label }) => ({
				label,
				stroke: colour(COLOURS[label]),
				width: 2,
				points: { show: false },
				// Shows the latest value unless the pointer selects another.
				value: (plot: uPlot, value: number | null, series: number, at: number | null) => {
					const shown = at === null ? plot.data[series]?.at(-1) : value;
					return typeof shown === "number" ? shown.toFixed(chart.decimals) : "–";
				},
			})),
		],
	};
}

/** Formats a Unix time (s). */
function clock(timeS: number | null): string {
	return timeS === null ? "–" : timeOfDay(new Date(1000 * timeS));
}

/** Returns a range around the values, of at least 1 % of their size on either side. */
function around(low: number | null, high: number | null): [number, number] {
	if (low === null || high === null) return [0, 1];
	const least = Math.max(Math.abs(low), Math.abs(high)) * 0.01 || 0.01;
	const room = Math.max((high - low) * 0.1, least);
	return [low - room, high + room];
}
