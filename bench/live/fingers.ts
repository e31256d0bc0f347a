/**
 * Fingers on the meter's buttons. A busy machine may deliver a browser's touches all at once, so
 * each touch and each pause here lasts long enough in meter time to be noticed.
 */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";

/** Time between two changes: 40 ms, more than the meter's debouncing (30 ms) takes. */
const APART_FRAMES = 0.04 * FRAME_RATE_HZ;

/** Time after a change for which the firmware's timers are met exactly: it debounces and draws. */
const ANSWER_FRAMES = 0.15 * FRAME_RATE_HZ;

/**
 * Most waiting changes; further touches are dropped, but a finger that is down can always be
 * lifted.
 */
const LONGEST_QUEUE = 20;

/** The meter under the fingers. */
export interface Touched {
	/** True if the meter notices a touch. */
	readonly running: boolean;
	touch(pad: number, down: boolean): unknown;
	after(frames: number, callback: (reached: boolean) => void): () => void;
}

export class Fingers {
	readonly #meter: Touched;
	readonly #queue: { readonly pad: number; readonly down: boolean }[] = [];
	/** Pads that are touched when the queue is empty. */
	readonly #down = new Set<number>();
	#waiting = false;

	constructor(meter: Touched) {
		this.#meter = meter;
	}

	/** Touches a pad or lets it go, as soon as possible; without supply nothing happens. */
	move(pad: number, down: boolean): void {
		if (down ? this.#queue.length >= LONGEST_QUEUE : !this.#down.has(pad)) return;
		if (down) this.#down.add(pad);
		else this.#down.delete(pad);
		this.#queue.push({ pad, down });
		if (!this.#waiting) this.#next();
	}

	#next(): void {
		if (!this.#meter.running) {
			this.#queue.length = 0;
			this.#down.clear();
		}
		const move = this.#queue.shift();
		this.#waiting = move !== undefined;
		if (!move) return;
		this.#meter.touch(move.pad, move.down);
		this.#meter.after(APART_FRAMES, () => this.#next());
		this.#meter.after(ANSWER_FRAMES, () => {});
	}
}
