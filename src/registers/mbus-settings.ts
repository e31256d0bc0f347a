/** Settings of the M-Bus port, 7080–7083: the manual's register map has none for them. */
import { row } from "registers/row";

/** Baud rates of the M-Bus port are the first of `BAUD_RATES`: codes 1 to 6 are 300 to 9600. */
const FASTEST = 6;

/** Code of 2400 baud. */
const DEFAULT = 4;

export const mbusRows = Object.freeze([
	row("mbusAddress", "M-Bus primary address", 0x7080, "binary", 1, {
		range: { minimum: 0, maximum: 250 },
		mbusWrite: { dif: [0x01], vif: [0x7a], step: 1 },
	}),
	row("mbusBaudRate", "M-Bus baud rate", 0x7081, "binary", 1, {
		initial: DEFAULT,
		range: { minimum: 1, maximum: FASTEST },
	}),
	row("mbusIdentification", "M-Bus secondary address", 0x7082, "bcd", 2, {
		range: { minimum: 0, maximum: 99999999 },
		mbusWrite: { dif: [0x0c], vif: [0x79], step: 1 },
	}),
]);
