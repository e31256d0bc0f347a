/** The contract between the firmware and a board that analyses power quality. */

/** Power quality of the frames (quality/analyser); only values that are asked for cross. */
export interface QualityAnalyser {
	/** The result, or the sample of a recorded waveform, at a place (quality/results). */
	at(place: number): number;
	/** Starts or stops the analysis, which costs as much as the sums; it is off until then. */
	enable(on: boolean): void;
	/**
	 * Has a waveform recorded when the mean square of a phase's voltage (0..2) over a cycle leaves
	 * these limits, in steps of the kernel; a high limit of 0 is none.
	 */
	setLimits(phase: number, low: number, high: number): void;
}
