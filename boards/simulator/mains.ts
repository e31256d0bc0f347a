/**
 * The mains of the simulator and what a front end makes of them: three sines of voltage and three of current, in
 * packed words (see `board`), without tolerances or noise.
 */
import { CURRENT_BITS, CURRENT_SHIFT, FRAME_RATE_HZ, VOLTAGE_SHIFT, WORDS_PER_FRAME } from "board";
import type { Mains } from "simulator/screen";

/** Peaks in V and A that drive the converter to 2^23, those of the meter's real front end. */
export const FULL_SCALE_VOLTAGE = 800;
export const FULL_SCALE_CURRENT = 10.6;

/** Largest sample. */
const MAXIMUM = 2 ** 23 - 1;

const FIELD = 2 ** CURRENT_BITS - 1;

/** What stands at the terminals until the panel speaks, which is at once. */
const DEAD: Mains = Object.freeze({
	frequency: 50,
	sequence: "123",
	angle: 0,
	voltages: Object.freeze([0, 0, 0]),
	currents: Object.freeze([0, 0, 0]),
});

/** A sample, held at the converter's end of range. */
function saturated(value: number): number {
	return Math.max(-MAXIMUM, Math.min(MAXIMUM, Math.round(value)));
}

export default class MainsSource {
	/** May be changed at any time; the phases go on from where they are. */
	mains: Mains = DEAD;
	/** Angle of L1's voltage at the next frame, in radians, 0..2π. */
	#angle = 0;

	/** Writes the next `count` frames to `words` from index `at` on. */
	fill(words: number[], at: number, count: number): void {
		const { frequency, sequence, angle, voltages, currents } = this.mains;
		const step = (2 * Math.PI * frequency) / FRAME_RATE_HZ;
		// What the converter's sinc3 filter takes off, since metrology puts it back.
		const peak = Math.SQRT2 * (Math.sin(step / 2) / (step / 2)) ** 3 * 2 ** 23;
		const apart = ((sequence === "123" ? -1 : 1) * 2 * Math.PI) / 3;
		const lag = (angle * Math.PI) / 180;
		for (let frame = 0; frame < count; frame++) {
			for (let phase = 0; phase < WORDS_PER_FRAME; phase++) {
				const now = this.#angle + phase * apart;
				const voltage = saturated((voltages[phase] / FULL_SCALE_VOLTAGE) * peak * Math.sin(now));
				const current = saturated(
					(currents[phase] / FULL_SCALE_CURRENT) * peak * Math.sin(now - lag),
				);
				words[at++] =
					((voltage >> VOLTAGE_SHIFT) << CURRENT_BITS) | ((current >> CURRENT_SHIFT) & FIELD);
			}
			this.#angle = (this.#angle + step) % (2 * Math.PI);
		}
	}
}
