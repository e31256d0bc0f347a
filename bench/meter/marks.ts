/** Points in meter time that somebody waits for. */

interface Mark {
	frames: number;
	callback: (reached: boolean) => void;
	precise: boolean;
}

/** See the file's head. */
export class Marks {
	/** In order of time. */
	#marks: Mark[] = [];

	/** The earliest, in frames; Infinity: none. */
	get first(): number {
		return this.#marks[0]?.frames ?? Number.POSITIVE_INFINITY;
	}

	/** The earliest of those that must be met to a fraction of a millisecond of the clock. */
	get firstPrecise(): number {
		return this.#marks.find(({ precise }) => precise)?.frames ?? Number.POSITIVE_INFINITY;
	}

	/** Calls back with true when the meter has dealt with `frames`, with false when it never will; returns the withdrawal. */
	add(frames: number, callback: (reached: boolean) => void, precise = false): () => void {
		const mark = { frames, callback, precise };
		const at = this.#marks.findIndex((other) => other.frames > frames);
		this.#marks.splice(at < 0 ? this.#marks.length : at, 0, mark);
		return () => {
			this.#marks = this.#marks.filter((other) => other !== mark);
		};
	}

	/** Calls those back that lie at or before `frames`. */
	reach(frames: number): void {
		while (this.first <= frames) this.#marks.shift()?.callback(true);
	}

	/** Calls all back with false. */
	abandon(): void {
		for (const mark of this.#marks.splice(0)) mark.callback(false);
	}
}
