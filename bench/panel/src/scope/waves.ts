/** What can be told from the last frames at the terminals. */
import type { LiveScope } from "../../../live/protocol.ts";

/** Fundamental of a channel: RMS in V or A, angle in degrees from the first voltage's rising crossing on. */
export interface Phasor {
	readonly rms: number;
	readonly angle: number;
}

/** Below this a voltage cannot trigger, V. */
const TRIGGER_VOLTAGE = 5;

/** V1, V2, V3 among the channels. */
const VOLTAGES = [0, 2, 4] as const;

/** The voltage that triggers: the first that is there. */
function triggerOf({ channels }: LiveScope): readonly number[] {
	const strong = VOLTAGES.find((index) => Math.max(...channels[index]) > TRIGGER_VOLTAGE);
	return channels[strong ?? 0];
}

/** Frame, with a fraction, of the trigger's first rising zero crossing; 0 where there is none. */
export function crossingOf(scope: LiveScope): number {
	const samples = triggerOf(scope);
	for (let frame = 1; frame < samples.length; frame++) {
		const [before, after] = [samples[frame - 1], samples[frame]];
		if (before < 0 && after >= 0) return frame - after / (after - before);
	}
	return 0;
}

/**
 * Fundamentals of all channels, by correlation over whole cycles.
 * @param rate frames a second
 */
export function phasorsOf(scope: LiveScope, rate: number): Phasor[] {
	const { frequency, channels } = scope;
	const length = channels[0].length;
	const cycles = Math.max(1, Math.floor((length * frequency) / rate));
	const count = Math.min(length, Math.round((cycles * rate) / frequency));
	const step = (2 * Math.PI * frequency) / rate;
	const origin = crossingOf(scope);
	return channels.map((samples) => {
		let inPhase = 0;
		let quadrature = 0;
		for (let frame = 0; frame < count; frame++) {
			inPhase += samples[frame] * Math.sin(step * (frame - origin));
			quadrature += samples[frame] * Math.cos(step * (frame - origin));
		}
		const angle = (Math.atan2(quadrature, inPhase) * 180) / Math.PI;
		return { rms: (Math.SQRT2 * Math.hypot(inPhase, quadrature)) / count, angle };
	});
}
