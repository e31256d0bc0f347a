/**
 * Quantities that metrology measures: averages of the last second, directions and quadrants (manual
 * A2.2, 5000–5037 and 4012–401A).
 */
import {
	measurement,
	type Phase,
	perPhase,
	quantities,
	stepless,
	type Unit,
} from "registers/quantity";

/** Codes "1F" to "3R": digit of a phase and F or R, as two characters. */
export function directionCode(place: number, reverse: boolean): number {
	return ((0x31 + place) << 8) | (reverse ? 0x52 : 0x46);
}

/**
 * OBIS code of a quantity of one phase: its group C is that of all phases, and 20 more for each
 * phase.
 */
const obis = (total: number, place: number): string => `${total + 20 * (place + 1)}.7.0`;

const title = (place: number, phase: Phase): string =>
	place === 0 ? "Current direction" : `${phase} Current direction`;

/** A quantity of the last window, for L1, L2 and L3. */
function ofWindow<const Name extends string>(name: Name, unit: Unit) {
	return perPhase((phase) =>
		measurement(`${name}Window${phase}` as const, `${phase} ${name}, last window`, unit),
	);
}

export const measurementQuantities = quantities([
	...perPhase((phase, place) => ({
		name: `voltage${phase}` as const,
		title: `${phase} Voltage`,
		unit: "V",
		initial: 0,
		step: 0.01,
		obis: obis(12, place),
	})),
	{
		name: "frequency",
		title: "Grid frequency",
		unit: "Hz",
		initial: 0,
		step: 0.001,
		obis: "14.7.0",
	},
	...perPhase((phase, place) => ({
		name: `current${phase}` as const,
		title: `${phase} Current`,
		unit: "A",
		initial: 0,
		step: 0.001,
		obis: obis(11, place),
	})),
	{
		name: "activePower",
		title: "Total active power",
		unit: "W",
		initial: 0,
		step: 1,
		obis: "16.7.0",
	},
	...perPhase((phase, place) => ({
		name: `activePower${phase}` as const,
		title: `${phase} Active power`,
		unit: "W",
		initial: 0,
		step: 1,
		obis: obis(16, place),
	})),
	{ name: "reactivePower", title: "Total reactive power", unit: "var", initial: 0, step: 1 },
	...perPhase((phase) => ({
		name: `reactivePower${phase}` as const,
		title: `${phase} Reactive power`,
		unit: "var",
		initial: 0,
		step: 1,
	})),
	{
		name: "apparentPower",
		title: "Total apparent power",
		unit: "VA",
		initial: 0,
		step: 1,
		obis: "9.7.0",
	},
	...perPhase((phase, place) => ({
		name: `apparentPower${phase}` as const,
		title: `${phase} Apparent power`,
		unit: "VA",
		initial: 0,
		step: 1,
		obis: obis(9, place),
	})),
	{ name: "powerFactor", title: "Power factor", unit: "", initial: 1, step: 0.01, obis: "13.7.0" },
	...perPhase((phase, place) => ({
		name: `powerFactor${phase}` as const,
		title: `${phase} Power factor`,
		unit: "",
		initial: 1,
		step: 0.01,
		obis: obis(13, place),
	})),
	{ name: "voltageL1L2", title: "L1-L2 Voltage", unit: "V", initial: 0, step: 0.01 },
	{ name: "voltageL1L3", title: "L1-L3 Voltage", unit: "V", initial: 0, step: 0.01 },
	{ name: "voltageL2L3", title: "L2-L3 Voltage", unit: "V", initial: 0, step: 0.01 },
	...perPhase((phase, place) => ({
		name: `direction${phase}` as const,
		title: title(place, phase),
		unit: "",
		initial: directionCode(place, false),
		step: 0,
		measured: true as const,
	})),
	{ name: "quadrant", title: "Present quadrant", unit: "", initial: 1, step: 0, measured: true },
	...perPhase((phase) => ({
		name: `quadrant${phase}` as const,
		title: `${phase} Quadrant`,
		unit: "",
		initial: 1,
		step: 0,
		measured: true as const,
	})),
]);

/** Readings of the last window, in the order of registers 7202–721F. */
export const windowQuantities = quantities([
	stepless("windowNumber", "Number of the last window", ""),
	measurement("frequencyWindow", "Frequency, last window", "Hz"),
	...ofWindow("voltage", "V"),
	...ofWindow("current", "A"),
	measurement("activePowerWindow", "activePower, last window", "W"),
	...ofWindow("activePower", "W"),
	measurement("reactivePowerWindow", "reactivePower, last window", "var"),
	...ofWindow("reactivePower", "var"),
]);
