/** Actions on an engine that wait for their moment of meter time, in the order they were asked. */
import type { Engine } from "./engine.ts";

interface Action {
	/** Frame at which it takes place. */
	readonly frame: number;
	readonly run: (engine: Engine) => void;
	/** @param done false: the engine has gone before */
	readonly settle: (done: boolean) => void;
}

export class Actions {
	readonly #waiting: Action[] = [];

	/** Frame of the next; undefined: none waits. */
	get firstFrame(): number | undefined {
		return this.#waiting[0]?.frame;
	}

	/** Frame of the last; undefined: none waits. */
	get lastFrame(): number | undefined {
		return this.#waiting.at(-1)?.frame;
	}

	/**
	 * Adds one.
	 * @param frame not before that of the one before it
	 * @returns true when it has been done, false when it never will be
	 */
	add(frame: number, run: (engine: Engine) => void): Promise<boolean> {
		return new Promise((settle) => this.#waiting.push({ frame, run, settle }));
	}

	/** Does the next. */
	run(engine: Engine): void {
		const action = this.#waiting.shift();
		action?.run(engine);
		action?.settle(true);
	}

	/** The engine takes no more: none will be done. */
	abandon(): void {
		for (const { settle } of this.#waiting.splice(0)) settle(false);
	}
}
