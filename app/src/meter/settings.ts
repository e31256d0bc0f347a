/** The settings that Meter Manager offers (manual, appendices 1 and 3), and words for codes. */

import { catalogue, quantities } from "catalogue";
import { isNetted } from "energy/combination";
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { BAUD_RATES, MBUS_RATES, PARITIES } from "serial/line-settings";
import { type Register, type RegisterName, registerOf } from "../../../client/register-table.ts";

/** A value that can be chosen, in the register's unit, and its label. */
export interface Choice {
	value: number;
	label: string;
}

/** Declaration of a setting, as far as the page needs it. */
export type SettingRow = Pick<
	Register,
	"name" | "unit" | "range" | "format" | "length" | "divisor" | "step"
>;

export interface Setting {
	row: SettingRow;
	label: string;
	/**
	 * `choice`: one of `choices`. `number`: within the row's range. `digits`: a number with all its
	 * digits. `ratio`: two numbers. `reset`: a counter that can only be set to zero.
	 */
	kind: "choice" | "number" | "digits" | "ratio" | "reset";
	choices: Choice[];
	/** Meaning of a value beyond its number, in words after the range. */
	note?: string;
	/** Says what of a value cannot be undone; undefined if nothing. */
	caution?: (value: number) => string | undefined;
	/** True if a meter with this value keeps it for ever. */
	isFinal?: (present: number) => boolean;
	/** True if the value belongs to one meter, as an address does. */
	own?: boolean;
	/** Characteristic that holds it as one byte; undefined if registers hold it. */
	characteristic?: string;
	/** True if the connection may end with the write. */
	endsConnection?: boolean;
}

