/**
 * Mains and an ideal front end: samples of three sine voltages and three sine currents, without
 * tolerances or noise.
 */
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import type { Mains } from "simulator/screen";

/** Peak voltage and current that drive the converter to 2^23, as in the meter's front end. */
export const FULL_SCALE_VOLTS = 800;
export const FULL_SCALE_AMPS = 30;

const MAXIMUM_SAMPLE = 2 ** 23 - 1;

const PHASES = CHANNELS / 2;

/** The mains until the panel's first message. */
const DEAD_MAINS: Mains = Object.freeze({
	wiring: "3P4W",
	frequency: 50,
	sequence: "123",
	angles: Object.freeze([0, 0, 0]),
	voltages: Object.freeze([0, 0, 0]),
	currents: Object.freeze([0, 0, 0]),
});

/** Phases that a wiring connects. */
const CONNECTED = Object.freeze({
	"3P4W": Object.freeze([true, true, true]),
	"3P3W": Object.freeze([true, false, true]),
	"2P3W": Object.freeze([true, true, false]),
	"1P2W": Object.freeze([true, false, false]),
} as const);

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
		const { wiring, frequency, angles, voltages, currents } = this.mains;
		const connected = CONNECTED[wiring];
		const stepRad = (2 * Math.PI * frequency) / FRAME_RATE_HZ;
		// Applies the droop of the converter's sinc3 filter, which metrology compensates.
		const peak = Math.SQRT2 * (Math.sin(stepRad / 2) / (stepRad / 2)) ** 3 * 2 ** 23;
		const separationRad = this.#separationRad;
		let at = 0;
		for (let frame = 0; frame < count; frame++) {
			const onN = wiring === "3P3W" ? voltages[1] * Math.sin(this.#angleRad + separationRad) : 0;
			for (let phase = 0; phase < PHASES; phase++) {
				const angleRad = this.#angleRad + phase * separationRad;
				const lagRad = (angles[phase] * Math.PI) / 180;
				const volts = connected[phase] ? voltages[phase] * Math.sin(angleRad) - onN : 0;
				const amps = connected[phase] ? currents[phase] * Math.sin(angleRad - lagRad) : 0;
				samples[at++] = saturated((volts / FULL_SCALE_VOLTS) * peak);
				samples[at++] = saturated((amps / FULL_SCALE_AMPS) * peak);
			}
			this.#angleRad = (this.#angleRad + stepRad) % (2 * Math.PI);
		}
	}

	/** Angle of a phase's voltage before the next phase's. */
	get #separationRad(): number {
		const { wiring, sequence } = this.mains;
		if (wiring === "2P3W") return Math.PI;
		return ((sequence === "123" ? -1 : 1) * 2 * Math.PI) / 3;
	}
}
