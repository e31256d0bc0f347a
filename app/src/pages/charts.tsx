/** Charts of the readings of the last minutes or hours. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { PHASES } from "registers/quantity";
import uPlot from "uplot";
import type { RegisterName } from "../../../client/register-table.ts";
import { CHARTED, type ChartPoint } from "../meter/chart-record.ts";
import { chartPoints } from "../state/readings.ts";
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
						<Plot chart={chart} points={points} />
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

function Plot({ chart, points }: { chart: Chart; points: readonly ChartPoint[] }): JSX.Element {
	const place = useRef<HTMLDivElement>(null);
	const plot = useRef<uPlot>(undefined);
	const scheme = useColourScheme();

	useEffect(() => {
		const element = place.current;
		if (!element) return undefined;
		const chartPlot = new uPlot(optionsOf(chart, element), [[]], element);
		plot.current = chartPlot;
		const observer = new ResizeObserver(() =>
			chartPlot.setSize({ width: element.clientWidth, height: HEIGHT_PX }),
		);
		observer.observe(element);
		return () => {
			observer.disconnect();
			chartPlot.destroy();
		};
	}, [chart, scheme]);

	useEffect(() => {
		const lines = chart.lines.map(({ name }) => {
			const at = CHARTED.indexOf(name);
			return points.map(({ values }) => known(values[at]));
		});
		plot.current?.setData([points.map(({ timeS }) => timeS), ...lines]);
	}, [chart, points, scheme]);

	return <div ref={place} class="plot" />;
}

/** A value that is not known is no number in a record, and null for uPlot. */
function known(value: number | undefined): number | null {
	return value === undefined || Number.isNaN(value) ? null : value;
}

/** Tells when the colours change, which a canvas does not follow by itself. */
function useColourScheme(): boolean {
	const [dark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
	useEffect(() => {
		const query = matchMedia("(prefers-color-scheme: dark)");
		const follow = (): void => setDark(query.matches);
		query.addEventListener("change", follow);
		return () => query.removeEventListener("change", follow);
	}, []);
	return dark;
}

function optionsOf(chart: Chart, element: HTMLElement): uPlot.Options {
	const axis = {
		stroke: colour(element, "--muted"),
		grid: { stroke: colour(element, "--line"), width: 1 },
		ticks: { show: false },
		font: "12px Inter Variable, sans-serif",
	};
	return {
		width: element.clientWidth,
		height: HEIGHT_PX,
		cursor: { points: { size: 6 } },
		axes: [
			{ ...axis, space: 90, values: (_plot, times) => times.map(clock) },
			{ ...axis, size: 56 },
		],
		// A steady value is drawn as a line across the middle, without magnified noise.
		scales: { y: { range: (_plot, low, high) => around(low, high) } },
		series: [
			{ label: "Time", value: (plot, time) => clock(time ?? plot.data[0].at(-1) ?? null) },
			...chart.lines.map(({ label }) => ({
				label,
				stroke: colour(element, COLOURS[label]),
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

/** Resolves a colour of the style sheet for the present scheme: a canvas knows no light-dark(). */
function colour(element: HTMLElement, name: string): string {
	const probe = document.createElement("span");
	probe.style.color = `var(${name})`;
	element.append(probe);
	const resolved = getComputedStyle(probe).color;
	probe.remove();
	return resolved;
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
