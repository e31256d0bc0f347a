/**
 * Mains with one more tone, at any frequency: what is not a harmonic, and what is above 2 kHz; or
 * with another signal altogether.
 */
import { weightOf } from "../../bench/front-end/taps.ts";
import { Mains } from "../../bench/mains/model.ts";
import type { PhaseTruth } from "../../bench/source.ts";
import { CHANNELS } from "../../src/sampling.ts";
import type { Signal } from "./quality/signal.ts";

/**
 * A sine on all phases at the same time, its current in phase with its voltage. Its frequency is no
 * multiple of the mains'.
 */
export interface Tone {
	readonly hertz: number;
	/** RMS, V and A. */
	readonly voltage: number;
	readonly current: number;
}

export class MainsWithTone extends Mains {
	/** From the next frame onwards. */
	tone: Tone | undefined;
	/** In place of the settings, from the next frame onwards; the truths stay the settings'. */
	signal: Signal | undefined;
	/** Turns of the tone at the next frame. */
	#turns = 0;

	override fill(samples: Float64Array, frames: number): void {
		super.fill(samples, frames);
		this.signal?.fill(samples, frames, this.framesPerSecond);
		if (!this.tone) return;
		const { hertz, voltage, current } = this.tone;
		const step = hertz / this.framesPerSecond;
		const weight = Math.SQRT2 * weightOf(step);
		for (let at = 0; at < frames * CHANNELS; at += CHANNELS) {
			const sine = weight * Math.sin(2 * Math.PI * this.#turns);
			for (let channel = at; channel < at + CHANNELS; channel += 2) {
				samples[channel] = (samples[channel] as number) + voltage * sine;
				samples[channel + 1] = (samples[channel + 1] as number) + current * sine;
			}
			this.#turns = (this.#turns + step) % 1;
		}
	}

	override get phases(): readonly [PhaseTruth, PhaseTruth, PhaseTruth] {
		const [first, second, third] = super.phases;
		return [this.#with(first), this.#with(second), this.#with(third)];
	}

	#with(phase: PhaseTruth): PhaseTruth {
		if (!this.tone) return phase;
		const voltage = Math.hypot(phase.voltage, this.tone.voltage);
		const current = Math.hypot(phase.current, this.tone.current);
		const activePower = phase.activePower + this.tone.voltage * this.tone.current;
		const apparentPower = voltage * current;
		const powerFactor = apparentPower > 0 ? Math.abs(activePower) / apparentPower : 1;
		return { ...phase, voltage, current, activePower, apparentPower, powerFactor };
	}
}
