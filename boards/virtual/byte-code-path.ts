/** The kernel, or the kernel with the analyser, as byte code, with the kernel's memory. */
import { KernelMemory, ROOM_FRAMES } from "metrology/kernel";
import { RESULTS, SUMS } from "metrology/results";
import { TABLE_LENGTH } from "metrology/trigonometry";
import { CHANNELS } from "sampling";

/** The part of Kernel and SamplePath that is used. */
interface Path {
	readonly end: number;
	accept(count: number): boolean;
	run(): boolean;
	restart(): void;
	setReference(phase: number): void;
}

/** An array for a kernel as byte code. */
export const zeros = (length: number): number[] => new Array(length).fill(0);

export default class ByteCodePath<P extends Path> {
	/** ROOM_FRAMES × CHANNELS samples; the first free frame is {@link end}. */
	readonly samples = zeros(ROOM_FRAMES * CHANNELS);
	protected readonly path: P;
	private readonly results = zeros(RESULTS);

	/** @param make makes the kernel, or what has it, of the memory */
	constructor(make: (memory: KernelMemory) => P) {
		this.path = make(
			new KernelMemory(
				this.samples,
				this.results,
				zeros(SUMS),
				zeros(SUMS),
				zeros(SUMS),
				zeros(TABLE_LENGTH),
				zeros(2 * ROOM_FRAMES),
			),
		);
	}

	/** The first free frame of the samples. */
	get end(): number {
		return this.path.end;
	}

	/** Takes in frames that were written to the samples; false if there is no room for them. */
	accept(count: number): boolean {
		return this.path.accept(count);
	}

	/** Sums frames until a window closes; false if none has. */
	take(results: number[]): boolean {
		if (!this.path.run()) return false;
		for (let i = 0; i < RESULTS; i++) results[i] = this.results[i];
		return true;
	}

	restart(): void {
		this.path.restart();
	}

	setReference(phase: number): void {
		this.path.setReference(phase);
	}
}
