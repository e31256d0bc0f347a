import { computed } from "@preact/signals";
import type uPlot from "uplot";
import { live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { axis, type Colours, Plot } from "../ui/plot.tsx";
import { crossingOf } from "./waves.ts";

/** Time across the screen: two cycles of 50 Hz. */
const SPAN_MS = 40;

/** Indices of V1 V2 V3 I1 I2 I3 in the channels. */
const ORDER = [0, 2, 4, 1, 3, 5];

const data = computed((): uPlot.AlignedData => {
	const scope = live.scope.value;
	const rate = live.bench.value?.frameRate ?? 1;
	if (!scope) return [[], [], [], [], [], [], []];
	const origin = crossingOf(scope);
	const first = Math.floor(origin);
	const times = scope.channels[0]
		.slice(first)
		.map((_, index) => ((first + index - origin) * 1000) / rate);
	return [times, ...ORDER.map((channel) => scope.channels[channel].slice(first))];
});

function symmetric(_chart: uPlot, low: number, high: number): uPlot.Range.MinMax {
	const peak = 1.1 * Math.max(Math.abs(low), Math.abs(high), 0.01);
	return [-peak, peak];
}

function options(colours: Colours): Omit<uPlot.Options, "width" | "height"> {
	return {
		legend: { show: false },
		cursor: { show: false },
		scales: {
			x: { time: false, range: [0, SPAN_MS] },
			V: { range: symmetric },
			A: { range: symmetric },
		},
		axes: [
			axis(colours, { values: (_, splits) => splits.map((ms) => `${ms} ms`) }),
			axis(colours, {
				scale: "V",
				size: 48,
				values: (_, splits) => splits.map((volts) => `${volts} V`),
			}),
			axis(colours, {
				scale: "A",
				side: 1,
				size: 48,
				grid: { show: false },
				values: (_, splits) => splits.map((amperes) => `${amperes} A`),
			}),
		],
		series: [
			{},
			...[1, 2, 3].map((phase) => ({ scale: "V", stroke: colours(`--l${phase}`), width: 2 })),
			...[1, 2, 3].map((phase) => ({
				scale: "A",
				stroke: colours(`--l${phase}`),
				width: 1.5,
				dash: [5, 4],
			})),
		],
	};
}

/** The waveforms at the terminals, triggered by the first voltage present. */
export function ScopeCard() {
	return (
		<Card
			title="Waveforms"
			aside={
				<>
					<span class="key l1">L1</span>
					<span class="key l2">L2</span>
					<span class="key l3">L3</span>
					<span class="key dashed">current</span>
				</>
			}
		>
			<Plot
				label="Voltages and currents over two cycles"
				height={305}
				data={data.value}
				options={options}
			/>
		</Card>
	);
}
