/** Rising zero crossings of the reference voltage: they pace the windows and give the frequency. */
import { CURRENT_BITS, WORDS_PER_FRAME } from "board";

/** A voltage is present beyond this (a word): 50 steps, about 10 V peak. */
export const PRESENT = 50 * 2 ** CURRENT_BITS;

/**
 * Times are in frames from the window's start; a frame fills the time from its number to the next.
 */
export default class Crossings {
	/** Phase whose crossings are used, 0..2. */
	#phase = 0;
	/**
	 * Whole cycles between the first and the last crossing of the window, the last one of the window
	 * before included.
	 */
	cycles = 0;
	/** Frames between these two. */
	span = 0;
	/** Time of the last crossing, in this window or, not positive, the one before; NaN: none yet. */
	last = Number.NaN;

	/**
	 * True if at the last crossing the next phase was above zero and the previous one below: the
	 * sequence is L1 L3 L2.
	 */
	reversed = false;

	get phase(): number {
		return this.#phase;
	}

	/** Selects the phase whose crossings are used. */
	set phase(phase: number) {
		if (phase === this.#phase) return;
		this.#phase = phase;
		this.last = Number.NaN;
	}

	/**
	 * Records a crossing within a group of three frames or just before it.
	 * @param words packed frames; the group's begin at `k`
	 * @param before word of the voltage `lag` frames before the group's first frame, negative
	 * @param frames time at which the group begins
	 */
	note(words: number[], k: number, before: number, lag: number, frames: number): void {
		let from = before >> CURRENT_BITS;
		let to = from;
		let step = 0;
		for (; step < 3; step++) {
			to = words[k + this.#phase + step * WORDS_PER_FRAME] >> CURRENT_BITS;
			if (to >= 0) break;
			from = to;
		}
		const crossing = frames + step + 0.5 - ((step === 0 ? lag : 1) * to) / (to - from);
		if (!Number.isNaN(this.last)) {
			this.cycles++;
			this.span += crossing - this.last;
		}
		this.last = crossing;
		const next = words[k + ((this.#phase + 1) % 3)];
		const previous = words[k + ((this.#phase + 2) % 3)];
		this.reversed = next > PRESENT && previous < -PRESENT;
	}

	/** Forgets the last crossing: frames were lost, so the next is unrelated to it. */
	restart(): void {
		this.last = Number.NaN;
		this.cycles = 0;
		this.span = 0;
	}

	/** Starts a new window at `time` of the last one. */
	open(time: number): void {
		this.last -= time;
		this.cycles = 0;
		this.span = 0;
	}
}
