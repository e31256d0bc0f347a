/** The password (manual 7.6.1); no Modbus register holds it. */
import { EventCode } from "registers/event-code";
import { quantities } from "registers/quantity";

export const accessSettings = quantities([
	/** Four digits, asked for by the buttons' menu and by Bluetooth writes. */
	{
		name: "password",
		title: "Password",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 9999 },
		stored: 13,
		logged: { code: EventCode.PASSWORD, withValue: false },
	},
]);
