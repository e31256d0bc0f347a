/** What a meter keeps and no Modbus register holds (manual 7.6). */
import { NO_ADDRESS, type Row, row } from "registers/row";

function local<Name extends string>(
	name: Name,
	title: string,
	initial: number,
	maximum: number,
): Row<Name> {
	return row(name, title, NO_ADDRESS, "binary", 1, { initial, range: { minimum: 0, maximum } });
}

export const localSettingRows = Object.freeze([
	/** Four digits; the buttons' menu and Bluetooth writes ask for it (manual 7.6.1). */
	local("password", "Password", 0, 9999),
	/** Whether the Bluetooth radio is on: 1 it advertises and may be connected to, 0 it is off. */
	local("broadcast", "Broadcast", 1, 1),
	/** Whether T3 or T4 was ever set: they then stay on the display for ever (manual 7.6.2). */
	local("laterTariffs", "T3 and T4 in use", 0, 1),
]);
