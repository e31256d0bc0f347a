/** Identity of the meter: 4000–400B, 401B, 4023. */
import { row } from "registers/row";

/** Protocol, software (legally relevant part) and hardware version, as 4005, 4007 and 4009 carry them. */
const PROTOCOL_VERSION = 1;
export const SOFTWARE_VERSION = 1;
const HARDWARE_VERSION = 1;

/** Meter code of the 2PU CT. */
const METER_CODE = 1113;

/** As Modbus device identification and Bluetooth device information name them. */
export const MANUFACTURER = "Ambit";
export const MODEL = "2PU CT";

/** Highest current at the terminals, A. */
export const METER_AMPERES = 5;

export const identityRows = Object.freeze([
	row("serialNumber", "Serial number", 0x4000, "bcd", 2),
	row("meterCode", "Meter code", 0x4002, "bcd", 1, { initial: METER_CODE }),
	row("protocolVersion", "Protocol version", 0x4005, "float", 2, { initial: PROTOCOL_VERSION }),
	row("softwareVersion", "Software version", 0x4007, "float", 2, { initial: SOFTWARE_VERSION }),
	row("hardwareVersion", "Hardware version", 0x4009, "float", 2, { initial: HARDWARE_VERSION }),
	row("meterAmperes", "Meter amps", 0x400b, "integer", 1, { initial: METER_AMPERES, unit: "A" }),
]);
