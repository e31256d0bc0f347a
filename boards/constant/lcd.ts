/** An LCD and buttons that are not there, for boards that have no driver of theirs. */
import type { Lcd, TouchPads } from "board";

/** Shows nothing. */
export const blindLcd: Lcd = Object.freeze({
	send() {},
	backlight() {},
});

/** Nobody ever touches them. */
export const noPads: TouchPads = Object.freeze({
	start() {},
});
