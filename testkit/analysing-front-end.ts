/** A front end with the analyser of power quality, as byte code; the test feeds it. */
import type { FrontEnd } from "board";
import { CHANNELS } from "sampling";
import ByteCodeSamplePath from "../boards/virtual/byte-code-sample-path.ts";
import { FULL_SCALE } from "./samples.ts";

export class AnalysingFrontEnd implements FrontEnd {
	readonly fullScaleVolts = FULL_SCALE.voltage;
	readonly fullScaleAmps = FULL_SCALE.current;
	lostFrames = 0;
	readonly #path = new ByteCodeSamplePath();
	readonly quality = this.#path.analyser;
	#onReadable = (): void => {};

	start(onReadable: () => void): void {
		this.#onReadable = onReadable;
	}

	take(results: number[]): boolean {
		return this.#path.take(results);
	}

	restart(): void {
		this.#path.restart();
	}

	setReference(phase: number): void {
		this.#path.setReference(phase);
	}

	/** Delivers frames, at most 200. */
	deliver(block: readonly number[]): void {
		const { samples, end } = this.#path;
		for (let i = 0; i < block.length; i++) samples[CHANNELS * end + i] = block[i];
		this.#path.accept(block.length / CHANNELS);
		this.#onReadable();
	}

	/** Loses frames, as a board counts them. */
	lose(frames: number): void {
		this.lostFrames += frames;
		this.#path.restart();
	}
}
