/** The kernel as byte code: the reference for the compiled one, for `--kernel bytecode`, tests. */
import { TABLE_LENGTH } from "metrology/carrier";
import { Kernel, KernelMemory, ROOM_FRAMES } from "metrology/kernel";
import { RESULTS, SUMS } from "metrology/results";
import { CHANNELS } from "sampling";

const zeros = (length: number): number[] => new Array(length).fill(0);

export default class ByteCodeKernel {
	/** ROOM_FRAMES × CHANNELS samples; the first free frame is {@link end}. */
	readonly samples = zeros(ROOM_FRAMES * CHANNELS);
	readonly #results = zeros(RESULTS);
	readonly #kernel = new Kernel(
		new KernelMemory(
			this.samples,
			this.#results,
			zeros(SUMS),
			zeros(SUMS),
			zeros(SUMS),
			zeros(TABLE_LENGTH),
			zeros(2 * ROOM_FRAMES),
		),
	);

	/** The first free frame of the samples. */
	get end(): number {
		return this.#kernel.end;
	}

	/** Takes in frames that were written to the samples; false if there is no room for them. */
	accept(count: number): boolean {
		return this.#kernel.accept(count);
	}

	/** Sums frames until a window closes; false if none has. */
	take(results: number[]): boolean {
		if (!this.#kernel.run()) return false;
		for (let i = 0; i < RESULTS; i++) results[i] = this.#results[i];
		return true;
	}

	restart(): void {
		this.#kernel.restart();
	}

	setReference(phase: number): void {
		this.#kernel.setReference(phase);
	}
}
