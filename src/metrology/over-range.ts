/**
 * Voltages and currents beyond the converter's full scale. Quantities measured meanwhile are too
 * low; how much, nobody can say.
 */
import Episode, { MINUTE_WINDOWS } from "metrology/episode";
import type Load from "metrology/load";
import type Window from "metrology/window";
import { FRAMES_PER_HOUR } from "sampling";

/** Windows of an hour. */
const HOUR_WINDOWS = 60 * MINUTE_WINDOWS;

/** Is told of episodes; `phases` has bit 0 for L1. */
export interface OverRangeListener {
	/** @param again true: not the first within an hour */
	begins(phases: number, again: boolean): void;
	/** @param energy active energy of the windows in doubt, Wh, whatever its direction */
	ends(phases: number, energy: number): void;
}

export default class OverRange {
	private readonly episode = new Episode();
	private listener: OverRangeListener | undefined;
	/** Of the present episode. */
	private phases = 0;
	private energy = 0;
	/** Windows in which another episode is one of the same hour. */
	private hourWindows = 0;

	/** Tells `listener` of episodes. */
	listen(listener: OverRangeListener): void {
		this.listener = listener;
	}

	/** Looks at a window and its load. */
	update({ overRange }: Window, load: Load): void {
		if (this.hourWindows > 0) this.hourWindows--;
		let phases = 0;
		for (let phase = 0; phase < 3; phase++) if (overRange[phase]) phases |= 1 << phase;
		const exceeded = phases !== 0;
		const changes = this.episode.changes(exceeded);
		if (exceeded) this.add(phases, load);
		if (changes && exceeded) this.begin(phases);
		else if (changes) this.end();
	}

	private add(phases: number, load: Load): void {
		let power = 0;
		for (let k = 0; k < load.elements; k++) power += Math.abs(load.activePower[k]);
		this.phases |= phases;
		this.energy += (power * load.frames) / FRAMES_PER_HOUR;
	}

	private begin(phases: number): void {
		this.listener?.begins(phases, this.hourWindows > 0);
		if (this.hourWindows === 0) this.hourWindows = HOUR_WINDOWS;
	}

	private end(): void {
		this.listener?.ends(this.phases, this.energy);
		this.phases = 0;
		this.energy = 0;
	}
}
