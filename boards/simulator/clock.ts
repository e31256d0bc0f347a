/** The desktop's clock. */
import type { Clock } from "board";

/** The desktop's time when it was asked last, and by how much it has been set back in all. */
let lastMs = 0;
let setBackMs = 0;

export const clock: Clock = Object.freeze({
	/** The simulators' timers have a resolution of whole milliseconds. */
	timerResolutionMs: 1,
	/** Never falls: pulses and answers wait for a time. */
	get microseconds(): number {
		const nowMs = Date.now();
		if (nowMs < lastMs) setBackMs += lastMs - nowMs;
		lastMs = nowMs;
		return (nowMs + setBackMs) * 1000;
	},
});
