/**
 * Fingers on the meter's buttons. A touch lasts, and two are apart, for long enough in meter time to be felt: what a
 * browser tells may come all at once when the machine was busy.
 */
import { FRAME_RATE_HZ } from "../source.ts";

/** Frames between two changes: 80 ms, more than the meter's debouncing takes. */
const APART = 0.08 * FRAME_RATE_HZ;

/** Changes that wait; more are not taken, but a finger that is there can always go. */
const LONGEST = 20;

/** What it needs of the meter. */
export interface Touched {
	/** True if it feels a touch. */
	readonly running: boolean;
	touch(pad: number, down: boolean): void;
	after(frames: number, callback: (reached: boolean) => void, precise?: boolean): () => void;
}

export class Fingers {
	readonly #meter: Touched;
	readonly #queue: { readonly pad: number; readonly down: boolean }[] = [];
	#waiting = false;

	constructor(meter: Touched) {
		this.#meter = meter;
	}

	/** Touches a pad, or lets it go, as soon as may be; nothing feels it without supply. */
	move(pad: number, down: boolean): void {
		if (down && this.#queue.length >= LONGEST) return;
		this.#queue.push({ pad, down });
		if (!this.#waiting) this.#next();
	}

	#next(): void {
		if (!this.#meter.running) this.#queue.length = 0;
		const move = this.#queue.shift();
		this.#waiting = move !== undefined;
		if (!move) return;
		this.#meter.touch(move.pad, move.down);
		this.#meter.after(APART, () => this.#next(), false);
	}
}
