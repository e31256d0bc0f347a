/** Analyses the latest frames at the terminals. */
import type { LiveScope } from "../../../live/protocol.ts";

/** Fundamental of a channel: RMS (V or A) and angle (degrees) after the trigger. */
export interface Phasor {
	readonly rms: number;
	readonly angle: number;
}

/** Least peak voltage that can trigger. */
const TRIGGER_V = 5;

/** Indices of V1, V2, V3 in the channels. */
const VOLTAGES = [0, 2, 4] as const;

/** Returns the voltage that triggers: the first one present. */
function triggerOf({ channels }: LiveScope): readonly number[] {
	const strong = VOLTAGES.find((index) => Math.max(...channels[index]) > TRIGGER_V);
	return channels[strong ?? 0];
}

/** Returns the frame, with fraction, of the trigger's first rising zero crossing; 0 if none. */
export function crossingOf(scope: LiveScope): number {
	const samples = triggerOf(scope);
	for (let frame = 1; frame < samples.length; frame++) {
		const [previous, next] = [samples[frame - 1], samples[frame]];
		if (previous < 0 && next >= 0) return frame - next / (next - previous);
	}
	return 0;
}

/**
 * Returns the fundamentals of all channels, by correlation over whole cycles.
 * @param rateHz frames per second
 */
export function phasorsOf(scope: LiveScope, rateHz: number): Phasor[] {
	const { frequency, channels } = scope;
	const length = channels[0].length;
	const cycles = Math.max(1, Math.floor((length * frequency) / rateHz));
	const count = Math.min(length, Math.round((cycles * rateHz) / frequency));
	const step = (2 * Math.PI * frequency) / rateHz;
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

/** Highest order that the samples of three cycles tell apart from the others. */
export const HIGHEST_ORDER = 25;

/**
 * Returns the RMS of the harmonics 1 to {@link HIGHEST_ORDER} of a channel, by correlation over
 * whole cycles.
 * @param rateHz frames per second
 */
export function harmonicsOf(
	{ frequency, channels }: LiveScope,
	channel: number,
	rateHz: number,
): number[] {
	const samples = channels[channel];
	const cycles = Math.max(1, Math.floor((samples.length * frequency) / rateHz));
	const count = Math.min(samples.length, Math.round((cycles * rateHz) / frequency));
	return Array.from({ length: HIGHEST_ORDER }, (_, index) => {
		const step = (2 * Math.PI * (index + 1) * frequency) / rateHz;
		let inPhase = 0;
		let quadrature = 0;
		for (let frame = 0; frame < count; frame++) {
			inPhase += samples[frame] * Math.sin(step * frame);
			quadrature += samples[frame] * Math.cos(step * frame);
		}
		return (Math.SQRT2 * Math.hypot(inPhase, quadrature)) / count;
	});
}
