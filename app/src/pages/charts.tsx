/** Charts of the last minutes' readings. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { PHASES } from "registers/quantity";
import uPlot from "uplot";
import type { RegisterName } from "../../../client/register-table.ts";
import { history } from "../state.ts";

interface Line {
	name: RegisterName;
	label: string;
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
	{
		title: "Voltage",
		unit: "V",
		decimals: 1,
		lines: ofPhases("voltage"),
	},
	{
		title: "Current",
		unit: "A",
		decimals: 3,
		lines: ofPhases("current"),
	},
];

/** Colours of the lines; those of the phases are the same everywhere. */
const COLOURS: Record<string, string> = {
	Total: "#0b5fff",
	L1: "#8d5a34",
	L2: "#7c8594",
	L3: "#1d9aa8",
};

const HEIGHT_PX = 220;

export function ChartsPage(): JSX.Element {
	return (
		<div class="charts">
			{CHARTS.map((chart) => (
				<section class="card" key={chart.title}>
					<header>
						<h2>
							{chart.title} <small>{chart.unit}</small>
						</h2>
					</header>
					<Plot chart={chart} />
				</section>
			))}
		</div>
	);
}

function Plot({ chart }: { chart: Chart }): JSX.Element {
	const place = useRef<HTMLDivElement>(null);
	const plot = useRef<uPlot>(undefined);
	const points = history.value;

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
	}, [chart]);

	useEffect(() => {
		const lines = chart.lines.map(({ name }) =>
			points.map(({ values }) => values.get(name) ?? null),
		);
		plot.current?.setData([points.map(({ timeS }) => timeS), ...lines]);
	}, [chart, points]);

	return <div ref={place} class="plot" />;
}

function optionsOf(chart: Chart, element: HTMLElement): uPlot.Options {
	const style = getComputedStyle(element);
	const axis = {
		stroke: style.getPropertyValue("--muted"),
		grid: { stroke: style.getPropertyValue("--line"), width: 1 },
		ticks: { show: false },
		font: "12px Inter Variable, sans-serif",
	};
	return {
		width: element.clientWidth,
		height: HEIGHT_PX,
		cursor: { points: { size: 6 } },
		axes: [
			{ ...axis, space: 90, values: (_plot, times) => times.map(timeOfDay) },
			{ ...axis, size: 56 },
		],
		// A steady value is drawn as a line across the middle, without magnified noise.
		scales: { y: { range: (_plot, low, high) => around(low, high) } },
		series: [
			{ label: "Time", value: (plot, time) => timeOfDay(time ?? plot.data[0].at(-1) ?? null) },
			...chart.lines.map(({ label }) => ({
				label,
				stroke: COLOURS[label],
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

/** Formats a Unix time (s) as local time of day. */
function timeOfDay(timeS: number | null): string {
	return timeS === null ? "–" : new Date(1000 * timeS).toLocaleTimeString([], { hourCycle: "h23" });
}

/** Returns a range around the values, of at least 1 % of their size on either side. */
function around(low: number | null, high: number | null): [number, number] {
	if (low === null || high === null) return [0, 1];
	const least = Math.max(Math.abs(low), Math.abs(high)) * 0.01 || 0.01;
	const room = Math.max((high - low) * 0.1, least);
	return [low - room, high + room];
}
