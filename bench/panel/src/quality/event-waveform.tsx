/** The waveforms around the latest dips, swells and interruptions. */
import { useMemo } from "preact/hooks";
import { PHASES } from "registers/quantity";
import type uPlot from "uplot";
import type { RecordedWaveform } from "../../../../client/quality-series.ts";
import { cffOf, csvOf, valuesOf } from "../../../../client/waveform-file.ts";
import { POINTS_A_CYCLE, RECORDS_KEPT } from "../../../../src/quality/results.ts";
import { save } from "../bus/export.ts";
import { fixed } from "../ui/numbers.ts";
import { type Colours, Plot } from "../ui/plot.tsx";
import { WAVE_SCALES, waveAxes, waveLine } from "../ui/wave-chart.ts";
import { longProblem, progress, readWaveformOf, values, waveform } from "./state.ts";

const HEIGHT_PX = 240;

function options(colours: Colours): Omit<uPlot.Options, "width" | "height"> {
	return {
		legend: { show: false },
		cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
		scales: { x: { time: false }, ...WAVE_SCALES },
		axes: waveAxes(colours),
		series: [
			{},
			...PHASES.flatMap((_, phase) => [
				waveLine(colours, "V", phase + 1),
				waveLine(colours, "A", phase + 1),
			]),
		],
	};
}

/** Values of each channel, one after the other. */
function columnsOf(shown: RecordedWaveform): number[][] {
	const points = Array.from({ length: shown.length }, (_, point) => valuesOf(shown, point));
	return shown.channels.map((_, channel) => points.map((point) => point[channel] ?? 0));
}

/** Lowest and highest RMS of a cycle, as "161.0 to 230.1". */
function rangeOf(column: readonly number[], decimals: number): string {
	const cycles = Array.from({ length: column.length / POINTS_A_CYCLE }, (_, cycle) => {
		const points = column.slice(POINTS_A_CYCLE * cycle, POINTS_A_CYCLE * (cycle + 1));
		return Math.sqrt(points.reduce((sum, value) => sum + value * value, 0) / POINTS_A_CYCLE);
	});
	return `${fixed(Math.min(...cycles), decimals)} to ${fixed(Math.max(...cycles), decimals)}`;
}

/** A waveform, and its files. */
function Shown({ shown }: { readonly shown: RecordedWaveform }) {
	const columns = useMemo(() => columnsOf(shown), [shown]);
	const data = useMemo((): uPlot.AlignedData => {
		const times = Array.from({ length: shown.length }, (_, point) => (1000 * point) / shown.rateHz);
		return [times, ...columns];
	}, [shown, columns]);
	const title = `Waveform ${shown.number} since power-up`;
	const name = `waveform-${shown.serialNumber}-${shown.number}`;
	return (
		<>
			<Plot
				label={`${title}: voltages solid, currents dashed`}
				height={HEIGHT_PX}
				data={data}
				options={options}
			/>
			<p class="cursor-line">
				<span>{title}, RMS of its cycles:</span>
				{PHASES.map((phase, index) => (
					<span key={phase} class={phase.toLowerCase()}>
						V{index + 1} {rangeOf(columns[2 * index], 1)} V, I{index + 1}{" "}
						{rangeOf(columns[2 * index + 1], 3)} A
					</span>
				))}
			</p>
			<p class="quality-settings">
				<button
					type="button"
					class="small"
					aria-description="A file for programs of the power industry; this panel plays it too"
					onClick={() => save(`${name}.cff`, "application/octet-stream", cffOf(shown))}
				>
					Save as COMTRADE
				</button>
				<button
					type="button"
					class="small"
					aria-description="A table, for a spreadsheet"
					onClick={() => save(`${name}.csv`, "text/csv", csvOf(shown))}
				>
					Save as CSV
				</button>
			</p>
		</>
	);
}

/** Waveforms that the meter keeps, by age. */
const NAMES = ["Read the latest waveform", "Read the one before"] as const;

export function EventWaveforms() {
	const made = values.value?.get("waveforms");
	const kept = Math.min(RECORDS_KEPT, made ?? 0);
	const part = progress.value;
	return (
		<>
			<p class="quality-settings">
				{made === 0 && <span class="hint">No waveform has been recorded since power-up.</span>}
				{NAMES.slice(0, kept).map((name, age) => (
					<button
						type="button"
						class="small"
						key={name}
						aria-description="Eight cycles around the event, from the meter's memory"
						disabled={part !== undefined}
						onClick={() => void readWaveformOf(age)}
					>
						{name}
					</button>
				))}
				{part !== undefined && (
					<progress max={1} value={part} aria-label="Part of the waveform that has been read" />
				)}
			</p>
			<p class="problem" role="alert">
				{longProblem.value}
			</p>
			{waveform.value && <Shown shown={waveform.value} />}
		</>
	);
}
