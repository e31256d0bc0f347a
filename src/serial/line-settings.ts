/**
 * Values that the settings of the serial ports may have: baud rates and parities by the codes of
 * their registers (manual A2.2), unit IDs.
 */

import type { Parity } from "board";

/** Codes 1 to 10. The manual's 48700 and 56700 are misprints of 38400 and 57600. */
export const BAUD_RATES = Object.freeze([
	300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200,
]);

/** Number of the rates, from the slowest, that M-Bus has: 300 to 9600 (manual 7.6.5). */
export const MBUS_RATES = 6;

/** Codes 1 to 3. */
export const PARITIES: readonly Parity[] = Object.freeze(["even", "none", "odd"]);

/** Highest unit ID of a Modbus server (Modbus over Serial Line V1.02, 2.2); the lowest is 1. */
export const HIGHEST_UNIT_ID = 247;
