/**
 * Detectors on the meter's outputs: an optical head at the LED, pulse counters at the S0 outputs.
 */
import { Pin } from "../../boards/virtual/link.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";

/** Pins of the outputs, in the order of {@link Outputs.states}. */
const PINS: readonly number[] = [Pin.LED, Pin.S0_1, Pin.S0_2];

/** One output as its detector sees it. */
export interface OutputState {
	/** Pulses that have started since the bench started. */
	pulses: number;
	/** Length of the last complete pulse in ms; 0 before there is one. */
	widthMs: number;
	/** True if a pulse is under way. */
	high: boolean;
}

/** They keep their counts while the meter's supply is off. */
export class Outputs {
	readonly #states = PINS.map((): OutputState => ({ pulses: 0, widthMs: 0, high: false }));
	/** Frame at which each output's last pulse started. */
	readonly #begun = PINS.map(() => 0);

	/** Red LED, S0 1, S0 2. */
	get states(): readonly OutputState[] {
		return this.#states;
	}

	/** A pin has a level from `frame` onwards; pins that are no outputs are ignored. */
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

	/** The supply has gone: the outputs are low, and a pulse cut short has no width. */
	off(): void {
		for (const state of this.#states) state.high = false;
	}
}
