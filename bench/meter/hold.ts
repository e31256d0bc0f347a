/** A frame at which meter time stands still until somebody moves it on. */

export class Hold {
	#frame = Number.POSITIVE_INFINITY;
	#tell: (reached: boolean) => void = () => {};

	/** Infinity: there is none. */
	get frame(): number {
		return this.#frame;
	}

	/**
	 * Moves it; whoever waits for the one before is told that it never comes.
	 * @returns true when it is reached
	 */
	move(frame: number): Promise<boolean> {
		this.settle(false);
		this.#frame = frame;
		return new Promise((resolve) => {
			this.#tell = resolve;
		});
	}

	/** Tells whoever waits; it stays in force. */
	settle(reached: boolean): void {
		const tell = this.#tell;
		this.#tell = () => {};
		tell(reached);
	}
}
