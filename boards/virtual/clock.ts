/** Meter time on a virtual board: the number of frames that the bench has given, or let pass without. */
import { FRAME_RATE_HZ } from "board";

/** Microseconds between two frames. */
const MICROSECONDS_PER_FRAME = 1_000_000 / FRAME_RATE_HZ;

/** Microseconds that were waited for and are no whole frame yet. */
let waited = 0;

/** The clock of a virtual board. While a timer's callback runs, it stands at the time the timer was due. */
export const clock = {
	/** Frames since the start, as the firmware sees them: ahead of `given` while it has waited for the flash chip. */
	frames: 0,
	/** Frames that the bench has let pass since the start. */
	given: 0,
	/** Step of `timer` in milliseconds: one frame. */
	timerResolutionMs: 1000 / FRAME_RATE_HZ,
	/** Microseconds since the start. */
	get microseconds(): number {
		return this.frames * MICROSECONDS_PER_FRAME;
	},
	/** The firmware waits. Frames that are converted meanwhile are delivered afterwards, as by a chip with DMA. */
	wait(microseconds: number): void {
		waited += microseconds;
		const whole = Math.floor(waited / MICROSECONDS_PER_FRAME);
		waited -= whole * MICROSECONDS_PER_FRAME;
		this.frames += whole;
	},
};
