/** Settings: 4003–4034 and 6048. */
import { type Range, type Row, row } from "registers/row";

/** Codes of the baud rates 300 to 115200 are 1 to 10 (manual A2.2, with its misprints put right). */
export const BAUD_RATES = Object.freeze([
	300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200,
]);

/** Parity by its code, 1 to 3. */
export const PARITIES = Object.freeze(["even", "none", "odd"] as const);

/** Data types of measurements and energies, register 4026. */
export const DataType = Object.freeze({ FLOAT: 1, INTEGER: 2 } as const);

/** Quantities of S0 outputs 1 and 2, register 4022. */
export const PulseType = Object.freeze({ ACTIVE_REACTIVE: 1, FORWARD_REVERSE: 2 } as const);

/** What the backlight does, register 4034. */
export const BacklightMode = Object.freeze({ BUTTON: 1, ON: 2, OFF: 3 } as const);

/** Rates of the S0 outputs, imp/kWh. */
export const S0_RATES = Object.freeze([10000, 2000, 1000, 100, 10, 1, 0.1, 0.01]);

/** A ratio of current transformers as one number: primary × this + secondary, as its BCD digits stand. */
export const CT_PRIMARY = 10000;

function range(minimum: number, maximum: number): Range {
	return { minimum, maximum };
}

/** A setting of one register. */
function setting<Name extends string>(
	name: Name,
	title: string,
	address: number,
	initial: number,
	allowed: Range,
	{ format = "integer", ...rest }: Partial<Row> & { format?: "integer" | "bcd" } = {},
): Row<Name> {
	return row(name, title, address, format, 1, { ...rest, initial, range: allowed });
}

/** The tariff's record on M-Bus, in the telegram and in a write: the VIF says its unit in plain text, "T". */
const TARIFF_RECORD = Object.freeze({ dif: [0x09], vif: [0x7c, 0x01, 0x54] });

/** Only zero: a reset. */
const RESET = Object.freeze({ minimum: 0, maximum: 0 });

export const settingRows = Object.freeze([
	setting("modbusId", "Modbus ID", 0x4003, 1, range(1, 247)),
	setting("baudRate", "Baud rate", 0x4004, 6, range(1, BAUD_RATES.length)),
	row("ctPrimary", "CT ratio", 0x400c, "bcd", 1, { initial: 5, unit: "A" }),
	row("s0Rate", "S0 output rate", 0x400d, "float", 2, {
		initial: 1000,
		unit: "imp/kWh",
		range: { minimum: 0.01, maximum: 10000, values: S0_RATES },
		mbusWrite: { dif: [0x0c], vif: [0xfd, 0x3a], step: 0.01 },
	}),
	setting("combinationCode", "Combination code", 0x400f, 1, range(1, 5), {
		mbusWrite: { dif: [0x09], vif: [0xfd, 0x3a], step: 1 },
	}),
	setting("lcdCycleTime", "LCD cycle time", 0x4010, 10, range(1, 30), { format: "bcd", unit: "s" }),
	setting("parity", "Parity setting", 0x4011, 1, range(1, PARITIES.length)),
	setting("powerDownCounter", "Power down counter", 0x4016, 0, RESET, {
		mbusWrite: { dif: [0x0a], vif: [0xfd, 0x60], step: 0 },
	}),
	row("ctRatio", "CT ratio", 0x401f, "bcd", 2, {
		initial: 5 * CT_PRIMARY + 5,
		unit: "A",
		mbus: { place: 32, dif: [0x0b], vif: [0xfd, 0x3a], ratio: true },
		range: range(5 * CT_PRIMARY + 1, 9995 * CT_PRIMARY + 5),
	}),
	setting("pulseWidth", "Pulse width", 0x4021, 30, range(2, 99), { format: "bcd", unit: "ms" }),
	setting("pulseType", "Pulse type setting", 0x4022, PulseType.ACTIVE_REACTIVE, range(1, 2), {
		format: "bcd",
	}),
	setting("dataType", "Data type setting", 0x4026, DataType.FLOAT, range(1, 2)),
	setting("screenDirection", "Screen direction", 0x4032, 0, range(0, 1)),
	setting("obisCodes", "OBIS code ON/OFF", 0x4033, 0, range(0, 1)),
	setting("backlight", "Backlight", 0x4034, 1, range(1, 3)),
	setting("tariff", "Tariff", 0x6048, 1, range(1, 4), {
		mbus: { ...TARIFF_RECORD, place: 31 },
		mbusWrite: { ...TARIFF_RECORD, step: 1 },
	}),
]);
