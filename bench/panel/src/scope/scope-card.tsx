import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { Download } from "../ui/download.tsx";
import { fixed } from "../ui/numbers.ts";
import { type Colours, Plot } from "../ui/plot.tsx";
import { WAVE_SCALES, waveAxes, waveLine } from "../ui/wave-chart.ts";
import { Played, Recording } from "./recording.tsx";
import {
	cursorMs,
	frozen,
	hidden,
	LINES,
	markMs,
	picture,
	toggleFrozen,
	toggleLine,
} from "./view.ts";
import { crossingOf } from "./waves.ts";

/** Time across the screen: two cycles of 50 Hz. */
const SPAN_MS = 40;

/** Indices of V1 V2 V3 I1 I2 I3 in the channels. */
const ORDER = [0, 2, 4, 1, 3, 5];

const HEIGHT_PX = 275;

const data = computed((): uPlot.AlignedData => {
	const scope = picture.value;
	const rate = live.bench.value?.frameRate ?? 1;
	if (!scope) return [[], [], [], [], [], [], []];
	const origin = crossingOf(scope);
	const first = Math.floor(origin);
	const times = scope.channels[0]
		.slice(first)
		.map((_, index) => ((first + index - origin) * 1000) / rate);
	return [times, ...ORDER.map((channel) => scope.channels[channel].slice(first))];
});

/** Time under the pointer. */
function timeAt(chart: uPlot): number | undefined {
	const { left } = chart.cursor;
	return left === undefined || left < 0 ? undefined : chart.posToVal(left, "x");
}

function lines(colours: Colours): uPlot.Series[] {
	return LINES.map((line, index) => ({
		...waveLine(colours, index < 3 ? "V" : "A", (index % 3) + 1),
		show: !hidden.peek().has(line),
	}));
}

function options(colours: Colours): Omit<uPlot.Options, "width" | "height"> {
	return {
		legend: { show: false },
		cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
		hooks: {
			ready: [
				(chart) => {
					chart.over.addEventListener("click", () => {
						markMs.value = timeAt(chart);
					});
				},
			],
			setCursor: [
				(chart) => {
					cursorMs.value = timeAt(chart);
				},
			],
		},
		scales: { x: { time: false, range: [0, SPAN_MS] }, ...WAVE_SCALES },
		axes: waveAxes(colours),
		series: [{}, ...lines(colours)],
	};
}

/** Value of a line at a time, between the two samples around it. */
function valueAt(line: number, timeMs: number): number {
	const [times, series] = [data.value[0], data.value[line + 1]];
	const next = times.findIndex((time) => time >= timeMs);
	if (next < 1) return series[0] ?? 0;
	const part = (timeMs - times[next - 1]) / (times[next] - times[next - 1]);
	const [before, after] = [series[next - 1] ?? 0, series[next] ?? 0];
	return before + part * (after - before);
}

/** Values under the cursor, and the time from the mark to it. */
function CursorLine() {
	const [at, mark] = [cursorMs.value, markMs.value];
	if (at === undefined)
		return <p class="hint cursor-line">Point for values; click to set a mark to measure from.</p>;
	const values = LINES.map((line, index) => ({ line, index })).filter(
		({ line }) => !hidden.value.has(line),
	);
	const spanMs = mark === undefined ? undefined : at - mark;
	return (
		<p class="cursor-line">
			<span>{fixed(at, 2)} ms</span>
			{values.map(({ line, index }) => (
				<span key={line} class={`l${(index % 3) + 1}`}>
					{line} {fixed(valueAt(index, at), index < 3 ? 1 : 3)} {index < 3 ? "V" : "A"}
				</span>
			))}
			{spanMs !== undefined && (
				<strong>
					Δt {fixed(spanMs, 2)} ms
					{spanMs !== 0 && `, ${fixed(1000 / Math.abs(spanMs), 1)} Hz`}
				</strong>
			)}
		</p>
	);
}

function Aside() {
	return (
		<>
			{LINES.map((line, index) => (
				<button
					type="button"
					key={line}
					class={`plain key l${(index % 3) + 1} ${index < 3 ? "" : "current"}`}
					aria-pressed={!hidden.value.has(line)}
					aria-description={`Shows or hides ${line}`}
					onClick={() => toggleLine(line)}
				>
					{line}
				</button>
			))}
			<button
				type="button"
				class="small freeze"
				aria-description="Holds the picture; phasors and harmonics hold too"
				aria-pressed={frozen.value}
				onClick={toggleFrozen}
			>
				{frozen.value ? "Run" : "Freeze"}
			</button>
		</>
	);
}

/** The waveforms at the terminals, triggered by the first voltage present. */
export function ScopeCard() {
	const shown = hidden.value;
	// Other lines need another chart: options of their own.
	const chosen = useMemo(() => (colours: Colours) => options(colours), [shown]);
	return (
		<Card
			title="Waveforms"
			help="Two cycles of the voltages and, dashed, of the currents, as they enter the meter."
			class="scope"
			aside={<Aside />}
		>
			<Plot
				label="Voltages and currents over two cycles"
				height={HEIGHT_PX}
				data={data.value}
				options={chosen}
			/>
			<CursorLine />
			<p class="hint">
				The last five seconds:{" "}
				<Download
					path="/waveform.cff"
					name="ambit.cff"
					help="A file for programs of the power industry; this panel plays it too"
				>
					COMTRADE
				</Download>
				,{" "}
				<Download path="/waveform.csv" name="ambit.csv" help="A table, for a spreadsheet">
					CSV
				</Download>
				.
			</p>
			<Played />
			<Recording />
		</Card>
	);
}
