import { computed, signal } from "@preact/signals";
import type uPlot from "uplot";
import { pairs } from "../readings/compare.ts";
import { Card } from "../ui/card.tsx";
import { atAxis, fixed, power } from "../ui/numbers.ts";
import { axis, type Colours, Plot } from "../ui/plot.tsx";
import { history, latest, steady } from "./history.ts";
import { timesShown } from "./points.ts";

const HEIGHT_PX = 190;

/** Largest error that class B permits of active power and energy. */
const CLASS_B_PERCENT = 1;

/** Least range of the error's chart on either side of zero. */
const MINIMUM_ERROR_PERCENT = 0.1;

/** Least margin of the power's chart. */
const MINIMUM_MARGIN_W = 5;

/** Register whose error is drawn. */
const chosen = signal("activePower");

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
	return [
		points.map(({ seconds }) => seconds),
		points.map((point) => point.errors.get(chosen.value) ?? null),
	];
});

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
			x: { time: false, range: ({ data }, low, high) => timesShown(data[0], low, high) },
			y: { range: (_, low, high) => range(low ?? 0, high ?? 0) },
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
		text: (watts) => atAxis(watts, "W"),
		lines: [
			{ label: "truth", stroke: colours("--truth"), width: 5, points: { show: false } },
			{ label: "meter", stroke: colours("--accent"), width: 1.75, points: { show: false } },
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
				points: { show: true, size: 4, fill: colours("--accent") },
			},
		],
	});

/** Total active power of the meter, drawn over the truth. */
export function PowerCard() {
	const measured = latest.value?.measured ?? null;
	const figure = measured === null ? "—" : power(measured, "W");
	return (
		<Card
			title="Active power"
			help="Total power of the last minutes: what the meter reads, drawn over the truth."
			aside={
				<>
					<span class="key accent">meter</span>
					<span class="key truth">truth</span>
					<strong class="figure">{figure}</strong>
				</>
			}
		>
			<Plot
				label={`Total active power of the last minutes, the meter's and the truth; now ${figure}`}
				height={HEIGHT_PX}
				data={powers.value}
				options={powerOptions}
			/>
		</Card>
	);
}

/** The meter's error against the truth, of the quantity that is chosen. */
export function ErrorCard() {
	const error = latest.value && steady.value ? latest.value.errors.get(chosen.value) : undefined;
	const { title = "", unit = "" } = pairs.value.get(chosen.value) ?? {};
	const limited = unit === "W" || unit === "kWh";
	const beyond = limited && error !== undefined && Math.abs(error) > CLASS_B_PERCENT;
	const figure = error === undefined ? "—" : `${fixed(error, 3)} %`;
	return (
		<Card
			title="Error against truth"
			help="How far the chosen reading is from the truth, in percent, over the last minutes."
			aside={
				<>
					<select
						aria-label="Quantity of the error"
						aria-description="Reading whose error is drawn"
						value={chosen.value}
						onChange={({ currentTarget }) => {
							chosen.value = currentTarget.value;
						}}
					>
						{[...pairs.value]
							.filter(([, { truth }]) => truth !== undefined)
							.map(([name, { title: of }]) => (
								<option key={name} value={name}>
									{of}
								</option>
							))}
					</select>
					<strong class={`figure percent ${beyond ? "bad" : ""}`}>{figure}</strong>
				</>
			}
		>
			<Plot
				label={`Error of ${title} in the last minutes, in percent; now ${figure}`}
				height={HEIGHT_PX}
				data={errors.value}
				options={errorOptions}
			/>
			<p class="hint">
				{limited
					? "Class B permits ±1 % of active power and energy."
					: "Class B sets no limit for this quantity."}{" "}
				No error is shown for three seconds after a change of load.
			</p>
		</Card>
	);
}
