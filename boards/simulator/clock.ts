/** The desktop's clock. */
import type { Clock } from "board";

export const clock: Clock = Object.freeze({
	/** The simulators' timers have a resolution of whole milliseconds. */
	timerResolutionMs: 1,
	get microseconds(): number {
		return Date.now() * 1000;
	},
});
