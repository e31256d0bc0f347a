/** An average of windows over a chosen time, without the no-load rule, for calibration. */

import { ahead, inPhase } from "metrology/fundamental";
import type Window from "metrology/window";
import { FRAME_RATE_HZ } from "sampling";

/** Windows that are skipped first: the one in progress, and one for the front end to settle. */
const SETTLING_WINDOWS = 2;

/** Places in the sums. */
const FREQUENCY = 12;
const RATIOS = 13;

export default class Average {
	/** L1..L3: V, A, W, var, of the last complete average. */
	readonly phases = [0, 0, 0].map(() => ({
		voltage: 0,
		current: 0,
		activePower: 0,
		reactivePower: 0,
	}));
	/**
	 * Fundamental voltages of L2 and L3 as parts of L1's: the part in phase with it, and the part
	 * ahead by a quarter period.
	 */
	readonly ratios = [0, 0].map(() => ({ inPhase: 0, ahead: 0 }));
	/** Hz. */
	frequency = 0;
	/** Seconds that the last complete average covers. */
	seconds = 0;

	/** Frames that are still needed; 0 if no average is in progress. */
	private missingFrames = 0;
	/** Windows still to be skipped. */
	private settling = 0;
	private frames = 0;
	/**
	 * Sums of frames × V², I², P, Q of each phase, of frames × f, and of frames × the products of the
	 * fundamental voltages of L1, L2 and L3 with L1's: in phase, and ahead.
	 */
	private readonly sums: number[] = new Array(RATIOS + 6).fill(0);

	/** Seconds that are still needed, rounded up; 0 if the average is complete. */
	get missingSeconds(): number {
		return Math.ceil(this.missingFrames / FRAME_RATE_HZ);
	}

	/** Begins an average over `seconds`. */
	start(seconds: number): void {
		this.missingFrames = seconds * FRAME_RATE_HZ;
		this.settling = SETTLING_WINDOWS;
		this.frames = 0;
		this.sums.fill(0);
	}

	/** Adds a window if an average is in progress. */
	add(window: Window): void {
		if (this.missingFrames === 0) return;
		if (this.settling > 0) {
			this.settling--;
			return;
		}
		const sums = this.sums;
		const { frames, phases } = window;
		for (let phase = 0; phase < 3; phase++) {
			const { voltage, current, activePower, reactivePower } = phases[phase];
			sums[4 * phase] += frames * voltage * voltage;
			sums[4 * phase + 1] += frames * current * current;
			sums[4 * phase + 2] += frames * activePower;
			sums[4 * phase + 3] += frames * reactivePower;
		}
		sums[FREQUENCY] += frames * window.frequency;
		this.addProducts(window);
		this.frames += frames;
		// Windows rarely divide the time evenly: half a window more or less does not matter.
		this.missingFrames = Math.max(0, this.missingFrames - frames);
		if (this.missingFrames < frames / 2) this.complete();
	}

	private addProducts({ frames, fundamentals }: Window): void {
		const sums = this.sums;
		const first = fundamentals[0];
		for (let phase = 0; phase < 3; phase++) {
			const other = fundamentals[phase];
			sums[RATIOS + 2 * phase] += frames * inPhase(first, other);
			sums[RATIOS + 2 * phase + 1] += frames * ahead(first, other);
		}
	}

	private complete(): void {
		const sums = this.sums;
		const frames = this.frames;
		for (let phase = 0; phase < 3; phase++) {
			const average = this.phases[phase];
			average.voltage = Math.sqrt(sums[4 * phase] / frames);
			average.current = Math.sqrt(sums[4 * phase + 1] / frames);
			average.activePower = sums[4 * phase + 2] / frames;
			average.reactivePower = sums[4 * phase + 3] / frames;
		}
		const square = sums[RATIOS];
		for (let place = 0; place < 2; place++) {
			const ratio = this.ratios[place];
			ratio.inPhase = square > 0 ? sums[RATIOS + 2 * place + 2] / square : 0;
			ratio.ahead = square > 0 ? sums[RATIOS + 2 * place + 3] / square : 0;
		}
		this.frequency = sums[FREQUENCY] / frames;
		this.seconds = frames / FRAME_RATE_HZ;
		this.missingFrames = 0;
	}
}
