import { computed } from "@preact/signals";
import type uPlot from "uplot";
import { Card } from "../ui/card.tsx";
import { fixed, power } from "../ui/numbers.ts";
import { axis, type Colours, Plot } from "../ui/plot.tsx";
import { history } from "./history.ts";

/** Least time on the screen. */
const MINIMUM_SPAN_S = 60;

const HEIGHT_PX = 190;

/** Largest error that class B permits. */
const CLASS_B_PERCENT = 1;

/** Least range of the error's chart on either side of zero. */
const MINIMUM_ERROR_PERCENT = 0.1;

/** Least margin of the power's chart. */
const MINIMUM_MARGIN_W = 5;

const powers = computed((): uPlot.AlignedData => {
	const points = history.value;
	return [
		points.map(({ seconds }) => seconds),
		points.map(({ actual }) => actual),
		points.map(({ measured }) => measured),
	];
});

const errors = computed((): uPlot.AlignedData => {
	const points = history.value;
	return [points.map(({ seconds }) => seconds), points.map(({ error }) => error)];
});

function span(_chart: uPlot, low: number, high: number): uPlot.Range.MinMax {
	return [Math.min(low, high - MINIMUM_SPAN_S), high];
}

/** The options in which the charts of the last minutes differ. */
interface Trend {
	/** Range of the axis for the lowest and the highest value. */
	range: (low: number, high: number) => uPlot.Range.MinMax;
	/** Formats a value at the axis. */
	text: (value: number) => string;
	lines: uPlot.Series[];
}

function trendOptions(
	colours: Colours,
	{ range, text, lines }: Trend,
): Omit<uPlot.Options, "width" | "height"> {
	return {
		legend: { show: false },
		cursor: { y: false, points: { size: 6 } },
		scales: {
			x: { time: false, range: span },
			y: { range: (_, low, high) => range(low, high) },
		},
		axes: [
			axis(colours, { values: (_, splits) => splits.map((seconds) => `${Math.round(seconds)} s`) }),
			axis(colours, { size: 62, values: (_, splits) => splits.map(text) }),
		],
		series: [{}, ...lines],
	};
}

const powerOptions = (colours: Colours) =>
	trendOptions(colours, {
		range: (low, high) => {
			const margin = Math.max(MINIMUM_MARGIN_W, 0.12 * (high - low));
			return [Math.min(0, low) - margin, Math.max(0, high) + margin];
		},
		text: (watts) => (Math.abs(watts) >= 10_000 ? `${watts / 1000} kW` : `${watts} W`),
		lines: [
			{ label: "truth", stroke: colours("--truth"), width: 5 },
			{ label: "meter", stroke: colours("--accent"), width: 1.75 },
		],
	});

const errorOptions = (colours: Colours) =>
	trendOptions(colours, {
		range: (low, high) => {
			const peak = 1.25 * Math.max(MINIMUM_ERROR_PERCENT, Math.abs(low), Math.abs(high));
			return [-peak, peak];
		},
		text: (percent) => `${fixed(percent, 2)} %`,
		lines: [
			{
				label: "error",
				stroke: colours("--accent"),
				width: 1.75,
				spanGaps: false,
				points: { show: true, size: 4, fill: colours("--accent") },
			},
		],
	});

/** Total active power of the meter, drawn over the truth. */
export function PowerCard() {
	const last = history.value.at(-1);
	return (
		<Card
			title="Active power"
			aside={
				<>
					<span class="key accent">meter</span>
					<span class="key truth">truth</span>
					<strong class="figure">{last ? power(last.measured, "W") : "—"}</strong>
				</>
			}
		>
			<Plot
				label="Total active power of the last minutes, the meter's and the truth"
				height={HEIGHT_PX}
				data={powers.value}
				options={powerOptions}
			/>
		</Card>
	);
}

/** The meter's error against the truth. */
export function ErrorCard() {
	const error = history.value.findLast((point) => point.error !== null)?.error ?? null;
	const beyond = error !== null && Math.abs(error) > CLASS_B_PERCENT;
	return (
		<Card
			title="Error against truth"
			aside={
				<>
					<span class="minor">class B permits ±1 %</span>
					<strong class={`figure ${beyond ? "bad" : ""}`}>
						{error === null ? "—" : `${fixed(error, 3)} %`}
					</strong>
				</>
			}
		>
			<Plot
				label="Error of the total active power of the last minutes, in percent"
				height={HEIGHT_PX}
				data={errors.value}
				options={errorOptions}
			/>
		</Card>
	);
}
