/** The last minutes of the readings. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RegisterName } from "registers/table";
import uPlot from "uplot";
import { history } from "../state.ts";

interface Line {
	name: RegisterName;
	label: string;
}

interface Chart {
	title: string;
	unit: string;
	/** Digits behind the point of a figure. */
	decimals: number;
	lines: readonly Line[];
}

const PHASES = ["L1", "L2", "L3"] as const;

/** A line for each phase. */
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

/** Colours of lines; phases have theirs everywhere. */
const COLOURS: Record<string, string> = {
	Total: "#0b5fff",
	L1: "#8d5a34",
	L2: "#7c8594",
	L3: "#1d9aa8",
};

const HEIGHT = 220;

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
		const made = new uPlot(optionsOf(chart, element), [[]], element);
		plot.current = made;
		const observer = new ResizeObserver(() =>
			made.setSize({ width: element.clientWidth, height: HEIGHT }),
		);
		observer.observe(element);
		return () => {
			observer.disconnect();
			made.destroy();
		};
	}, [chart]);

	useEffect(() => {
		const lines = chart.lines.map(({ name }) =>
			points.map(({ values }) => values.get(name) ?? null),
		);
		plot.current?.setData([points.map(({ time }) => time), ...lines]);
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
		height: HEIGHT,
		cursor: { points: { size: 6 } },
		axes: [
			{ ...axis, space: 90, values: (_plot, times) => times.map(timeOfDay) },
			{ ...axis, size: 56 },
		],
		// A steady value is a line across the middle, not noise blown up.
		scales: { y: { range: (_plot, low, high) => around(low, high) } },
		series: [
			{ label: "Time", value: (plot, time) => timeOfDay(time ?? plot.data[0].at(-1) ?? null) },
			...chart.lines.map(({ label }) => ({
				label,
				stroke: COLOURS[label],
				width: 2,
				points: { show: false },
				// The latest while no finger points at another.
				value: (plot: uPlot, value: number | null, series: number, at: number | null) => {
					const shown = at === null ? plot.data[series]?.at(-1) : value;
					return typeof shown === "number" ? shown.toFixed(chart.decimals) : "–";
				},
			})),
		],
	};
}

/** Seconds of Unix time as a clock shows them here. */
function timeOfDay(time: number | null): string {
	return time === null ? "–" : new Date(1000 * time).toLocaleTimeString([], { hourCycle: "h23" });
}

function around(low: number | null, high: number | null): [number, number] {
	if (low === null || high === null) return [0, 1];
	const least = Math.max(Math.abs(low), Math.abs(high)) * 0.01 || 0.01;
	const room = Math.max((high - low) * 0.1, least);
	return [low - room, high + room];
}
