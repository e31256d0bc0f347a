/** The settings that Meter Manager offers (manual, appendix 3), with labels for their codes. */

import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { BAUD_RATES, PARITIES } from "serial/line-settings";
import { type Register, type RegisterName, registerOf } from "../../../client/register-table.ts";

/** A value that can be chosen, in the register's unit, and its label. */
export interface Choice {
	value: number;
	label: string;
}

export interface Setting {
	row: Register;
	label: string;
	/**
	 * `choice`: one of `choices`. `number`: within the row's range. `ratio`: two numbers. `reset`: a
	 * counter that can only be set to zero.
	 */
	kind: "choice" | "number" | "ratio" | "reset";
	choices: Choice[];
	/** Advice to read before changing it. */
	warning?: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Choices with codes that start at 1. */
const coded = (...labels: (string | number)[]): Choice[] =>
	labels.map((label, i) => ({ value: i + 1, label: `${label}` }));

/** Choices with codes that start at 0. */
const switched = (...labels: string[]): Choice[] =>
	labels.map((label, value) => ({ value, label }));

function setting(
	name: RegisterName,
	label: string,
	kind: Setting["kind"],
	rest: Partial<Setting> = {},
): Setting {
	return { row: registerOf(name), label, kind, choices: [], ...rest };
}

const ctRange = registerOf("ctRatio").range;

/** Allowed primary currents of the current transformers (manual 7.6.6). */
export const PRIMARY = {
	minimumA: ctPrimaryOf(ctRange?.minimum ?? 0),
	maximumA: ctPrimaryOf(ctRange?.maximum ?? 0),
	stepA: 5,
};

/** Allowed secondary currents. */
export const SECONDARIES_A: readonly number[] = [1, 5];

const rates = registerOf("s0Rate").range?.values ?? [];

export const SETTINGS: readonly Setting[] = [
	setting("modbusId", "Modbus ID", "number"),
	setting("baudRate", "Baud rate", "choice", { choices: coded(...BAUD_RATES) }),
	setting("parity", "Parity setting", "choice", { choices: coded(...PARITIES.map(capital)) }),
	setting("s0Rate", "S0 output rate", "choice", {
		choices: rates.map((value) => ({ value, label: `${value} imp/kWh` })),
	}),
	setting("pulseWidth", "Pulse width", "number"),
	setting("pulseType", "Pulse type", "choice", {
		choices: coded("Active & reactive", "Forward & reverse"),
	}),
	setting("combinationCode", "Combination code", "choice", {
		choices: coded(
			"Forward only",
			"Reverse only",
			"Forward + reverse",
			"Forward − reverse",
			"Forward − reverse (10)",
		),
		warning: "“Forward − reverse (10)” can never be changed again.",
	}),
	setting("ctRatio", "CT ratio", "ratio", { warning: "A meter accepts at most seven changes." }),
	setting("tariff", "Tariff", "choice", { choices: coded("T1", "T2", "T3", "T4") }),
	setting("lcdCycleTime", "Display cycle time", "number"),
	setting("backlight", "Backlight", "choice", { choices: coded("By button", "On", "Off") }),
	setting("obisCodes", "OBIS codes", "choice", { choices: switched("Off", "On") }),
	setting("screenDirection", "Screen direction", "choice", {
		choices: switched("Upright", "Upside down"),
	}),
	setting("dataType", "Data type on Modbus", "choice", { choices: coded("Float", "Integer") }),
	setting("powerDownCounter", "Power down counter", "reset"),
	setting("resettableEnergy", "Trip counter", "reset"),
];

/** Returns the allowed values as a text; empty for a choice. */
export function rangeText({ row, kind }: Setting): string {
	if (kind === "ratio")
		return `${PRIMARY.minimumA} – ${PRIMARY.maximumA} in steps of ${PRIMARY.stepA}, to 1 or 5`;
	if (kind !== "number" || !row.range) return "";
	return `${row.range.minimum} – ${row.range.maximum}${row.unit ? ` ${row.unit}` : ""}`;
}

/** Returns true if `value` is allowed; the meter may still refuse it. */
export function isAllowed({ row, kind }: Setting, value: number): boolean {
	if (Number.isNaN(value) || !row.range) return false;
	if (kind === "ratio") {
		const primaryA = ctPrimaryOf(value);
		return (
			primaryA >= PRIMARY.minimumA &&
			primaryA <= PRIMARY.maximumA &&
			primaryA % PRIMARY.stepA === 0 &&
			SECONDARIES_A.includes(ctSecondaryOf(value))
		);
	}
	const { minimum, maximum } = row.range;
	return Number.isInteger(value) ? value >= minimum && value <= maximum : row.format === "float";
}

/** Formats a value for the page. */
export function settingText({ row, choices, kind }: Setting, value: number): string {
	const choice = choices.find((each) => Math.fround(each.value) === Math.fround(value));
	if (choice) return choice.label;
	if (kind === "ratio") return `${ctPrimaryOf(value)} / ${ctSecondaryOf(value)}`;
	const text = row.format === "float" ? value.toFixed(3) : `${value}`;
	return row.unit ? `${text} ${row.unit}` : text;
}
