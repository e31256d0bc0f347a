/**
 * The registers in the readings' characteristics: in this order, as signed whole steps of the
 * register (`step` of its row), least significant byte first. Each group fits one packet of the
 * smallest MTU.
 */
import type { Row } from "registers/row";
import { indexOf, type RegisterName, table } from "registers/table";

export interface ReadingGroup {
	/** Name of the characteristic. */
	readonly name: string;
	/** Indices of the rows in the table, in order. */
	readonly rows: readonly number[];
	/** Bytes of the whole value. */
	readonly length: number;
}

function group(name: string, ...fields: RegisterName[]): ReadingGroup {
	const rows = fields.map(indexOf);
	const length = rows.reduce((sum, index) => sum + widthOf(table[index]), 0);
	return Object.freeze({ name, rows: Object.freeze(rows), length });
}

/** Bytes of a reading: 2 for fractions without a unit (power factors), else 4. */
export function widthOf({ unit, format }: Row): 2 | 4 {
	return unit === "" && format === "float" ? 2 : 4;
}

export const READING_GROUPS: readonly ReadingGroup[] = Object.freeze([
	group("totals", "activePower", "reactivePower", "apparentPower", "powerFactor", "frequency"),
	group("phaseL1", "voltageL1", "currentL1", "activePowerL1", "reactivePowerL1", "apparentPowerL1"),
	group("phaseL2", "voltageL2", "currentL2", "activePowerL2", "reactivePowerL2", "apparentPowerL2"),
	group("phaseL3", "voltageL3", "currentL3", "activePowerL3", "reactivePowerL3", "apparentPowerL3"),
	group(
		"lines",
		"voltageL1L2",
		"voltageL1L3",
		"voltageL2L3",
		"powerFactorL1",
		"powerFactorL2",
		"powerFactorL3",
	),
	group(
		"energies",
		"forwardActiveEnergy",
		"reverseActiveEnergy",
		"forwardReactiveEnergy",
		"reverseReactiveEnergy",
		"statusWord",
	),
]);
