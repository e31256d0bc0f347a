/** The settings that Meter Manager offers (manual, appendix 3), with words for their codes. */
import { encode } from "registers/encoding";
import type { Row } from "registers/row";
import { BAUD_RATES, CT_PRIMARY, PARITIES } from "registers/settings";
import { indexOf, type RegisterName, table } from "registers/table";
import { ByteReader } from "../../../client/bytes.ts";

/** A value that may be chosen, in the register's unit, and what it means. */
export interface Choice {
	value: number;
	label: string;
}

export interface Setting {
	row: Row<RegisterName>;
	label: string;
	/**
	 * `choice` one of `choices`; `number` within the row's range; `ratio` two numbers; `reset` a counter that can
	 * only be set to zero.
	 */
	kind: "choice" | "number" | "ratio" | "reset";
	choices: Choice[];
	/** What to know before it is changed. */
	warning?: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Codes from 1 on. */
const coded = (...labels: (string | number)[]): Choice[] =>
	labels.map((label, i) => ({ value: i + 1, label: `${label}` }));

const switched = (...labels: string[]): Choice[] =>
	labels.map((label, value) => ({ value, label }));

function setting(
	name: RegisterName,
	label: string,
	kind: Setting["kind"],
	rest: Partial<Setting> = {},
): Setting {
	return { row: table[indexOf(name)], label, kind, choices: [], ...rest };
}

const rates = table[indexOf("s0Rate")].range?.values ?? [];

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
	setting("ctRatio", "CT ratio", "ratio", { warning: "A meter takes no more than seven changes." }),
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

/** What may be written, in words; empty where there is only a choice. */
export function rangeText({ row, kind }: Setting): string {
	if (kind === "ratio") return "5 – 9995 in steps of 5, to 1 or 5";
	if (kind !== "number" || !row.range) return "";
	return `${row.range.minimum} – ${row.range.maximum}${row.unit ? ` ${row.unit}` : ""}`;
}

/** Whether `value` may be written; the meter has the last word. */
export function isAllowed({ row, kind }: Setting, value: number): boolean {
	if (Number.isNaN(value) || !row.range) return false;
	if (kind === "ratio") {
		const [primary, secondary] = ratioOf(value);
		return (
			primary >= 5 && primary <= 9995 && primary % 5 === 0 && (secondary === 1 || secondary === 5)
		);
	}
	const { minimum, maximum } = row.range;
	return Number.isInteger(value) ? value >= minimum && value <= maximum : row.format === "float";
}

/** Words of a value in the register's unit. */
export function encodeSetting(row: Row, value: number): number[] {
	const view = new DataView(new ArrayBuffer(2 * row.length));
	encode(row, value * row.divisor, false, view, 0);
	return ByteReader.over(view).words();
}

/** Primary and secondary amperes of a CT ratio. */
export function ratioOf(value: number): [number, number] {
	return [Math.floor(value / CT_PRIMARY), value % CT_PRIMARY];
}

export function toRatio(primary: number, secondary: number): number {
	return primary * CT_PRIMARY + secondary;
}

/** A value as the page shows it. */
export function settingText({ row, choices, kind }: Setting, value: number): string {
	const choice = choices.find((each) => Math.fround(each.value) === Math.fround(value));
	if (choice) return choice.label;
	if (kind === "ratio") return ratioOf(value).join(" / ");
	const text = row.format === "float" ? value.toFixed(3) : `${value}`;
	return row.unit ? `${text} ${row.unit}` : text;
}
