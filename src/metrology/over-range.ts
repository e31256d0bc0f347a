/**
 * Voltages and currents beyond the converter's full scale. Quantities measured meanwhile are too
 * low; how much, nobody can say. An episode begins with the first such window and ends after a
 * minute without one, so that events stay rare.
 */
import type Load from "metrology/load";
import type Window from "metrology/window";
import { FRAME_RATE_HZ } from "sampling";

/** Windows without a sample at full scale after which an episode is over: a minute. */
const CALM_WINDOWS = 300;

/** Windows of an hour. */
const HOUR_WINDOWS = 18_000;

const FRAMES_PER_HOUR = 3600 * FRAME_RATE_HZ;

/** Is told of episodes; `phases` has bit 0 for L1. */
export interface OverRangeListener {
	/** @param again true: not the first within an hour */
	begins(phases: number, again: boolean): void;
	/** @param energy active energy of the windows in doubt, Wh, whatever its direction */
	ends(phases: number, energy: number): void;
}

export default class OverRange {
	#listener: OverRangeListener | undefined;
	#phases = 0;
	#energy = 0;
	#calmWindows = 0;
	/** Windows in which another episode is one of the same hour. */
	#hourWindows = 0;

	/** Tells `listener` of episodes. */
	listen(listener: OverRangeListener): void {
		this.#listener = listener;
	}

	/** Looks at a window and its load. */
	update({ overRange }: Window, load: Load): void {
		if (this.#hourWindows > 0) this.#hourWindows--;
		let phases = 0;
		for (let phase = 0; phase < 3; phase++) if (overRange[phase]) phases |= 1 << phase;
		if (phases === 0) this.#rest();
		else this.#exceed(phases, load);
	}

	#rest(): void {
		if (this.#phases === 0 || ++this.#calmWindows < CALM_WINDOWS) return;
		this.#listener?.ends(this.#phases, this.#energy);
		this.#phases = 0;
		this.#energy = 0;
	}

	#exceed(phases: number, load: Load): void {
		const begins = this.#phases === 0;
		this.#phases |= phases;
		this.#calmWindows = 0;
		let power = 0;
		for (let k = 0; k < load.elements; k++) power += Math.abs(load.activePower[k]);
		this.#energy += (power * load.frames) / FRAMES_PER_HOUR;
		if (!begins) return;
		this.#listener?.begins(phases, this.#hourWindows > 0);
		if (this.#hourWindows === 0) this.#hourWindows = HOUR_WINDOWS;
	}
}
