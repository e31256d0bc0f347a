/** The plots of the report: which results each of them shows. */
import {
	ACTIVE_LOADS,
	CURRENTS,
	FREQUENCIES,
	FREQUENCY_LOADS,
	frequencyId,
	loadId,
	REACTIVE_CURRENTS,
	REACTIVE_LOADS,
} from "./cases.ts";
import type { Examination } from "./examine.ts";
import type { Outcome } from "./measure.ts";
import { type Panel, svgOf } from "./plots.ts";

/** A file of the report and its contents. */
export interface Figure {
	readonly name: string;
	readonly title: string;
	readonly svg: string;
}

/** Ends that an axis may have, in percent. */
const RANGES = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** All plots. */
export function figuresOf(examinations: readonly Examination[]): Figure[] {
	const overLoad = [
		...ACTIVE_LOADS.map(({ name }) =>
			panel(`active energy, ${name}`, examinations, CURRENTS, (x) => loadId(x, name), "active"),
		),
		...REACTIVE_LOADS.map(({ name }) =>
			panel(
				`reactive energy, ${name}`,
				examinations,
				REACTIVE_CURRENTS,
				(x) => loadId(x, name),
				"reactive",
			),
		),
	];
	const overFrequency = FREQUENCY_LOADS.flatMap(({ name, angle }) => {
		const key = (x: number): string => frequencyId(x, name);
		const active = panel(`active energy, ${name}`, examinations, FREQUENCIES, key, "active");
		const reactive = panel(`reactive energy, ${name}`, examinations, FREQUENCIES, key, "reactive");
		return [...(angle === 90 ? [] : [active]), ...(angle === 0 ? [] : [reactive])];
	});
	return [
		figure("error-over-load", "Error over load, 230 V, balanced", overLoad, {
			name: "current in A",
			logarithmic: true,
			minimum: 0.01,
			maximum: 10,
		}),
		figure("error-over-frequency", "Error over frequency, 230 V, 1 A, balanced", overFrequency, {
			name: "frequency in Hz",
			logarithmic: false,
			minimum: 45,
			maximum: 65,
		}),
	];
}

function figure(
	name: string,
	title: string,
	panels: readonly Panel[],
	x: Parameters<typeof svgOf>[0]["x"],
): Figure {
	const largest = Math.max(
		...panels.flatMap(({ lines }) =>
			lines.flatMap(({ points }) => points.map(([, y]) => Math.abs(y))),
		),
	);
	const y = RANGES.find((range) => range >= largest) ?? Math.ceil(largest);
	return { name, title, svg: svgOf({ title, panels, x, y }) };
}

function panel(
	title: string,
	examinations: readonly Examination[],
	values: readonly number[],
	key: (value: number) => string,
	energy: "active" | "reactive",
): Panel {
	return {
		title,
		lines: examinations.map(({ serialNumber, outcomes }) => ({
			name: `meter ${serialNumber}`,
			points: values.flatMap((x) => {
				const y = find(outcomes, key(x))?.[energy];
				return y === undefined ? [] : [[x, y] as const];
			}),
		})),
	};
}

function find(outcomes: readonly Outcome[], id: string): Outcome | undefined {
	return outcomes.find((outcome) => outcome.case.id === id);
}
