/** Energy over time by tariff and direction: the meter has counted it, the bench has kept it. */
import { computed } from "@preact/signals";
import { useRef } from "preact/hooks";
import uPlot from "uplot";
import type { EnergyPeriod } from "../../../live/energy-log.ts";
import { Card } from "../ui/card.tsx";
import { Choice } from "../ui/controls.tsx";
import { useWhileInView } from "../ui/in-view.ts";
import { atAxis, clockTime, power } from "../ui/numbers.ts";
import { axis, type Colours, Plot } from "../ui/plot.tsx";
import { choose, read, refresh, SPAN_NAMES, SPANS, span } from "./state.ts";

/** Time between two looks at the bench's record. */
const PERIOD_MS = 4000;

const HEIGHT_PX = 200;

/** Steps of the axis: minutes, hours, days. */
const STEPS_S = [60, 300, 600, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800];

/** Colours of T1..T4. */
const TARIFFS = ["--accent", "--l1", "--l3", "--l2"];

/** Sum of the counters from T1 to each tariff, the largest first, since later bars cover it. */
function stacked(period: EnergyPeriod, first: number, sign: number): number[] {
	return TARIFFS.map(
		(_, tariff) =>
			sign * period.wattHours.slice(first, first + tariff + 1).reduce((sum, each) => sum + each, 0),
	).reverse();
}

const data = computed((): uPlot.AlignedData => {
	const { periods } = read.value;
	const { minutes } = SPANS[read.value.span];
	const columns = periods.map((period) => [
		...stacked(period, 0, 1),
		...stacked(period, TARIFFS.length, -1),
	]);
	const middles = periods.map(({ start }) => start + 30 * minutes);
	return [
		middles,
		...Array.from({ length: 2 * TARIFFS.length }, (_, series) =>
			columns.map((column) => column[series]),
		),
	];
});

/** Meter time, or with a minus the time before the start of the bench. */
function signedTime(seconds: number): string {
	return seconds < 0 ? `−${clockTime(-seconds)}` : clockTime(seconds);
}

function options(colours: Colours): Omit<uPlot.Options, "width" | "height"> {
	const bars = uPlot.paths.bars?.({ size: [0.8, 40] });
	const colour = (series: number): string => colours(TARIFFS.toReversed()[series % TARIFFS.length]);
	return {
		legend: { show: false },
		cursor: { show: false },
		scales: {
			x: {
				time: false,
				range: (_, low, high) => {
					const { minutes, count } = SPANS[read.peek().span];
					const end = Math.max(high + 30 * minutes, 60 * minutes * count);
					const start = Math.min(low - 30 * minutes, end - 60 * minutes * count);
					// A time before the start of the bench is shown only if there is something.
					return [Math.max(Math.min(0, low - 30 * minutes), start), end];
				},
			},
			y: {
				range: (_, low, high) => [Math.min(0, 1.1 * (low ?? 0)), Math.max(1, 1.1 * (high ?? 0))],
			},
		},
		axes: [
			axis(colours, { values: (_, splits) => splits.map(signedTime), space: 80, incrs: STEPS_S }),
			axis(colours, { size: 62, values: (_, splits) => splits.map((each) => atAxis(each, "Wh")) }),
		],
		series: [
			{},
			...Array.from({ length: 2 * TARIFFS.length }, (_, series) => ({
				...(bars && { paths: bars }),
				fill: colour(series),
				width: 0,
				points: { show: false },
			})),
		],
	};
}

function total(first: number): number {
	return read.value.periods
		.flatMap(({ wattHours }) => wattHours.slice(first, first + TARIFFS.length))
		.reduce((sum, each) => sum + each, 0);
}

/** Tariffs that have counted in the span, or T1. */
function usedTariffs(): number[] {
	const used = TARIFFS.map((_, tariff) => tariff).filter((tariff) =>
		read.value.periods.some(({ wattHours }) => wattHours[tariff] + wattHours[4 + tariff] > 0),
	);
	return used.length > 0 ? used : [0];
}

export function EnergyCard() {
	const card = useRef<HTMLDivElement>(null);
	useWhileInView(card, refresh, PERIOD_MS);
	const { span: shown, periods } = read.value;
	const [forward, reverse] = [total(0), total(TARIFFS.length)];
	const words = `forward ${power(forward, "Wh", 0)}, reverse ${power(reverse, "Wh", 0)}`;
	return (
		<Card
			title="Energy over time"
			help={
				"Energy by tariff in each minute, half hour or day: what the meter has " +
				"counted, kept by the bench."
			}
			class="wide energy"
			aside={
				<>
					{usedTariffs().map((tariff) => (
						<span key={tariff} class={`key t${tariff + 1}`}>
							T{tariff + 1}
						</span>
					))}
					<span class="minor">{words}</span>
				</>
			}
		>
			<div ref={card}>
				<Choice
					label="Span"
					help="Time that is shown: by minutes, half hours or days"
					options={SPAN_NAMES}
					value={span.value}
					text={{ hour: "1 h", day: "24 h", month: "31 d" }}
					onChange={(next) => void choose(next)}
				/>
				<Plot
					label={`Energy of the last ${shown} ${SPANS[shown].words}: ${words}`}
					height={HEIGHT_PX}
					data={data.value}
					options={options}
				/>
				<p class="hint">
					Forward above, reverse below, {SPANS[shown].words} of meter time; kept by the bench, with
					--state across its restarts.
					{(periods[0]?.start ?? 0) < 0 && " Times below 0 are before its start."}
					{periods.some(({ spread }) => spread) &&
						" Energy of a time in which no panel read the meter is spread evenly over it."}
				</p>
			</div>
		</Card>
	);
}
