/** The password (manual 7.6.1); no Modbus register holds it. */
import { quantities } from "registers/quantity";

/** Digits of the password. */
export const PASSWORD_DIGITS = 4;

export const accessSettings = quantities([
	/** Asked for by the buttons' menu and by Bluetooth writes. */
	{
		name: "password",
		title: "Password",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 10 ** PASSWORD_DIGITS - 1 },
		stored: 13,
	},
]);
