/** The plots of the report: which results each of them shows. */
import { FREQUENCY_CURVES, ORDER_CURVES_HZ, orderCurve } from "./curve-cases.ts";
import type { Section } from "./load-case.ts";
import { type Panel, type Plot, svgOf } from "./plots.ts";
import { OF_QUANTITY, type Quantity } from "./quantities.ts";
import type { AccuracyReport, ReportedCase } from "./report.ts";
import { ACTIVE_LOADS, CURRENTS, INDUCTIVE, loadId, UNITY } from "./standard-cases.ts";

/** A plot and where it belongs. */
export interface Figure {
	readonly name: string;
	readonly section: Section;
	readonly svg: string;
}

/** Ends that an axis may have. */
const RANGES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];

/** All plots whose cases were measured. */
export function figuresOf({ cases }: AccuracyReport): Figure[] {
	const byId = new Map(cases.map((one) => [one.id, one]));
	const overLoad = ACTIVE_LOADS.map(({ name }) =>
		panelOf(
			`P, ${name}`,
			"activePower",
			CURRENTS.map((x) => [x, byId.get(loadId(x, name))]),
		),
	);
	const curve = (section: Section, name: string, quantities: readonly Quantity[]) => {
		const points = cases
			.filter((one) => one.section === section && one.curve?.name === name)
			.map((one) => [one.curve?.x ?? Number.NaN, one] as const);
		return quantities.map((quantity) =>
			panelOf(`${OF_QUANTITY[quantity].title}, ${name}`, quantity, points),
		);
	};
	const frequencies = "Every frequency from 45 to 65 Hz";
	const orders = "Harmonics of order 2 to 40";
	const temperatures = "Ambient temperature";
	const linear = (name: string, minimum: number, maximum: number) => ({
		name,
		logarithmic: false,
		minimum,
		maximum,
	});
	return [
		figure("error-over-load", "Active energy, balanced load", "Error over load, 230 V", overLoad, {
			name: "current in A",
			logarithmic: true,
			minimum: 0.01,
			maximum: 10,
		}),
		figure(
			"error-over-frequency",
			frequencies,
			"Error over frequency, steps of 0.1 Hz",
			FREQUENCY_CURVES.flatMap(({ name }) =>
				curve(frequencies, name, ["activePower", "reactivePower", "voltage", "current"]),
			),
			linear("frequency in Hz", 45, 65),
		),
		figure(
			"error-over-order",
			orders,
			"Error over the order of one harmonic",
			ORDER_CURVES_HZ.flatMap((hertz) =>
				curve(orders, orderCurve(hertz), ["activePower", "reactivePower", "voltage", "current"]),
			),
			linear("order", 0, 40),
		),
		figure(
			"error-over-temperature",
			temperatures,
			"Error over temperature, 1 A",
			[UNITY, INDUCTIVE].flatMap(({ name }) =>
				curve(temperatures, name, ["activePower", "voltage"]),
			),
			linear("temperature in °C", -30, 60),
		),
	].flatMap((one) => one ?? []);
}

function figure(
	name: string,
	section: Section,
	title: string,
	panels: readonly Panel[],
	x: Plot["x"],
): Figure | undefined {
	if (panels.every(({ lines }) => lines.every(({ points }) => points.length === 0)))
		return undefined;
	return { name, section, svg: svgOf({ title, panels, x, y: endOf(panels) }) };
}

/** The end of an error axis that has room for all points. */
export function endOf(panels: readonly Panel[]): number {
	const values = panels.flatMap(({ lines }) =>
		lines.flatMap(({ points }) => points.map(([, y]) => Math.abs(y))),
	);
	const largest = Math.max(...values);
	return RANGES.find((range) => range >= largest) ?? Math.ceil(largest);
}

/** Mean of the phases of all meters, and the errors between which all of them lie. */
function panelOf(
	title: string,
	quantity: Quantity,
	points: readonly (readonly [number, ReportedCase | undefined])[],
): Panel {
	const line = (name: string, of: "mean" | "least" | "greatest") => ({
		name,
		points: points.flatMap(([x, one]) => {
			const found = one?.figures.find((each) => each.quantity === quantity);
			return found ? [[x, found[of]] as const] : [];
		}),
	});
	return {
		title: `${title}, ${OF_QUANTITY[quantity].unit}`,
		lines: [line("mean", "mean"), line("least", "least"), line("greatest", "greatest")],
	};
}
