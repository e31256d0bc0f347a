/**
 * Quantities and settings of demand (registers 73A0–73BB) and of extremes (73C0–73E3), in the order
 * of the register map.
 */
import {
	measurement,
	PHASES,
	quantities,
	type Range,
	stepless,
	type Unit,
} from "registers/quantity";

/** A demand: mean active power at the primary side. */
function demand<const Name extends string>(name: Name, title: string, obis: string) {
	return { ...measurement(name, title, "W"), obis };
}

const ONLY_ONE: Range = Object.freeze({ minimum: 1, maximum: 1 });

/** A register that resets when 1 is written to it; it reads 0. */
function reset<const Name extends string>(name: Name, title: string) {
	return { ...stepless(name, title, ""), range: ONLY_ONE };
}

/** The lowest and the highest reading of a quantity, whose phase ends the names. */
function extremes<const Name extends string, const Phase extends string>(
	name: Name,
	phase: Phase,
	title: string,
	unit: Unit,
) {
	return [
		measurement(`${name}Minimum${phase}` as const, `${title}, minimum`, unit),
		measurement(`${name}Maximum${phase}` as const, `${title}, maximum`, unit),
	];
}

/** `operatingTime` is that of the event log: seconds that the meter has metered in its life. */
export const demandQuantities = quantities([
	{
		...stepless("demandPeriod", "Demand period", "min"),
		initial: 15,
		range: { minimum: 1, maximum: 60 },
		stored: 20,
	},
	reset("demandReset", "Reset of demand"),
	stepless("demandIncomplete", "Last period incomplete", ""),
	stepless("demandPeriods", "Periods since the reset of demand", ""),
	stepless("demandElapsed", "Running period so far", "s"),
	demand("forwardDemand", "Forward demand, running period", "1.4.0"),
	demand("reverseDemand", "Reverse demand, running period", "2.4.0"),
	demand("forwardDemandLast", "Forward demand, last period", "1.5.0"),
	demand("reverseDemandLast", "Reverse demand, last period", "2.5.0"),
	demand("forwardDemandMaximum", "Forward demand, maximum", "1.6.0"),
	demand("reverseDemandMaximum", "Reverse demand, maximum", "2.6.0"),
	stepless("forwardDemandMaximumAt", "Forward demand, operating time of the maximum", "s"),
	stepless("reverseDemandMaximumAt", "Reverse demand, operating time of the maximum", "s"),
	stepless("demandResetAt", "Operating time of the reset of demand", "s"),
	stepless("operatingTime", "Operating time", "s"),
]);

export const extremeQuantities = quantities([
	...PHASES.flatMap((phase) => extremes("voltage", phase, `${phase} Voltage`, "V")),
	...PHASES.flatMap((phase) => extremes("current", phase, `${phase} Current`, "A")),
	...extremes("activePower", "", "Total active power", "W"),
	...extremes("frequency", "", "Grid frequency", "Hz"),
	reset("extremesReset", "Reset of extremes"),
	stepless("extremesResetAt", "Operating time of the reset of extremes", "s"),
]);
