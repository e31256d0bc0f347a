/**
 * The kernel as byte code, to compare a board's with: both get the same frames and give the same
 * windows.
 */
import { FRAMES, RESULTS } from "metrology/results";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import ByteCodeKernel from "../../boards/virtual/byte-code-kernel.ts";
import { seeded } from "../../lab/fuzz/random.ts";

/** The bits of numbers, sixteen hexadecimal digits each. */
function bitsOf(numbers: readonly number[]): string {
	const view = new DataView(new ArrayBuffer(8));
	return numbers
		.map((number) => {
			view.setFloat64(0, number);
			return view.getBigUint64(0).toString(16).padStart(16, "0");
		})
		.join(" ");
}

/** Samples as the kernel has them once it has taken frames in, and nothing before. */
export function takenIn(...frames: readonly (readonly number[])[]): string {
	const kernel = new ByteCodeKernel();
	const first = CHANNELS * kernel.end;
	frames.flat().forEach((sample, i) => {
		kernel.samples[first + i] = sample;
	});
	kernel.accept(frames.length);
	return kernel.samples.slice(first, first + CHANNELS * frames.length).join(" ");
}

export class KernelReference {
	/** Bits of the results of each window that has closed. */
	readonly windows: string[] = [];
	/** Lengths of these windows in frames. */
	readonly lengths: number[] = [];
	readonly #kernel = new ByteCodeKernel();
	readonly #results: number[] = new Array(RESULTS).fill(0);

	/** Adds a frame of 24-bit samples. */
	add(frame: readonly number[]): void {
		const kernel = this.#kernel;
		for (let i = 0; i < CHANNELS; i++) kernel.samples[kernel.end * CHANNELS + i] = frame[i];
		kernel.accept(1);
		while (kernel.take(this.#results)) {
			this.windows.push(bitsOf(this.#results));
			this.lengths.push(this.#results[FRAMES]);
		}
	}

	restart(): void {
		this.#kernel.restart();
	}

	setReference(phase: number): void {
		this.#kernel.setReference(phase);
	}
}

/**
 * Frames of 50 Hz mains, near full scale, with noise: every bit of a sample is used. The same on
 * every run.
 */
export function noisyMains(count: number): number[][] {
	const random = seeded(15);
	const limit = 2 ** 23 - 1;
	return Array.from({ length: count }, (_, n) =>
		Array.from({ length: CHANNELS }, (_, channel) => {
			const phase = channel >> 1;
			const angle = 2 * Math.PI * ((50 * n) / FRAME_RATE_HZ - phase / 3);
			const noise = (random() / 2 ** 32 - 0.5) * 0.1;
			return Math.floor((0.94 * Math.sin(angle) + noise) * limit);
		}),
	);
}
