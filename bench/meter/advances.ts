/** Stretches of meter time that somebody wants to pass as fast as possible. */

/** How a stretch has ended. */
export type AdvanceEnd = "reached" | "withdrawn" | "off";

interface Stretch {
	endFrame: number;
	readonly settle: (end: AdvanceEnd) => void;
}

/** A stretch that was asked for. */
export interface Advance {
	readonly end: Promise<AdvanceEnd>;
	/** Leaves out what is left of it; those that follow it come so much sooner. */
	withdraw(): void;
}

export class Advances {
	/** True: each begins at the end of the one before; false: each begins when it is asked for. */
	readonly #inTurn: boolean;
	/** By the ends. */
	readonly #stretches: Stretch[] = [];

	constructor(inTurn: boolean) {
		this.#inTurn = inTurn;
	}

	/** Frame at which the last ends; undefined: none is under way. */
	get endFrame(): number | undefined {
		return this.#stretches.at(-1)?.endFrame;
	}

	/**
	 * Adds a stretch.
	 * @param present frame, now and when it is withdrawn
	 */
	add(frames: number, present: () => number): Advance {
		const begin = this.#inTurn ? Math.max(present(), this.endFrame ?? 0) : present();
		let withdraw = (): void => {};
		const end = new Promise<AdvanceEnd>((settle) => {
			const stretch = { endFrame: begin + frames, settle };
			const at = this.#stretches.findIndex(({ endFrame }) => endFrame > stretch.endFrame);
			this.#stretches.splice(at < 0 ? this.#stretches.length : at, 0, stretch);
			withdraw = () => this.#withdraw(stretch, present());
		});
		return { end, withdraw };
	}

	/** The engine has dealt with everything up to `frame`. */
	reach(frame: number): void {
		while (this.#stretches[0] && this.#stretches[0].endFrame <= frame)
			this.#stretches.shift()?.settle("reached");
	}

	/** Ends all. */
	abandon(end: AdvanceEnd): void {
		for (const { settle } of this.#stretches.splice(0)) settle(end);
	}

	#withdraw(stretch: Stretch, present: number): void {
		const at = this.#stretches.indexOf(stretch);
		if (at < 0) return;
		const begin = Math.max(present, this.#stretches[at - 1]?.endFrame ?? 0);
		this.#stretches.splice(at, 1);
		if (this.#inTurn)
			for (const later of this.#stretches.slice(at))
				later.endFrame -= Math.max(0, stretch.endFrame - begin);
		stretch.settle("withdrawn");
	}
}
