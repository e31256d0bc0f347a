/** Values of the Device Information Service (Bluetooth SIG, 0x180A): ASCII text. */
import { MANUFACTURER, MODEL } from "registers/identity";
import type RegisterModel from "registers/model";
import { indexOf } from "registers/table";

const SERIAL_NUMBER = indexOf("serialNumber");
const HARDWARE_VERSION = indexOf("hardwareVersion");
const SOFTWARE_VERSION = indexOf("softwareVersion");

/** Value of the characteristic with this name; undefined if the service has none. */
export function deviceInformation(model: RegisterModel, name: string): Uint8Array | undefined {
	switch (name) {
		case "manufacturer":
			return ascii(MANUFACTURER);
		case "model":
			return ascii(MODEL);
		case "serialNumber":
			return ascii(`${model.get(SERIAL_NUMBER)}`.padStart(8, "0"));
		case "hardwareRevision":
			return ascii(model.get(HARDWARE_VERSION).toFixed(2));
		case "softwareRevision":
			return ascii(model.get(SOFTWARE_VERSION).toFixed(2));
		default:
			return undefined;
	}
}

function ascii(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes;
}
