/** Keeps the last frames at a meter's terminals for the front panel. */
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { LiveScope } from "./protocol.ts";

/** Frames kept: three cycles of 50 Hz, two and a half of 40 Hz. */
const SCOPE_FRAMES = 0.06 * FRAME_RATE_HZ;

/** Steps per volt and per ampere to which samples are rounded, the resolution of a screen. */
const STEPS = [10, 1000] as const;

export class Scope {
	readonly #ring = new Float64Array(SCOPE_FRAMES * CHANNELS);
	/** Frames seen. */
	#seen = 0;

	/** Adds `frames` frames of {@link CHANNELS} numbers each. */
	add(samples: Float64Array, frames: number): void {
		const first = Math.max(0, frames - SCOPE_FRAMES);
		for (let frame = first; frame < frames; frame++) {
			const from = frame * CHANNELS;
			this.#ring.set(
				samples.subarray(from, from + CHANNELS),
				((this.#seen + frame) % SCOPE_FRAMES) * CHANNELS,
			);
		}
		this.#seen += frames;
	}

	/**
	 * Returns the frames kept; null until there are enough.
	 * @param frequency in Hz
	 */
	picture(frequency: number): LiveScope | null {
		if (this.#seen < SCOPE_FRAMES) return null;
		const channels = Array.from({ length: CHANNELS }, (_, channel) => {
			const steps = STEPS[channel % 2] ?? 1;
			return Array.from({ length: SCOPE_FRAMES }, (_, frame) => {
				const at = ((this.#seen + frame) % SCOPE_FRAMES) * CHANNELS + channel;
				return Math.round((this.#ring[at] ?? 0) * steps) / steps;
			});
		});
		return { frequency, channels };
	}
}
