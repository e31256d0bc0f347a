/** The chip's clock. */
import type { Clock } from "board";
import Time from "time";

export const clock: Clock = Object.freeze({
	/** FreeRTOS ticks at 1 kHz. */
	timerResolutionMs: 1,
	get microseconds(): number {
		return Time.microseconds ?? 0;
	},
});