/** Settings under one heading. */
export interface SettingGroup {
	readonly title: string;
	readonly settings: readonly Setting[];
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
const PRIMARY = {
	minimumA: ctPrimaryOf(ctRange?.minimum ?? 0),
	maximumA: ctPrimaryOf(ctRange?.maximum ?? 0),
	stepA: 5,
};

/** Allowed secondary currents. */
export const SECONDARIES_A: readonly number[] = [1, 5];

const rates = registerOf("s0Rate").range?.values ?? [];

/** A byte of a characteristic, since no register holds it. */
const BROADCAST: SettingRow = {
	...quantities[catalogue.indexOf("broadcast")],
	unit: "",
	format: "binary",
	length: 1,
	divisor: 1,
};

/** The secondary address has eight digits (manual, appendix 1). */
const ADDRESS_DIGITS = 8;

const FOR_EVER = "This cannot be undone.";

/** Whole of which the limits of dips, swells and interruptions are parts. */
const OF_DECLARED = "of the declared voltage";

/** The settings in the order of the page. */
export const SETTING_GROUPS: readonly SettingGroup[] = [
	{
		title: "Metering",
		settings: [
			setting("ctRatio", "CT ratio", "ratio", {
				caution: () => "A meter accepts at most seven changes of the CT ratio in its life.",
			}),
			setting("tariff", "Tariff", "choice", {
				choices: coded("T1", "T2", "T3", "T4"),
				caution: (tariff) =>
					tariff > 2 ? `T3 and T4 stay on the display once either is used. ${FOR_EVER}` : undefined,
			}),
			setting("combinationCode", "Combination code", "choice", {
				choices: coded(
					"C-01 Forward only",
					"C-02 Reverse only",
					"C-03 Forward + reverse",
					"C-04 Forward − reverse",
					"C-05 Forward − reverse (10)",
				),
				caution: (code) =>
					isNetted(code) ? `With C-05 no other code is possible any more. ${FOR_EVER}` : undefined,
				isFinal: isNetted,
			}),
		],
	},
	{
		title: "Modbus",
		settings: [
			setting("modbusId", "Modbus ID", "number", { own: true }),
			setting("baudRate", "Baud rate", "choice", { choices: coded(...BAUD_RATES) }),
			setting("parity", "Parity setting", "choice", { choices: coded(...PARITIES.map(capital)) }),
			setting("dataType", "Data type", "choice", { choices: coded("Float", "Integer") }),
		],
	},
	{
		title: "M-Bus",
		settings: [
			setting("mbusAddress", "M-Bus address", "number", { own: true }),
			setting("mbusBaudRate", "M-Bus baud rate", "choice", {
				choices: coded(...BAUD_RATES.slice(0, MBUS_RATES)),
			}),
			setting("mbusIdentification", "M-Bus secondary address", "digits", { own: true }),
		],
	},
	{
		title: "Pulse outputs",
		settings: [
			setting("s0Rate", "S0 output rate", "choice", {
				choices: rates.map((value) => ({ value, label: `${value} imp/kWh` })),
			}),
			setting("pulseWidth", "Pulse width", "number"),
			setting("pulseType", "Pulse type", "choice", {
				choices: coded("Active & reactive", "Forward & reverse"),
			}),
		],
	},
	{
		title: "Display and Bluetooth",
		settings: [
			setting("lcdCycleTime", "Display cycle time", "number"),
			setting("backlight", "Backlight", "choice", { choices: coded("By button", "On", "Off") }),
			setting("obisCodes", "OBIS codes", "choice", { choices: switched("Off", "On") }),
			setting("screenDirection", "Screen direction", "choice", {
				choices: switched("Upright", "Upside down"),
			}),
			{
				row: BROADCAST,
				label: "Bluetooth (BROADCAST)",
				kind: "choice",
				choices: switched("Off", "On"),
				caution: (on) =>
					on ? undefined : "This connection ends. Only the meter's menu switches it on again.",
				characteristic: "broadcast",
				endsConnection: true,
				own: true,
			},
		],
	},
	{
		title: "Power quality",
		settings: [
			setting("nominalVoltage", "Declared voltage", "number", {
				note: "0 switches the analysis off",
			}),
			setting("dipLimit", "Dip below", "number", { note: OF_DECLARED }),
			setting("swellLimit", "Swell above", "number", { note: OF_DECLARED }),
			setting("interruptionLimit", "Interruption below", "number", { note: OF_DECLARED }),
			setting("demandPeriod", "Demand period", "number", {
				caution: () => `Another period forgets the demands and their maximum. ${FOR_EVER}`,
			}),
		],
	},
	{
		title: "Counters",
		settings: [
			setting("powerDownCounter", "Power down counter", "reset", {
				caution: () => `The power down counter is set to zero. ${FOR_EVER}`,
			}),
			setting("resettableEnergy", "Trip counter", "reset", {
				caution: () => `The trip counter is set to zero. ${FOR_EVER}`,
			}),
		],
	},
];

/** All settings. */
export const SETTINGS: readonly Setting[] = SETTING_GROUPS.flatMap(({ settings }) => settings);

/** Says what of a change cannot be undone; undefined if nothing. */
export function cautionFor({ caution }: Setting, value: number): string | undefined {
	return caution?.(value);
}

/** Returns the allowed values as a text; empty for a choice. */
export function rangeText({ row, kind, note }: Setting): string {
	if (kind === "ratio")
		return `${PRIMARY.minimumA} – ${PRIMARY.maximumA} in steps of ${PRIMARY.stepA}, to 1 or 5`;
	if (kind === "digits") return `${ADDRESS_DIGITS} digits`;
	if (kind !== "number" || !row.range) return "";
	const range = `${row.range.minimum} – ${row.range.maximum}${row.unit ? ` ${row.unit}` : ""}`;
	return [range, note].filter(Boolean).join(", ");
}

/** Returns true if `value` is allowed; the meter may still refuse it. */
export function isAllowed({ row, kind, choices }: Setting, value: number): boolean {
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
	if (kind === "choice")
		return choices.some((each) => Math.fround(each.value) === Math.fround(value));
	const { minimum, maximum } = row.range;
	return Number.isInteger(value) && value >= minimum && value <= maximum;
}

/** Formats a value for the page. */
export function settingText({ row, choices, kind }: Setting, value: number): string {
	const choice = choices.find((each) => Math.fround(each.value) === Math.fround(value));
	if (choice) return choice.label;
	if (kind === "ratio") return `${ctPrimaryOf(value)} / ${ctSecondaryOf(value)}`;
	if (kind === "digits") return allDigits(value);
	const text = row.format === "float" ? value.toFixed(3) : `${value}`;
	return row.unit ? `${text} ${row.unit}` : text;
}

/** Formats a secondary address. */
export function allDigits(address: number): string {
	return `${address}`.padStart(ADDRESS_DIGITS, "0");
}

/** Returns the value of eight typed digits, NaN of anything else. */
export function fromDigits(text: string): number {
	return text.length === ADDRESS_DIGITS && /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** Returns the value of a typed whole number, NaN of anything else. */
export function fromText(text: string): number {
	return /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
}
