/** How Modbus registers carry a quantity: an entry of the register map. */
import { PHASES } from "registers/quantity";

/**
 * Formats of a value in registers:
 * `float` IEEE 754 single precision, most significant word first (2 registers) ·
 * `integer` two's complement · `binary` without a sign · `ascii` two characters, as their codes ·
 * `bcd` packed decimal digits, "HEX" in the manual (each 1 or 2 registers).
 */
export type Format = "float" | "integer" | "binary" | "ascii" | "bcd";

/** How registers carry one quantity. */
export interface ModbusEntry<Name extends string = string> {
	/** Of the quantity. */
	readonly name: Name;
	/** Of the first register. */
	readonly address: number;
	readonly format: Format;
	/** Registers that it takes. */
	readonly length: 1 | 2;
	/** The registers carry the model's value / divisor: kW of W, kWh of Wh. */
	readonly divisor: number;
}

/** A quantity of one register or two. */
export function entry<Name extends string>(
	name: Name,
	address: number,
	format: Format,
	length: 1 | 2 = 1,
): ModbusEntry<Name> {
	return { name, address, format, length, divisor: 1 };
}

/** A float of two registers. */
export function float<Name extends string>(
	name: Name,
	address: number,
	divisor = 1,
): ModbusEntry<Name> {
	return { name, address, format: "float", length: 2, divisor };
}

/** Floats one after the other from `address`. */
export function floats<Name extends string>(
	address: number,
	names: readonly Name[],
	divisor = 1,
): ModbusEntry<Name>[] {
	return names.map((name, place) => float(name, address + 2 * place, divisor));
}

/** A quantity for L1, L2 and L3. */
export function ofPhases<Kind extends string>(kind: Kind) {
	return PHASES.map((phase) => `${kind}${phase}` as const);
}
