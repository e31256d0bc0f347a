/**
 * An average of whole windows over a chosen time, without the no-load rule: what calibration
 * measures by.
 */
import { FRAME_RATE_HZ } from "board";
import type Window from "metrology/window";

/**
 * Windows that pass before an average begins: one that has begun, one for the front end to settle.
 */
const SETTLING = 2;

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

	/** Frames that are still missing; 0: none is under way. */
	#missing = 0;
	/** Windows to pass before. */
	#settling = 0;
	#frames = 0;
	/** Sums of frames × V², I², P, Q of each phase, and of frames × f. */
	readonly #sums: number[] = new Array(13).fill(0);

	/** Seconds that are still missing, rounded up; 0: complete. */
	get missing(): number {
		return Math.ceil(this.#missing / FRAME_RATE_HZ);
	}

	/** Begins an average over `seconds`. */
	start(seconds: number): void {
		this.#missing = seconds * FRAME_RATE_HZ;
		this.#settling = SETTLING;
		this.#frames = 0;
		this.#sums.fill(0);
	}

	/** Takes a window, if an average is under way. */
	add(window: Window): void {
		if (this.#missing === 0) return;
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
		// A window is rarely a whole part of a second: half of one more or less does not matter.
		this.#missing = Math.max(0, this.#missing - frames);
		if (this.#missing < frames / 2) this.#complete();
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
		this.#missing = 0;
	}
}
