/** Identity of the meter: 4000–400C. */
import type { Row } from "registers/row";

/** Protocol, software (legally relevant part) and hardware version, as 4005, 4007 and 4009 carry them. */
const PROTOCOL_VERSION = 1;
const SOFTWARE_VERSION = 1;
const HARDWARE_VERSION = 1;

/** Meter code of the 2PU CT. */
const METER_CODE = 1113;

/** Code of 9600 baud (manual A2.2). */
const BAUD_9600 = 6;

/** Highest current at the terminals, A. */
const METER_AMPERES = 5;

function version<Name extends string>(
	name: Name,
	title: string,
	address: number,
	initial: number,
): Row<Name> {
	return { name, title, address, initial, unit: "", format: "float", length: 2, factor: 1, step: 0 };
}

export const identityRows = Object.freeze([
	{
		name: "serialNumber",
		title: "Serial number",
		unit: "",
		format: "bcd",
		address: 0x4000,
		length: 2,
		factor: 1,
		step: 0,
		initial: 0,
	},
	{
		name: "meterCode",
		title: "Meter code",
		unit: "",
		format: "bcd",
		address: 0x4002,
		length: 1,
		factor: 1,
		step: 0,
		initial: METER_CODE,
	},
	{
		name: "modbusId",
		title: "Modbus ID",
		unit: "",
		format: "integer",
		address: 0x4003,
		length: 1,
		factor: 1,
		step: 0,
		initial: 1,
	},
	{
		name: "baudRate",
		title: "Baud rate",
		unit: "",
		format: "integer",
		address: 0x4004,
		length: 1,
		factor: 1,
		step: 0,
		initial: BAUD_9600,
	},
	version("protocolVersion", "Protocol version", 0x4005, PROTOCOL_VERSION),
	version("softwareVersion", "Software version", 0x4007, SOFTWARE_VERSION),
	version("hardwareVersion", "Hardware version", 0x4009, HARDWARE_VERSION),
	{
		name: "meterAmperes",
		title: "Meter amps",
		unit: "A",
		format: "integer",
		address: 0x400b,
		length: 1,
		factor: 1,
		step: 0,
		initial: METER_AMPERES,
	},
	{
		name: "ctPrimary",
		title: "CT ratio",
		unit: "A",
		format: "bcd",
		address: 0x400c,
		length: 1,
		factor: 1,
		step: 0,
		initial: 5,
	},
] as const satisfies readonly Row[]);
