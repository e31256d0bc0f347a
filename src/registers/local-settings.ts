/** Settings that no Modbus register holds: the buttons set them (manual 7.6). */
import { NO_ADDRESS, type Row, row } from "registers/row";

function local<Name extends string>(name: Name, title: string, initial: number, maximum: number): Row<Name> {
	return row(name, title, NO_ADDRESS, "binary", 1, { initial, range: { minimum: 0, maximum } });
}

export const localSettingRows = Object.freeze([
	/** Four digits; the buttons' menu and Bluetooth writes ask for it (manual 7.6.1). */
	local("password", "Password", 0, 9999),
	/** Whether the Bluetooth radio is on: 1 it advertises and may be connected to, 0 it is off. */
	local("broadcast", "Broadcast", 1, 1),
]);
