/** The kernel and the analyser as byte code: the reference for the compiled ones. */

import { TABLE_LENGTH } from "metrology/carrier";
import { KernelMemory, ROOM_FRAMES } from "metrology/kernel";
import { RESULTS, SUMS } from "metrology/results";
import { AnalyserMemory } from "quality/analyser-memory";
import { CYCLE_POINTS, FOLD_LENGTH } from "quality/fold";
import { RECORDER_LENGTH } from "quality/recorder";
import { RESULTS as QUALITY_RESULTS } from "quality/results";
import { SamplePath } from "quality/sample-path";
import { COSINES } from "quality/spectrum";
import { SPLINE_LENGTH } from "quality/spline";
import type { QualityAnalyser } from "quality-analyser";
import { CHANNELS } from "sampling";

const zeros = (length: number): number[] => new Array(length).fill(0);

export default class ByteCodeSamplePath {
	/** ROOM_FRAMES × CHANNELS samples; the first free frame is {@link end}. */
	readonly samples = zeros(ROOM_FRAMES * CHANNELS);
	readonly #results = zeros(RESULTS);
	readonly #path = new SamplePath(
		new KernelMemory(
			this.samples,
			this.#results,
			zeros(SUMS),
			zeros(SUMS),
			zeros(SUMS),
			zeros(TABLE_LENGTH),
			zeros(2 * ROOM_FRAMES),
		),
		new AnalyserMemory(
			zeros(QUALITY_RESULTS),
			zeros(FOLD_LENGTH),
			zeros(SPLINE_LENGTH),
			zeros(RECORDER_LENGTH),
			zeros(CYCLE_POINTS),
			zeros(CYCLE_POINTS),
			zeros(COSINES),
			zeros(CHANNELS),
			zeros(CHANNELS),
			zeros(CHANNELS + 3),
			zeros(CHANNELS),
			zeros(CHANNELS),
		),
	);

	/** The first free frame of the samples. */
	get end(): number {
		return this.#path.end;
	}

	/** Takes in frames that were written to the samples; false if there is no room for them. */
	accept(count: number): boolean {
		return this.#path.accept(count);
	}

	/** Sums frames until a window closes; false if none has. */
	take(results: number[]): boolean {
		if (!this.#path.run()) return false;
		for (let i = 0; i < RESULTS; i++) results[i] = this.#results[i];
		return true;
	}

	/** The analyser of the same frames. */
	get analyser(): QualityAnalyser {
		return this.#path.analyser;
	}

	restart(): void {
		this.#path.restart();
	}

	setReference(phase: number): void {
		this.#path.setReference(phase);
	}
}
