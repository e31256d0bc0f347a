/** Keeps the last frames at a meter's terminals, for those who look on. */
import { CHANNELS } from "../source.ts";
import type { LiveScope } from "./protocol.ts";

/** Frames that are kept: three cycles of 50 Hz, two and a half of 40 Hz. */
export const SCOPE_FRAMES = 240;

/** Steps a volt and an ampere to which samples are rounded: what a screen can show. */
const STEPS = [10, 1000] as const;

export class Scope {
	readonly #ring = new Float64Array(SCOPE_FRAMES * CHANNELS);
	/** Frames seen. */
	#seen = 0;

	/** Takes `frames` frames, {@link CHANNELS} numbers each. */
	take(samples: Float64Array, frames: number): void {
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

	/** What is kept; null until there is enough. @param frequency in Hz */
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
