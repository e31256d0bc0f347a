/**
 * The compiled kernel's entry, for AssemblyScript: one kernel with static arrays, and the functions
 * that engines call (sample-path.c, engine/node/sample-path.ts).
 */
/// <reference path="./assembly.d.ts" />
import { TABLE_LENGTH } from "metrology/carrier";
import { Kernel, KernelMemory, ROOM_FRAMES } from "metrology/kernel";
import { FRAMES, RESULTS, SUMS } from "metrology/results";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";

const samples = new StaticArray<i32>(ROOM_FRAMES * CHANNELS);
const results = new StaticArray<f64>(RESULTS);
const kernel = new Kernel(
	new KernelMemory(
		samples,
		results,
		new StaticArray<i64>(SUMS),
		new StaticArray<i64>(SUMS),
		new StaticArray<f64>(SUMS),
		new StaticArray<i32>(TABLE_LENGTH),
		new StaticArray<i32>(2 * ROOM_FRAMES),
	),
);

/** Address of the samples. */
export function samplesAt(): usize {
	return changetype<usize>(samples);
}

/** Address of the results. */
export function resultsAt(): usize {
	return changetype<usize>(results);
}

/** First address after all that the module uses: made last, and never freed. */
const end = heap.alloc(0);

export function memoryEnd(): usize {
	return end;
}

export function roomFrames(): i32 {
	return ROOM_FRAMES;
}

export function channels(): i32 {
	return CHANNELS;
}

export function resultCount(): i32 {
	return RESULTS;
}

/** Place of a window's length in frames. */
export function framesPlace(): i32 {
	return FRAMES;
}

/** Frames per second. */
export function frameRateHz(): i32 {
	return FRAME_RATE_HZ as i32;
}

/** The first free frame of the samples. */
export function firstFree(): i32 {
	return kernel.end;
}

export function accept(count: i32): bool {
	return kernel.accept(count);
}

export function run(): bool {
	return kernel.run();
}

export function restart(): void {
	kernel.restart();
}

export function setReference(phase: i32): void {
	kernel.setReference(phase);
}
