/**
 * The registers as a Modbus client sees them: the meter's catalogue joined with the Modbus map and
 * the M-Bus maps.
 * For the bench, the app, documents and tests. The firmware joins what it needs by itself.
 */
import { catalogue, quantities, type RegisterName } from "catalogue";
import { type MBusReading, type MBusWriting, TELEGRAM, WRITABLE_RECORDS } from "mbus/telegram-map";
import type { ModbusEntry } from "modbus/entry";
import { modbusMap } from "modbus/map";
import type { Quantity, Unit } from "registers/quantity";

export type { RegisterName };

/** Units of values in registers. */
export type RegisterUnit = Unit | "kW" | "kvar" | "kVA" | "kWh" | "kvarh";

/** A register by name, address and meaning. */
export interface Register
	extends Omit<Quantity<RegisterName>, "unit">,
		Omit<ModbusEntry<RegisterName>, "name"> {
	/** Of the register's value, which is the model's value / divisor. */
	readonly unit: RegisterUnit;
	/** Record in the M-Bus telegram, and its place there, from 1. */
	readonly mbus?: MBusReading & { readonly place: number };
	/** Record that an M-Bus master may send. */
	readonly mbusWrite?: MBusWriting;
}

/** Powers and energies are carried in thousands of the model's unit. */
function registerUnit(unit: Unit, divisor: number): RegisterUnit {
	return divisor === 1 ? unit : (`k${unit}` as RegisterUnit);
}

const readings: readonly MBusReading[] = TELEGRAM;
const writings: readonly MBusWriting[] = WRITABLE_RECORDS;

function join(entry: ModbusEntry<RegisterName>): Register {
	const quantity: Quantity<RegisterName> = quantities[catalogue.indexOf(entry.name)];
	const place = readings.findIndex(({ name }) => name === entry.name);
	const writing = writings.find(({ name }) => name === entry.name);
	return {
		...quantity,
		...entry,
		unit: registerUnit(quantity.unit, entry.divisor),
		...(place >= 0 && { mbus: { ...readings[place], place: place + 1 } }),
		...(writing && { mbusWrite: writing }),
	};
}

/** All registers in the order of their addresses. */
export const registers: readonly Register[] = (modbusMap() as ModbusEntry<RegisterName>[])
	.map(join)
	.sort((a, b) => a.address - b.address);

const byName = new Map(registers.map((register) => [register.name, register]));

/** The register of a quantity. Throws an Error if no register holds it. */
export function registerOf(name: RegisterName): Register {
	const register = byName.get(name);
	if (!register) throw new Error(`no register holds ${name}`);
	return register;
}

/** True if a register has this name. */
export function isRegisterName(name: unknown): name is RegisterName {
	return byName.has(name as RegisterName);
}
