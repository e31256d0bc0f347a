/** Feeds an engine with messages as fast as it deals with them. */
import type { Writable } from "node:stream";
import { ToBoard } from "../../boards/virtual/link.ts";

/** Most messages that the engine has not dealt with: answers of its flash chip queue after them. */
const MOST_PENDING = 64;

export class FlowControl {
	readonly #input: Writable;
	#pending = 0;
	#closed = false;
	/** Called when no more messages than that are pending. */
	#onRoom: (() => void) | undefined;
	#most = 0;

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
			if (!(await this.#pendingAtMost(MOST_PENDING / 2))) return false;
		}
		return true;
	}

	/** Waits until no more are pending; false: the engine has ended. */
	async #pendingAtMost(count: number): Promise<boolean> {
		this.#most = count;
		while (this.#pending > count && !this.#closed)
			await new Promise<void>((resolve) => {
				this.#onRoom = resolve;
			});
		return !this.#closed;
	}

	/** The engine has dealt with a message. */
	done(): void {
		this.#pending--;
		if (this.#pending <= this.#most) this.#onRoom?.();
	}

	/** Stops sending: until the engine has dealt with the last message, its flash chip answers. */
	async end(): Promise<void> {
		await this.#pendingAtMost(0);
		this.#input.end();
	}

	/** The engine has ended. */
	close(): void {
		this.#closed = true;
		this.#onRoom?.();
	}
}
