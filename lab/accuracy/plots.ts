/** Plots of the report, as SVG without a browser. */
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** A line of one panel. */
export interface Line {
	readonly name: string;
	readonly points: readonly (readonly [number, number])[];
}

/** One of the diagrams of a plot; all have the same lines. */
export interface Panel {
	readonly title: string;
	readonly lines: readonly Line[];
}

/** A plot: a grid of panels with the same axes. */
export interface Plot {
	readonly title: string;
	readonly panels: readonly Panel[];
	readonly x: {
		readonly name: string;
		readonly logarithmic: boolean;
		readonly minimum: number;
		readonly maximum: number;
	};
	/** End of the error axis; it begins at the negative of it. */
	readonly y: number;
}

/** Colours that colour-blind readers can tell apart (Okabe, Ito), and symbols for print. */
const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];

/** Points of a line from which on symbols would cover it. */
const MANY = 30;

const COLUMNS = 2;
const PANEL_WIDTH = 430;
const PANEL_HEIGHT = 210;
/** Space around a panel's axes. */
const LEFT = 60;
const RIGHT = 20;
const ABOVE = 34;
const BELOW = 42;
/** Space for the title and the legend. */
const HEAD = 64;

/** The plot as an SVG document. */
export function svgOf({ title, panels, x, y }: Plot): string {
	const rows = Math.ceil(panels.length / COLUMNS);
	const width = COLUMNS * PANEL_WIDTH;
	const height = HEAD + rows * PANEL_HEIGHT;
	const place = (index: number) => ({
		left: (index % COLUMNS) * PANEL_WIDTH + LEFT,
		top: HEAD + Math.floor(index / COLUMNS) * PANEL_HEIGHT + ABOVE,
	});
	const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
	chart.setOption({
		animation: false,
		backgroundColor: "#ffffff",
		color: COLOURS,
		title: [
			{ text: title, left: "center", top: 8, textStyle: { fontSize: 16 } },
			...panels.map((panel, index) => ({
				text: panel.title,
				left: place(index).left,
				top: place(index).top - 26,
				textStyle: { fontSize: 13, fontWeight: "normal" as const },
			})),
		],
		legend: {
			top: 34,
			itemGap: 24,
			silent: true,
			data: panels[0]?.lines.map(({ name }) => name) ?? [],
		},
		grid: panels.map((_, index) => ({
			...place(index),
			width: PANEL_WIDTH - LEFT - RIGHT,
			height: PANEL_HEIGHT - ABOVE - BELOW,
		})),
		xAxis: panels.map((_, gridIndex) => ({
			gridIndex,
			type: x.logarithmic ? ("log" as const) : ("value" as const),
			name: x.name,
			nameLocation: "middle" as const,
			nameGap: 22,
			min: x.minimum,
			max: x.maximum,
			axisLine: { onZero: false },
		})),
		yAxis: panels.map((_, gridIndex) => ({
			gridIndex,
			type: "value" as const,
			name: gridIndex % COLUMNS === 0 ? "error" : "",
			nameLocation: "middle" as const,
			nameGap: 44,
			min: -y,
			max: y,
			interval: y / 2,
		})),
		series: panels.flatMap((panel, index) =>
			panel.lines.map((line, at) => seriesOf(line, index, SYMBOLS[at % SYMBOLS.length])),
		),
	});
	const svg = chart.renderToSVGString({ useViewBox: true });
	chart.dispose();
	return `${withoutStyle(svg)}\n`;
}

function seriesOf(line: Line, panel: number, symbol: string | undefined) {
	return {
		type: "line" as const,
		name: line.name,
		xAxisIndex: panel,
		yAxisIndex: panel,
		symbol,
		symbolSize: 6,
		showSymbol: line.points.length < MANY,
		silent: true,
		emphasis: { disabled: true },
		lineStyle: { width: line.points.length < MANY ? 1.5 : 1 },
		data: line.points.map((point) => [...point]),
	};
}

/** Removes the style sheet, which only styles the hovered state and upsets some viewers. */
function withoutStyle(svg: string): string {
	return svg
		.replace(/<style.*?<\/style>\s*/s, "")
		.replaceAll(/ (class="zr\d+-cls-\d+"|pointer-events="visible")/g, "");
}
