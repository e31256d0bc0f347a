/**
 * The registers in the readings' characteristics: in this order, as signed whole steps of the
 * register (`step` of its row), least significant byte first. Each group fits one packet of the
 * smallest MTU.
 */
import type { EnergyName } from "energy/energy";
import type { MeasurementName } from "metrology/measured";

export type ReadingName = MeasurementName | EnergyName | "statusWord";

/** One reading of a characteristic. */
export interface ReadingField {
	/** Of the quantity. */
	readonly name: ReadingName;
	readonly bytes: 2 | 4;
}

export interface ReadingGroup {
	/** Name of the characteristic. */
	readonly name: string;
	readonly fields: readonly ReadingField[];
	/** Bytes of all fields. */
	readonly length: number;
}

/** A power factor takes 2 bytes, any other reading 4. */
function field(name: ReadingName): ReadingField {
	return Object.freeze({ name, bytes: name.startsWith("powerFactor") ? 2 : 4 });
}

function group(name: string, ...names: ReadingName[]): ReadingGroup {
	const fields = names.map(field);
	const length = fields.reduce((sum, { bytes }) => sum + bytes, 0);
	return Object.freeze({ name, fields: Object.freeze(fields), length });
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
