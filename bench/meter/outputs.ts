/** What hangs on the meter's outputs: an optical head at the LED and pulse counters at the S0 outputs. */
import { Pin } from "../../boards/virtual/link.ts";
import { FRAME_RATE_HZ } from "../source.ts";

/** Pins of the outputs, in the order in which they are told. */
const PINS: readonly number[] = [Pin.LED, Pin.S0_1, Pin.S0_2];

/** One output as it was seen. */
export interface OutputState {
	/** Pulses that have begun since the bench started. */
	pulses: number;
	/** Length of the last pulse that has ended, ms; 0 before there is one. */
	widthMs: number;
	/** Whether a pulse is under way. */
	high: boolean;
}

/** See the file's head. They go on counting when the meter's supply comes back. */
export class Outputs {
	readonly #states = PINS.map((): OutputState => ({ pulses: 0, widthMs: 0, high: false }));
	/** Frame at which each output's last pulse began. */
	readonly #begun = PINS.map(() => 0);

	/** Red LED, S0 1, S0 2. */
	get states(): readonly OutputState[] {
		return this.#states;
	}

	/** A pin has a level from `frame` on; what is no output is none of these. */
	change(frame: number, pin: number, level: 0 | 1): void {
		const index = PINS.indexOf(pin);
		const state = this.#states[index];
		if (!state || state.high === (level === 1)) return;
		state.high = level === 1;
		if (state.high) {
			state.pulses++;
			this.#begun[index] = frame;
		} else state.widthMs = ((frame - (this.#begun[index] ?? frame)) * 1000) / FRAME_RATE_HZ;
	}

	/** The supply is gone: an output is low without it, and how long the pulse was is nobody's setting. */
	off(): void {
		for (const state of this.#states) state.high = false;
	}
}
