/** The registers that exports name, and where a client finds the meter. */
import { VALUE_REGISTERS } from "../readings/readings.ts";
import type { ReadRegister } from "../registers/table.ts";

/** Where the meter answers by Modbus TCP, and by what ID. */
export interface Target {
	readonly host: string;
	readonly port: number;
	readonly unit: number;
}

/** Measurements, energies and what is useful of power quality: floats of two registers. */
export const VALUES: readonly ReadRegister[] = VALUE_REGISTERS;

/** Energies grow, everything else goes up and down. */
export const isEnergy = ({ unit }: ReadRegister): boolean => unit === "Wh" || unit === "varh";

/** The row of a register. */
export function measurementOf(name: string): ReadRegister {
	const row = VALUES.find((each) => each.name === name);
	if (!row) throw new RangeError(`${name} is no measurement`);
	return row;
}

/** A name with underscores: voltageL1 is voltage_l1. */
export const snake = (name: string): string =>
	name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
