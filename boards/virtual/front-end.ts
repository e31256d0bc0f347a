/** The front end: takes frames from the byte link. */
import { type FrontEnd, WORDS_PER_FRAME } from "board";
import Sequence from "./sequence";

export default class VirtualFrontEnd implements FrontEnd {
	readonly fullScaleVolts = 800;
	readonly fullScaleAmps = 10.6;
	/** A missing message counts as many frames as the message after it. */
	lostFrames = 0;
	readonly #sequence = new Sequence();
	#words: number[] = [];
	#onReadable: ((length: number) => number) | undefined;
	/** Words that the firmware left at the start of the array. */
	#left = 0;

	start(words: number[], onReadable: (length: number) => number): void {
		this.#words = words;
		this.#onReadable = onReadable;
		this.#left = 0;
	}

	/**
	 * Handles the sequence number of the FRAMES message being delivered.
	 * @returns true if its frames are new, so that they and their time count
	 */
	isNew(sequence: number, count: number): boolean {
		const missing = this.#sequence.take(sequence);
		if (missing < 0) return false;
		this.lostFrames += missing * count;
		return true;
	}

	/** Passes the frames of the FRAMES message being delivered to the firmware. */
	deliver(count: number): void {
		if (!this.#onReadable) return;
		let first = 0;
		while (first < count) {
			const room = ((this.#words.length - this.#left) / WORDS_PER_FRAME) | 0;
			const part = Math.min(count - first, room);
			host.unpack(this.#words, this.#left, first, part);
			this.#left = this.#onReadable(this.#left + part * WORDS_PER_FRAME);
			first += part;
		}
	}
}
