/** An average of windows over a chosen time, without the no-load rule, for calibration. */

import type Window from "metrology/window";
import { FRAME_RATE_HZ } from "sampling";

/** Windows that are skipped first: the one in progress, and one for the front end to settle. */
const SETTLING_WINDOWS = 2;

export default class Average {
	/** L1..L3: V, A, W, var, of the last complete average. */
	readonly phases = [0, 0, 0].map(() => ({
		voltage: 0,
		current: 0,
		activePower: 0,
		reactivePower: 0,
	}));
	/** Hz. */
	frequency = 0;
	/** Seconds that the last complete average covers. */
	seconds = 0;

	/** Frames that are still needed; 0 if no average is in progress. */
	#missingFrames = 0;
	/** Windows still to be skipped. */
	#settling = 0;
	#frames = 0;
	/** Sums of frames × V², I², P, Q of each phase, and of frames × f. */
	readonly #sums: number[] = new Array(13).fill(0);

	/** Seconds that are still needed, rounded up; 0 if the average is complete. */
	get missingSeconds(): number {
		return Math.ceil(this.#missingFrames / FRAME_RATE_HZ);
	}

	/** Begins an average over `seconds`. */
	start(seconds: number): void {
		this.#missingFrames = seconds * FRAME_RATE_HZ;
		this.#settling = SETTLING_WINDOWS;
		this.#frames = 0;
		this.#sums.fill(0);
	}

	/** Adds a window if an average is in progress. */
	add(window: Window): void {
		if (this.#missingFrames === 0) return;
		if (this.#settling > 0) {
			this.#settling--;
			return;
		}
		const sums = this.#sums;
		const { frames, phases } = window;
		for (let phase = 0; phase < 3; phase++) {
			const { voltage, current, activePower, reactivePower } = phases[phase];
			sums[4 * phase] += frames * voltage * voltage;
			sums[4 * phase + 1] += frames * current * current;
			sums[4 * phase + 2] += frames * activePower;
			sums[4 * phase + 3] += frames * reactivePower;
		}
		sums[12] += frames * window.frequency;
		this.#frames += frames;
		// Windows rarely divide the time evenly: half a window more or less does not matter.
		this.#missingFrames = Math.max(0, this.#missingFrames - frames);
		if (this.#missingFrames < frames / 2) this.#complete();
	}

	#complete(): void {
		const sums = this.#sums;
		const frames = this.#frames;
		for (let phase = 0; phase < 3; phase++) {
			const average = this.phases[phase];
			average.voltage = Math.sqrt(sums[4 * phase] / frames);
			average.current = Math.sqrt(sums[4 * phase + 1] / frames);
			average.activePower = sums[4 * phase + 2] / frames;
			average.reactivePower = sums[4 * phase + 3] / frames;
		}
		this.frequency = sums[12] / frames;
		this.seconds = frames / FRAME_RATE_HZ;
		this.#missingFrames = 0;
	}
}
