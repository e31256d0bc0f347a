/** The kernel as byte code in the place of `boards/simulator/native-kernel.c`. */
import { ROOM_FRAMES } from "metrology/kernel";
import { CHANNELS } from "sampling";
import ByteCodeKernel from "../../../boards/virtual/byte-code-kernel.ts";

export class ByteCodeNativeKernel {
	/** All samples that were taken in. */
	readonly taken: number[] = [];
	/** Frames of each block. */
	readonly counts: number[] = [];
	readonly #kernel = new ByteCodeKernel();
	#lost = 0;

	addFrames(samples: ArrayBufferLike, count: number): void {
		const kernel = this.#kernel;
		const block = [...new Int32Array(samples, 0, count * CHANNELS)];
		this.counts.push(count);
		if (kernel.end + count > ROOM_FRAMES) {
			this.#lost += count;
			return;
		}
		for (let i = 0; i < block.length; i++) kernel.samples[kernel.end * CHANNELS + i] = block[i];
		kernel.accept(count);
		this.taken.push(...block);
	}

	takeWindow(results: number[]): boolean {
		return this.#kernel.take(results);
	}

	framesLost(): number {
		return this.#lost;
	}

	restartKernel(): void {
		this.#kernel.restart();
	}

	setReference(phase: number): void {
		this.#kernel.setReference(phase);
	}
}
