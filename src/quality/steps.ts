/** Volts and amperes of a step of the kernel, by the meter's calibration. */
import { SAMPLE_SHIFT } from "metrology/channels";
import type Metrology from "metrology/metrology";

/** Steps of the converter in one of the kernel. */
const STEP = 2 ** SAMPLE_SHIFT;

/** A fundamental below these has no ratios, being mostly noise: V, A. */
export const LEAST_VOLTS = 10;
export const LEAST_AMPS = 0.005;

export default class Steps {
	private readonly metrology: Metrology;

	constructor(metrology: Metrology) {
		this.metrology = metrology;
	}

	/** V in a step of the voltage of a phase, 0..2, at the meter's terminals. */
	volts(phase: number): number {
		const { calibration, window } = this.metrology;
		return calibration.voltsPerStep * STEP * window.correction.voltageGains[phase];
	}

	/** A in a step of the current of a phase, 0..2, at the meter's terminals. */
	amps(phase: number): number {
		const { calibration, window } = this.metrology;
		return calibration.ampsPerStep * STEP * window.correction.currentGains[phase];
	}
}
