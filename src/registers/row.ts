/**
 * The format of the register table: one row a quantity or setting, from which every protocol, the display and
 * the documentation take its name, unit, range, access and addresses.
 */

/** Units of values as the registers carry them. */
export type Unit = "" | "V" | "A" | "Hz" | "kW" | "kvar" | "kVA" | "kWh" | "kvarh";

/**
 * How a value stands in a register:
 * `float` IEEE 754 single precision, most significant word first (2 words) ·
 * `integer` binary, two's complement (1 or 2 words) ·
 * `bcd` packed decimal digits, "HEX" in the manual (1 or 2 words).
 */
export type Format = "float" | "integer" | "bcd";

/** A value's record in the M-Bus telegram (EN 13757-3), as bytes in order. */
export interface MBusRecord {
	/** DIF and DIFEs. */
	readonly dif: readonly number[];
	/** VIF and VIFEs. */
	readonly vif: readonly number[];
}

/** One register. */
export interface Row<Name extends string = string> {
	/** Key by meaning. */
	readonly name: Name;
	/** As the manual titles it. */
	readonly title: string;
	readonly unit: Unit;
	readonly format: Format;
	/** Modbus address (manual, appendix 2); hexadecimal in the manual. */
	readonly address: number;
	/** 16-bit registers that it takes. */
	readonly length: 1 | 2;
	/** Register's value = model's value × factor; the model keeps V, A, W, var, VA, Hz, Wh, varh. */
	readonly factor: number;
	/**
	 * Model's value of one step when the data type is integer (4026 = 2: a signed 32-bit number of steps);
	 * 0: the data type does not concern this register.
	 */
	readonly step: number;
	/** Value of a new meter, in the model's unit. */
	readonly initial: number;
	readonly mbus?: MBusRecord;
	/** OBIS code (IEC 62056-61) without the medium and channel. */
	readonly obis?: string;
}

/** The phases as the names of rows carry them. */
export const PHASES = Object.freeze(["L1", "L2", "L3"] as const);

export type Phase = (typeof PHASES)[number];
