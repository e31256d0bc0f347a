/** Charts of voltages, solid, and currents, dashed, over time. */
import type uPlot from "uplot";
import { axis, type Colours } from "./plot.tsx";

function symmetric(_chart: uPlot, low: number, high: number): uPlot.Range.MinMax {
	const peak = 1.1 * Math.max(Math.abs(low), Math.abs(high), 0.01);
	return [-peak, peak];
}

/** Scales of volts and amperes. */
export const WAVE_SCALES: uPlot.Scales = { V: { range: symmetric }, A: { range: symmetric } };

/** Axes of milliseconds, volts and amperes. */
export function waveAxes(colours: Colours): uPlot.Axis[] {
	const inUnit = (unit: string, rest: Partial<uPlot.Axis>): uPlot.Axis =>
		axis(colours, {
			values: (_, splits) => splits.map((value) => `${value} ${unit}`),
			...rest,
		});
	return [
		inUnit("ms", {}),
		inUnit("V", { scale: "V", size: 48 }),
		inUnit("A", { scale: "A", side: 1, size: 48, grid: { show: false } }),
	];
}

/** The line of a voltage or a current. @param phase 1 is L1 */
export function waveLine(colours: Colours, unit: "V" | "A", phase: number): uPlot.Series {
	return {
		scale: unit,
		stroke: colours(`--l${phase}`),
		...(unit === "V" ? { width: 2 } : { width: 1.5, dash: [5, 4] }),
	};
}
