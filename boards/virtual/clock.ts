/** Meter time: the number of frames that the bench has delivered or skipped. */
import { FRAME_RATE_HZ } from "sampling";

/** Time between two frames. */
const FRAME_US = 1_000_000 / FRAME_RATE_HZ;

/** Time waited for that does not make a whole frame yet. */
let waitedUs = 0;

/** The board's clock. During a timer's callback it shows the time at which the timer was due. */
export const clock = {
	/** Frames since the start for the firmware; ahead of `given` after waiting for the flash chip. */
	frames: 0,
	/** Frames since the start for the bench. */
	given: 0,
	/** Resolution (ms) of `timer`: one frame. */
	timerResolutionMs: 1000 / FRAME_RATE_HZ,
	/** Time (µs) since the start. */
	get microseconds(): number {
		return this.frames * FRAME_US;
	},
	/** Makes the firmware wait. Frames converted meanwhile are delivered later, as by DMA. */
	wait(durationUs: number): void {
		waitedUs += durationUs;
		const whole = Math.floor(waitedUs / FRAME_US);
		waitedUs -= whole * FRAME_US;
		this.frames += whole;
	},
};
