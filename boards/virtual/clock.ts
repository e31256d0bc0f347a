/** Meter time on a virtual board: the number of frames that the bench has given, or let pass without. */
import { FRAME_RATE } from "board";

/** Microseconds between two frames. */
const MICROSECONDS_PER_FRAME = 1_000_000 / FRAME_RATE;

/** The clock of a virtual board. While a timer's callback runs, it stands at the time the timer was due. */
export const clock = {
	/** Frames since the start. */
	frames: 0,
	/** Step of `timer` in milliseconds: one frame. */
	timerResolution: 1000 / FRAME_RATE,
	/** Microseconds since the start. */
	get microseconds(): number {
		return this.frames * MICROSECONDS_PER_FRAME;
	},
};
