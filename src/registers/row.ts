/**
 * The format of the register table: one row a quantity or setting, from which every protocol, the display and
 * the documentation take its name, unit, range, access and addresses.
 */

/** Units of values as the registers carry them. */
export type Unit = "" | "V" | "A" | "Hz" | "kW" | "kvar" | "kVA" | "kWh" | "kvarh" | "imp/kWh" | "s" | "ms";

/**
 * How a value stands in a register:
 * `float` IEEE 754 single precision, most significant word first (2 words) ·
 * `integer` two's complement · `binary` without a sign · `ascii` two characters, as their codes ·
 * `bcd` packed decimal digits, "HEX" in the manual (each 1 or 2 words).
 */
export type Format = "float" | "integer" | "binary" | "ascii" | "bcd";

/** How a value stands in M-Bus user data (EN 13757-3, 6): the record's header, as bytes in order. */
export interface MBusRecord {
	/** DIF and DIFEs. */
	readonly dif: readonly number[];
	/** VIF and VIFEs. */
	readonly vif: readonly number[];
}

/** A value's record in the telegram: steps of the row's `step`, or the value itself where the row has none. */
export interface MBusReading extends MBusRecord {
	/** Place in the telegram, from 1 (manual A1.2). */
	readonly place: number;
	/** The value is a ratio of current transformers: four digits of the primary, two of the secondary. */
	readonly ratio?: true;
}

/** A value's record in what a master sends. */
export interface MBusWriting extends MBusRecord {
	/** Model's value of one step of the record's; 0: what the record says is ignored, the row's minimum is written. */
	readonly step: number;
}

/** What may be written: whole steps from minimum to maximum, or one of a few values. In the model's unit. */
export interface Range {
	readonly minimum: number;
	readonly maximum: number;
	/** The only ones, if given. */
	readonly values?: readonly number[];
}

/** Which energy a register holds. */
export interface EnergyKey {
	readonly quantity: "active" | "reactive";
	readonly direction: "total" | "forward" | "reverse" | "Q1" | "Q2" | "Q3" | "Q4";
	/** 1..4 for T1..T4; 0: all. */
	readonly tariff: number;
	/** 1..3 for L1..L3; 0: all. */
	readonly phase: number;
	/** Page of the CT history, 0..7 for CT5/5, CT1..CT7; -1: the lifetime's energy. */
	readonly page: number;
	/** Whether it counts from the last reset on. */
	readonly resettable: boolean;
}

/** Address of a row that no Modbus register holds. */
export const NO_ADDRESS = -1;

/** One register. */
export interface Row<Name extends string = string> {
	/** Key by meaning. */
	readonly name: Name;
	/** As the manual titles it. */
	readonly title: string;
	readonly unit: Unit;
	readonly format: Format;
	/** Modbus address (manual, appendix 2), hexadecimal in the manual; {@link NO_ADDRESS}: not on Modbus. */
	readonly address: number;
	/** 16-bit registers that it takes. */
	readonly length: 1 | 2;
	/** Register's value = model's value / divisor; the model keeps V, A, W, var, VA, Hz, Wh, varh. */
	readonly divisor: number;
	/**
	 * Model's value of one step when the data type is integer (4026 = 2: a signed 32-bit number of steps);
	 * 0: the data type does not concern this register.
	 */
	readonly step: number;
	/** Value of a new meter, in the model's unit. */
	readonly initial: number;
	/** What may be written; a register without is read only. */
	readonly range?: Range;
	/** The energy that the register holds, if it holds one. */
	readonly energy?: EnergyKey;
	readonly mbus?: MBusReading;
	readonly mbusWrite?: MBusWriting;
	/** OBIS code (IEC 62056-61) without the medium and channel. */
	readonly obis?: string;
}

/** The phases as the names of rows carry them. */
export const PHASES = Object.freeze(["L1", "L2", "L3"] as const);

export type Phase = (typeof PHASES)[number];

/** A row of what is no quantity: no unit and no integer steps unless `rest` says so. */
export function row<Name extends string>(
	name: Name,
	title: string,
	address: number,
	format: Format,
	length: 1 | 2,
	rest: Partial<Row> = {},
): Row<Name> {
	return { unit: "", divisor: 1, step: 0, initial: 0, ...rest, name, title, address, format, length };
}
