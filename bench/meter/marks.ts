/** Moments of meter time that somebody waits for. */

interface Mark {
	frames: number;
	callback: (reached: boolean) => void;
	precise: boolean;
}

export class Marks {
	/** In order of time. */
	#marks: Mark[] = [];

	/** Frame of the earliest; Infinity: there is none. */
	get first(): number {
		return this.#marks[0]?.frames ?? Number.POSITIVE_INFINITY;
	}

	/** Frame of the earliest that must be met to a fraction of a millisecond of the clock. */
	get firstPrecise(): number {
		return this.#marks.find(({ precise }) => precise)?.frames ?? Number.POSITIVE_INFINITY;
	}

	/**
	 * Calls back with true when the meter has dealt with `frames`, with false when it never will.
	 * Returns a function that cancels it.
	 */
	add(frames: number, callback: (reached: boolean) => void, precise = false): () => void {
		const mark = { frames, callback, precise };
		const at = this.#marks.findIndex((other) => other.frames > frames);
		this.#marks.splice(at < 0 ? this.#marks.length : at, 0, mark);
		return () => {
			this.#marks = this.#marks.filter((other) => other !== mark);
		};
	}

	/** Calls back those at or before `frames`. */
	reach(frames: number): void {
		while (this.first <= frames) this.#marks.shift()?.callback(true);
	}

	/** Calls back all with false. */
	abandon(): void {
		for (const mark of this.#marks.splice(0)) mark.callback(false);
	}
}
