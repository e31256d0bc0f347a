/**
 * Declares quantities and settings by meaning: name, unit, range, access. The folder that owns a
 * quantity declares it once; how a protocol carries it is that protocol's own map, keyed by the
 * name.
 */

/** Units of the model's values; a count, a code or a ratio has none. */
export type Unit =
	| ""
	| "%"
	| "V"
	| "A"
	| "Hz"
	| "°C"
	| "W"
	| "var"
	| "VA"
	| "Wh"
	| "varh"
	| "imp/kWh"
	| "min"
	| "s"
	| "ms";

/**
 * Values that may be written, in the model's unit: whole numbers from minimum to maximum, unless
 * `values` or `real` is given.
 */
export interface Range {
	readonly minimum: number;
	readonly maximum: number;
	/** The only values that are allowed. */
	readonly values?: readonly number[];
	/** Fractions are allowed too. */
	readonly real?: true;
}

/** One quantity or setting. */
export interface Quantity<Name extends string = string> {
	/** Key by meaning, unique in the meter. */
	readonly name: Name;
	/** Title in the manual. */
	readonly title: string;
	readonly unit: Unit;
	/** Value of a new meter. */
	readonly initial: number;
	/**
	 * Step of the integers that carry it; 0 unless it is a measurement or an energy. A value with a
	 * step is not trusted once the meter has stopped (manual 8.1).
	 */
	readonly step: number;
	/** True for a measurement without a step: it is NaN once the meter has stopped. */
	readonly measured?: true;
	/** Values that may be written; without it the quantity is read only. */
	readonly range?: Range;
	/**
	 * Place in the record of settings that outlive a power cut, from 0. Never reused
	 * (docs/storage.md).
	 */
	readonly stored?: number;
	/** OBIS code (IEC 62056-61) without medium and channel. */
	readonly obis?: string;
}

/** A quantity without a step, to be read: no register of the manual holds it. */
export function stepless<const Name extends string>(name: Name, title: string, unit: Unit) {
	return { name, title, unit, initial: 0, step: 0 };
}

/** The same of a measurement, which is not known once the meter has stopped. */
export function measurement<const Name extends string>(name: Name, title: string, unit: Unit) {
	return { ...stepless(name, title, unit), measured: true as const };
}

/** Endings of the names of the phases' quantities. */
export const PHASES = Object.freeze(["L1", "L2", "L3"] as const);

export type Phase = (typeof PHASES)[number];

/** Three quantities of one kind, for L1, L2 and L3. */
export function perPhase<Name extends string>(
	declare: (phase: Phase, place: number) => Quantity<Name>,
): Quantity<Name>[] {
	return PHASES.map(declare);
}

/** Freezes a list of flat rows and each of them, so that the preloaded list stays in flash. */
export function freezeRows<const Rows extends readonly object[]>(rows: Rows): Rows {
	for (const row of rows) Object.freeze(row);
	return Object.freeze(rows);
}

/** Freezes a list of quantities deeply, so that the preloaded list stays in flash. */
export function quantities<const Rows extends readonly Quantity[]>(rows: Rows): Rows {
	for (const row of rows as readonly Quantity[]) {
		if (row.range?.values) Object.freeze(row.range.values);
		if (row.range) Object.freeze(row.range);
	}
	return freezeRows(rows);
}
