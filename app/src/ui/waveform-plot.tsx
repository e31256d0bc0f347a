/** The waveform around an event: voltages solid, currents dashed. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { CHANNEL_NAMES, type RecordedWaveform } from "../../../client/quality-series.ts";
import { CHANNELS_OF_METER, valuesOf } from "../../../client/waveform-file.ts";
import { axis, type Colours, Plot, type PlotOptions } from "./plot.tsx";

const HEIGHT_PX = 260;

/** Decimals of a value in the legend. */
const DECIMALS = { V: 1, A: 3 } as const;

export function WaveformPlot({ waveform }: { waveform: RecordedWaveform }): JSX.Element {
	const data = useMemo((): uPlot.AlignedData => {
		const points = Array.from({ length: waveform.length }, (_, point) => valuesOf(waveform, point));
		return [
			points.map((_, point) => (1000 * point) / waveform.rateHz),
			...CHANNEL_NAMES.map((_, channel) => points.map((values) => values[channel] ?? 0)),
		];
	}, [waveform]);
	const label = `Waveform ${waveform.number} since power-up: voltages solid, currents dashed`;
	return <Plot heightPx={HEIGHT_PX} data={data} label={label} options={optionsOf} />;
}

/** Zero is in the middle of both scales. */
function symmetric(_plot: uPlot, low: number, high: number): [number, number] {
	const peak = 1.1 * Math.max(Math.abs(low), Math.abs(high), 0.01);
	return [-peak, peak];
}

function optionsOf(colour: Colours): PlotOptions {
	const ofUnit = (unit: string) => (_plot: uPlot, splits: number[]) =>
		splits.map((value) => `${value} ${unit}`);
	return {
		cursor: { points: { size: 6 } },
		scales: { x: { time: false }, V: { range: symmetric }, A: { range: symmetric } },
		axes: [
			axis(colour, { space: 60, values: ofUnit("ms") }),
			axis(colour, { scale: "V", size: 60, values: ofUnit("V") }),
			axis(colour, { scale: "A", side: 1, size: 60, grid: { show: false }, values: ofUnit("A") }),
		],
		series: [
			{ label: "Time", value: (_plot, timeMs) => figure(timeMs, 1, "ms") },
			...CHANNELS_OF_METER.map(({ name, phase, unit }) => ({
				label: name,
				scale: unit,
				stroke: colour(`--${phase.toLowerCase()}`),
				points: { show: false },
				value: (_plot: uPlot, value: number | null) => figure(value, DECIMALS[unit], unit),
				...(unit === "V" ? { width: 2 } : { width: 1.5, dash: [5, 4] }),
			})),
		],
	};
}

/** Formats the value under the pointer; a dash while there is none. */
function figure(value: number | null, decimals: number, unit: string): string {
	return value === null ? "–" : `${value.toFixed(decimals)} ${unit}`;
}
