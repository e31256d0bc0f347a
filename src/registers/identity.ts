/** Identity of the meter, set in production and when its software is built (manual A2.2). */
import { quantities } from "registers/quantity";

/** Versions of the protocol, of the legally relevant software and of the hardware. */
const PROTOCOL_VERSION = 1;
export const SOFTWARE_VERSION = 1;
const HARDWARE_VERSION = 1;

/** Meter code of the 2PU CT. */
const METER_CODE = 1113;

/** Names in the Modbus device identification and the Bluetooth device information. */
export const MANUFACTURER = "Ambit";
export const MODEL = "2PU CT";

/** A serial number in its eight digits. */
export function serialNumberText(serialNumber: number): string {
	return `${serialNumber}`.padStart(8, "0");
}

/** Highest current at the terminals, A. */
export const METER_AMPS = 5;

export const identityQuantities = quantities([
	{ name: "serialNumber", title: "Serial number", unit: "", initial: 0, step: 0 },
	{ name: "meterCode", title: "Meter code", unit: "", initial: METER_CODE, step: 0 },
	{
		name: "protocolVersion",
		title: "Protocol version",
		unit: "",
		initial: PROTOCOL_VERSION,
		step: 0,
	},
	{
		name: "softwareVersion",
		title: "Software version",
		unit: "",
		initial: SOFTWARE_VERSION,
		step: 0,
	},
	{
		name: "hardwareVersion",
		title: "Hardware version",
		unit: "",
		initial: HARDWARE_VERSION,
		step: 0,
	},
	{ name: "meterAmperes", title: "Meter amps", unit: "A", initial: METER_AMPS, step: 0 },
	/** CRC-32 of the legally relevant software, and of the rest. */
	{ name: "checksum", title: "Checksum", unit: "", initial: 0, step: 0 },
	{ name: "checksum2", title: "Checksum 2", unit: "", initial: 0, step: 0 },
]);
