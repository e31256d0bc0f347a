/** The kernel and the analyser as byte code: the reference for the compiled ones. */
import { AnalyserMemory } from "quality/analyser-memory";
import { CYCLE_POINTS, FOLD_LENGTH } from "quality/fold";
import { RECORDER_LENGTH } from "quality/recorder";
import { RESULTS } from "quality/results";
import { SamplePath } from "quality/sample-path";
import { COSINES } from "quality/spectrum";
import { SPLINE_LENGTH } from "quality/spline";
import type { QualityAnalyser } from "quality-analyser";
import { CHANNELS } from "sampling";
import ByteCodePath, { zeros } from "./byte-code-path";

export default class ByteCodeSamplePath extends ByteCodePath<SamplePath> {
	constructor() {
		const memory = new AnalyserMemory(
			zeros(RESULTS),
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
		);
		super((kernel) => new SamplePath(kernel, memory));
	}

	/** The analyser of the same frames. */
	get analyser(): QualityAnalyser {
		return this.path.analyser;
	}
}
