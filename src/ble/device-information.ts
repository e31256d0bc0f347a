/** Values of the Device Information Service (Bluetooth SIG, 0x180A): ASCII text. */

import type { identityQuantities } from "registers/identity";
import { MANUFACTURER, MODEL, serialNumberText } from "registers/identity";
import type RegisterModel from "registers/model";

type IdentityName = (typeof identityQuantities)[number]["name"];

/** Value of the characteristic with this name; undefined if the service has none. */
export function deviceInformation(
	model: RegisterModel<IdentityName>,
	name: string,
): Uint8Array | undefined {
	switch (name) {
		case "manufacturer":
			return ascii(MANUFACTURER);
		case "model":
			return ascii(MODEL);
		case "serialNumber":
			return ascii(serialNumberText(model.get(model.indexOf("serialNumber"))));
		case "hardwareRevision":
			return ascii(model.get(model.indexOf("hardwareVersion")).toFixed(2));
		case "softwareRevision":
			return ascii(model.get(model.indexOf("softwareVersion")).toFixed(2));
		default:
			return undefined;
	}
}

function ascii(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes;
}
