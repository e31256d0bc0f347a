/** Tables of power quality, for every face of the meter. */
import { PHASES } from "registers/quantity";
import type { RegisterName } from "./register-table.ts";

/** A demand for each direction. */
export const DEMAND_ROWS = [
	{ title: "running period", forward: "forwardDemand", reverse: "reverseDemand" },
	{ title: "last period", forward: "forwardDemandLast", reverse: "reverseDemandLast" },
	{ title: "maximum", forward: "forwardDemandMaximum", reverse: "reverseDemandMaximum" },
] as const satisfies readonly {
	readonly title: string;
	readonly forward: RegisterName;
	readonly reverse: RegisterName;
}[];

/** The lowest and the highest reading of a quantity. */
export const EXTREME_ROWS = [
	...PHASES.map(
		(phase) => ({ title: `${phase} U`, unit: "V", decimals: 1, name: "voltage", phase }) as const,
	),
	...PHASES.map(
		(phase) => ({ title: `${phase} I`, unit: "A", decimals: 3, name: "current", phase }) as const,
	),
	{ title: "Total P", unit: "W", decimals: 1, name: "activePower", phase: "" },
	{ title: "f", unit: "Hz", decimals: 3, name: "frequency", phase: "" },
].map(({ title, unit, decimals, name, phase }) => ({
	title,
	unit,
	decimals,
	lowest: `${name}Minimum${phase}` as RegisterName,
	highest: `${name}Maximum${phase}` as RegisterName,
}));

/** A value, or a dash for one that is not known. */
export function known(value: number | undefined, decimals: number): string {
	if (value === undefined || !Number.isFinite(value)) return "—";
	const text = value.toFixed(decimals);
	return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}
