/** The plots of the report. */
import { endOf } from "../curves.ts";
import { type Panel, type Plot, svgOf } from "../plots.ts";
import type { FigureName } from "./figure.ts";
import type { QualityReport, ReportedFigure, Summary } from "./report.ts";

/** A plot and the name of its file. */
export interface QualityPlot {
	readonly name: string;
	readonly svg: string;
}

type Curve = readonly (readonly [number, Summary])[];

/** All plots whose figures were measured. */
export function qualityPlots({ figures }: QualityReport): QualityPlot[] {
	const panels = (names: readonly FigureName[], curveOf: (of: ReportedFigure) => Curve): Panel[] =>
		names.flatMap((name) => {
			const of = figures.find(({ figure }) => figure === name);
			return of ? [panelOf(of, curveOf(of))] : [];
		});
	const byPlace = ({ byPlace: curve }: ReportedFigure): Curve => curve;
	const byFrequency = ({ byFrequency: curve }: ReportedFigure): Curve => curve;
	const small = ["smallVoltage", "smallCurrent"] as const;
	const orders = { name: "order", logarithmic: false, minimum: 0, maximum: 40 };
	const hertz = { name: "frequency in Hz", logarithmic: false, minimum: 40, maximum: 70 };
	const degrees = { name: "beginning in degrees", logarithmic: false, minimum: 0, maximum: 360 };
	return [
		plot("harmonics-over-order", "Harmonics, error over order", panels(small, byPlace), orders),
		plot(
			"large-harmonics-over-order",
			"Harmonics from 3 % of nominal, error over order",
			panels(["largeVoltage", "largeCurrent"], byPlace),
			orders,
		),
		plot(
			"thd-over-frequency",
			"Harmonics and THD, error over frequency",
			panels([...small, "voltageThd", "currentThd"], byFrequency),
			hertz,
		),
		plot(
			"dip-voltage-over-phase",
			"Dips and swells: voltage, error over where they begin",
			panels(["depth"], byPlace),
			degrees,
		),
		plot(
			"dip-duration-over-phase",
			"Dips and swells: duration, error over where they begin",
			panels(["duration", "actualDuration"], byPlace),
			degrees,
		),
	].flatMap((one) => one ?? []);
}

function panelOf({ title, unit }: ReportedFigure, curve: Curve): Panel {
	const sorted = [...curve].sort(([a], [b]) => a - b);
	const line = (name: "mean" | "worst") => ({
		name,
		points: sorted.map(([x, summary]) => [x, summary[name]] as const),
	});
	return { title: `${title}, ${unit}`, lines: [line("mean"), line("worst")] };
}

function plot(
	name: string,
	title: string,
	panels: readonly Panel[],
	x: Plot["x"],
): QualityPlot | undefined {
	if (panels.length === 0) return undefined;
	return { name: `quality-${name}`, svg: svgOf({ title, panels, x, y: endOf(panels) }) };
}
