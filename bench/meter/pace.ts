/** How many frames are due by the wall clock. */
import { FRAME_RATE_HZ } from "../source.ts";

/** Longest delay in ms that is caught up with; beyond it the meter's time is behind for good. */
export const LONGEST_DEBT = 1000;

/** Frames by which rounding may be off: what `timeOf` says must be due at that very time. */
const ROUNDING = 1e-6;

/** See the file's head. */
export class Pace {
	/** Frames a millisecond. */
	readonly #rate: number;
	#time = 0;
	#frames = 0;

	/** @param speed meter seconds per second, finite */
	constructor(speed: number) {
		this.#rate = (FRAME_RATE_HZ / 1000) * speed;
	}

	/** From `time` (ms) on, `frames` have passed and the meter's time goes on at its speed. */
	restart(time: number, frames: number): void {
		this.#time = time;
		this.#frames = frames;
	}

	/** Whole frames that have passed by `time`. */
	due(time: number): number {
		return this.#frames + Math.floor((time - this.#time) * this.#rate + ROUNDING);
	}

	/** Time in ms at which `frames` will have passed. */
	timeOf(frames: number): number {
		return this.#time + (frames - this.#frames) / this.#rate;
	}

	/** Milliseconds by which a meter that was given `frames` is behind at `time`. */
	debt(time: number, frames: number): number {
		return time - this.timeOf(frames);
	}
}
