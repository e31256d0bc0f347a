/** Points in meter time that somebody waits for. */

interface Mark {
	frames: number;
	callback: (reached: boolean) => void;
}

/** See the file's head. */
export class Marks {
	/** In order of time. */
	#marks: Mark[] = [];

	/** The earliest, in frames; Infinity: none. */
	get first(): number {
		return this.#marks[0]?.frames ?? Number.POSITIVE_INFINITY;
	}

	/** Calls back with true when the meter has dealt with `frames`, with false when it never will; returns the withdrawal. */
	add(frames: number, callback: (reached: boolean) => void): () => void {
		const mark = { frames, callback };
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
