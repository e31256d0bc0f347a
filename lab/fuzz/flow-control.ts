/** Feeds an engine with messages as fast as it deals with them. */
import type { Writable } from "node:stream";
import { ToBoard } from "../../boards/virtual/link.ts";

/** Most messages that the engine has not dealt with: answers of its flash chip queue after them. */
const MOST_PENDING = 64;

export class FlowControl {
	readonly #input: Writable;
	#pending = 0;
	#closed = false;
	/** Called when the queue has room. */
	#onRoom: (() => void) | undefined;

	constructor(input: Writable) {
		this.#input = input;
	}

	/**
	 * Sends messages as fast as the engine deals with them.
	 * @returns false: the engine has ended
	 */
	async send(messages: readonly Buffer[]): Promise<boolean> {
		for (let at = 0; at < messages.length; at += MOST_PENDING / 2) {
			const part = messages.slice(at, at + MOST_PENDING / 2);
			// STATS is the only message without DONE.
			this.#pending += part.filter((each) => each[0] !== ToBoard.STATS).length;
			this.#input.write(Buffer.concat(part));
			while (this.#pending > MOST_PENDING / 2 && !this.#closed)
				await new Promise<void>((resolve) => {
					this.#onRoom = resolve;
				});
			if (this.#closed) return false;
		}
		return true;
	}

	/** The engine has dealt with a message. */
	done(): void {
		this.#pending--;
		if (this.#pending <= MOST_PENDING / 2) this.#onRoom?.();
	}

	/** Stops sending. */
	end(): void {
		this.#input.end();
	}

	/** The engine has ended. */
	close(): void {
		this.#closed = true;
		this.#onRoom?.();
	}
}
