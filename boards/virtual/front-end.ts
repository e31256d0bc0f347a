/** The front end: takes frames from the byte link, and sums them by the compiled kernel. */
import type { FrontEnd } from "board";
import Sequence from "./sequence";

export default class VirtualFrontEnd implements FrontEnd {
	readonly fullScaleVolts = 800;
	readonly fullScaleAmps = 30;
	/** A missing message counts as many frames as the message after it. */
	lostFrames = 0;
	/** Undefined until the bench has told one. */
	temperatureCelsius: number | undefined;
	readonly #sequence = new Sequence();
	#onReadable: (() => void) | undefined;

	start(onReadable: () => void): void {
		this.#onReadable = onReadable;
	}

	take(results: number[]): boolean {
		return host.meter(results);
	}

	restart(): void {
		host.restartMeter();
	}

	setReference(phase: number): void {
		host.setReference(phase);
	}

	/**
	 * Handles the sequence number of the FRAMES message being delivered.
	 * @returns true if its frames are new, so that they and their time count
	 */
	isNew(sequence: number, count: number): boolean {
		const missing = this.#sequence.take(sequence);
		if (missing < 0) return false;
		if (missing > 0) this.restart();
		this.lostFrames += missing * count;
		return true;
	}

	/** Passes the frames of the FRAMES message being delivered to the firmware. */
	deliver(_count: number): void {
		this.#onReadable?.();
	}
}
