/**
 * The compiled kernel's entry, for AssemblyScript: one kernel with static arrays, and the functions
 * that engines call (sample-path.c, engine/node/sample-path.ts).
 */
/// <reference path="./assembly.d.ts" />
import { KEPT_FRAMES, KernelMemory, ROOM_FRAMES } from "metrology/kernel";
import { FRAMES, RESULTS, SUMS } from "metrology/results";
import { TABLE_LENGTH } from "metrology/trigonometry";
import { AnalyserMemory } from "quality/analyser-memory";
import { CYCLE_POINTS, FOLD_LENGTH } from "quality/fold";
import { RECORDER_LENGTH } from "quality/recorder";
import { RESULTS as QUALITY_RESULTS } from "quality/results";
import { SamplePath } from "quality/sample-path";
import { COSINES } from "quality/spectrum";
import { SPLINE_LENGTH } from "quality/spline";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";

const samples = new StaticArray<i32>(ROOM_FRAMES * CHANNELS);
const results = new StaticArray<f64>(RESULTS);
const path = new SamplePath(
	new KernelMemory(
		samples,
		results,
		new StaticArray<i64>(SUMS),
		new StaticArray<i64>(SUMS),
		new StaticArray<f64>(SUMS),
		new StaticArray<i32>(TABLE_LENGTH),
		new StaticArray<i32>(2 * ROOM_FRAMES),
	),
	new AnalyserMemory(
		new StaticArray<f64>(QUALITY_RESULTS),
		new StaticArray<i32>(FOLD_LENGTH),
		new StaticArray<i32>(SPLINE_LENGTH),
		new StaticArray<i32>(RECORDER_LENGTH),
		new StaticArray<f64>(CYCLE_POINTS),
		new StaticArray<f64>(CYCLE_POINTS),
		new StaticArray<f64>(COSINES),
		new StaticArray<i32>(CHANNELS),
		new StaticArray<i32>(CHANNELS),
		new StaticArray<f64>(CHANNELS + 3),
		new StaticArray<i32>(CHANNELS),
		new StaticArray<f64>(CHANNELS),
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

export function keptFrames(): i32 {
	return KEPT_FRAMES;
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
	return path.end;
}

export function accept(count: i32): bool {
	return path.accept(count);
}

export function run(): bool {
	return path.run();
}

export function restart(): void {
	path.restart();
}

export function setReference(phase: i32): void {
	path.setReference(phase);
}

/** Number of the analyser's results without its waveforms. */
export function qualityCount(): i32 {
	return QUALITY_RESULTS;
}

/** A result of the analyser. */
export function quality(place: i32): f64 {
	return path.analyser.at(place);
}

export function enableQuality(on: bool): void {
	path.analyser.enable(on);
}

export function setQualityLimits(phase: i32, low: f64, high: f64): void {
	path.analyser.setLimits(phase, low, high);
}
