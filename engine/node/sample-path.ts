// SPDX-License-Identifier: Apache-2.0
/** host.meter and its like: the WebAssembly module of the kernel, equal to engine/xs/meter.c. */
/// <reference path="../kernel/web-assembly.d.ts" />
import { BYTES_PER_FRAME } from "../../boards/virtual/link.ts";
import { sampleAt } from "./unpack.ts";

/** Exports of engine/kernel/module.ts. */
interface KernelModule {
	readonly memory: WebAssembly.Memory;
	samplesAt(): number;
	resultsAt(): number;
	roomFrames(): number;
	channels(): number;
	resultCount(): number;
	firstFree(): number;
	accept(count: number): number;
	run(): number;
	restart(): void;
	setReference(phase: number): void;
	quality(place: number): number;
	enableQuality(on: number): void;
	setQualityLimits(phase: number, low: number, high: number): void;
}

/** The frames being delivered, through the kernel. */
export class SamplePath {
	readonly #kernel: KernelModule;
	readonly #samples: Int32Array;
	readonly #results: Float64Array;
	readonly #channels: number;
	#frames: Uint8Array = new Uint8Array(0);
	/** Frames of them that the kernel has taken in. */
	#taken = 0;

	/** @param module the kernel's, as made by engine/image/kernel.ts */
	constructor(module: Uint8Array<ArrayBuffer>) {
		const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
		const kernel = exports as unknown as KernelModule;
		const { buffer } = kernel.memory;
		this.#kernel = kernel;
		this.#channels = kernel.channels();
		const room = kernel.roomFrames() * this.#channels;
		this.#samples = new Int32Array(buffer, kernel.samplesAt(), room);
		this.#results = new Float64Array(buffer, kernel.resultsAt(), kernel.resultCount());
	}

	/** Sets the frames that {@link meter} takes: bytes as in FRAMES. */
	setFrames(bytes: Uint8Array): void {
		this.#frames = bytes;
		this.#taken = 0;
	}

	/** Sums frames until a window closes, and writes its results; false if none are left. */
	meter(results: number[]): boolean {
		const { length } = this.#results;
		if (!Array.isArray(results)) throw new TypeError("meter: argument 0 is not a plain array");
		if (results.length < length)
			throw new RangeError(`meter: the array has no element ${length - 1}`);
		while (!this.#kernel.run()) if (!this.#takeIn()) return false;
		for (let i = 0; i < length; i++) results[i] = this.#results[i];
		return true;
	}

	restart(): void {
		this.#kernel.restart();
	}

	setReference(phase: number): void {
		this.#kernel.setReference(phase);
	}

	quality(place: number): number {
		return this.#kernel.quality(place);
	}

	enableQuality(on: boolean): void {
		this.#kernel.enableQuality(on ? 1 : 0);
	}

	setQualityLimits(phase: number, low: number, high: number): void {
		this.#kernel.setQualityLimits(phase, low, high);
	}

	/** Takes in as many frames as there is room for; false if there are none left. */
	#takeIn(): boolean {
		const kernel = this.#kernel;
		const channels = this.#channels;
		const free = kernel.firstFree();
		const first = this.#taken;
		const delivered = this.#frames.length / BYTES_PER_FRAME;
		const count = Math.min(delivered - first, kernel.roomFrames() - free);
		for (let i = 0; i < count * channels; i++)
			this.#samples[free * channels + i] = sampleAt(this.#frames, first * channels + i);
		this.#taken += count;
		return count > 0 && kernel.accept(count) !== 0;
	}
}
