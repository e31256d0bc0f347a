/**
 * Mains and an ideal front end: samples of three sine voltages and three sine currents, without
 * tolerances or noise.
 */
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import type { Mains } from "simulator/screen";

/** Peak voltage and current that drive the converter to 2^23, as in the meter's front end. */
export const FULL_SCALE_VOLTS = 800;
export const FULL_SCALE_AMPS = 10.6;

const MAXIMUM_SAMPLE = 2 ** 23 - 1;

const PHASES = CHANNELS / 2;

/** The mains until the panel's first message. */
const DEAD_MAINS: Mains = Object.freeze({
	frequency: 50,
	sequence: "123",
	angle: 0,
	voltages: Object.freeze([0, 0, 0]),
	currents: Object.freeze([0, 0, 0]),
});

/** Rounds a sample and limits it to the converter's range. */
function saturated(value: number): number {
	return Math.max(-MAXIMUM_SAMPLE, Math.min(MAXIMUM_SAMPLE, Math.round(value)));
}

export default class MainsSource {
	/** May be changed at any time; the phase angles continue without a jump. */
	mains: Mains = DEAD_MAINS;
	/** Angle of L1's voltage at the next frame, 0..2π. */
	#angleRad = 0;

	/** Writes the next `count` frames to `samples`. */
	fill(samples: Int32Array, count: number): void {
		const { frequency, sequence, angle, voltages, currents } = this.mains;
		const stepRad = (2 * Math.PI * frequency) / FRAME_RATE_HZ;
		// Applies the droop of the converter's sinc3 filter, which metrology compensates.
		const peak = Math.SQRT2 * (Math.sin(stepRad / 2) / (stepRad / 2)) ** 3 * 2 ** 23;
		const separationRad = ((sequence === "123" ? -1 : 1) * 2 * Math.PI) / 3;
		const lagRad = (angle * Math.PI) / 180;
		let at = 0;
		for (let frame = 0; frame < count; frame++) {
			for (let phase = 0; phase < PHASES; phase++) {
				const angleRad = this.#angleRad + phase * separationRad;
				const voltage = (voltages[phase] / FULL_SCALE_VOLTS) * peak * Math.sin(angleRad);
				const current = (currents[phase] / FULL_SCALE_AMPS) * peak * Math.sin(angleRad - lagRad);
				samples[at++] = saturated(voltage);
				samples[at++] = saturated(current);
			}
			this.#angleRad = (this.#angleRad + stepRad) % (2 * Math.PI);
		}
	}
}
