/**
 * The format of the register table: one row a quantity or setting, from which every protocol, the display and
 * the documentation take its name, unit, range, access and addresses.
 */

/** Units of values as the registers carry them. */
export type Unit =
	| ""
	| "V"
	| "A"
	| "Hz"
	| "kW"
	| "kvar"
	| "kVA"
	| "kWh"
	| "kvarh"
	| "imp/kWh"
	| "s"
	| "ms";

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

/** Quantity and direction of an energy. */
export const EnergyKind = Object.freeze({
	FORWARD_ACTIVE: 0,
	REVERSE_ACTIVE: 1,
	FORWARD_REACTIVE: 2,
	REVERSE_REACTIVE: 3,
	/** Reactive energy by quadrant. */
	Q1: 4,
	Q2: 5,
	Q3: 6,
	Q4: 7,
	/** Totals of forward and reverse, by the combination code. */
	ACTIVE: 8,
	REACTIVE: 9,
} as const);

export type EnergyKind = (typeof EnergyKind)[keyof typeof EnergyKind];

/**
 * Which energy a register holds, as one number, since there are 230 of them: share + {@link KIND_STEP} × kind +
 * {@link SPAN_STEP} × span. Share: 0 all, 1..4 T1..T4, 5..7 L1..L3. Span: 0 the lifetime, 1..8 page CT5/5, CT1..CT7
 * of the CT history, {@link SINCE_RESET}.
 */
export type EnergyKey = number;

/** Powers of two. */
export const KIND_STEP = 8;
export const SPAN_STEP = 128;

/** Span of the energies that count from the last reset on. */
export const SINCE_RESET = 9;

/** Share of L1; L2 and L3 follow. */
export const FIRST_PHASE = 5;

/** @param kind an {@link EnergyKind} */
export function energyKey(kind: number, share: number, span = 0): EnergyKey {
	return share + KIND_STEP * kind + SPAN_STEP * span;
}

export function kindOf(key: EnergyKey): number {
	return Math.floor((key % SPAN_STEP) / KIND_STEP);
}

export function shareOf(key: EnergyKey): number {
	return key % KIND_STEP;
}

export function spanOf(key: EnergyKey): number {
	return Math.floor(key / SPAN_STEP);
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
	/** The energy that the register holds, if it holds one; its name, title and OBIS code are composed from it. */
	readonly energy?: EnergyKey;
	readonly mbus?: MBusReading;
	readonly mbusWrite?: MBusWriting;
	/** OBIS code (IEC 62056-61) without the medium and channel. */
	readonly obis?: string;
}

/** The phases as the names of rows carry them. */
export const PHASES = Object.freeze(["L1", "L2", "L3"] as const);

export type Phase = (typeof PHASES)[number];

/** What many rows have in common: their prototype, once in flash. */
type Common = Pick<Row, "unit" | "format" | "length" | "divisor" | "step" | "initial">;

/** Those that there are; the table freezes the list when all rows are made. */
export const commons: Common[] = [];

function commonOf(common: Common): Common {
	const { unit, format, length, divisor, step, initial } = common;
	const known = commons.find(
		(each) =>
			each.unit === unit &&
			each.format === format &&
			each.length === length &&
			each.divisor === divisor &&
			each.step === step &&
			each.initial === initial,
	);
	if (known) return known;
	const fresh = Object.freeze({ format, length, divisor, step, unit, initial });
	commons.push(fresh);
	return fresh;
}

/** A row of what is no quantity: no unit and no integer steps unless `rest` says so. */
export function row<Name extends string>(
	name: Name,
	title: string,
	address: number,
	format: Format,
	length: 1 | 2,
	{ unit = "", divisor = 1, step = 0, initial = 0, ...rest }: Partial<Row> = {},
): Row<Name> {
	const common = commonOf({ format, length, divisor, step, unit, initial });
	return Object.assign(Object.create(common), { address, name, title, ...rest });
}
