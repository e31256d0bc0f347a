/** Signals of known truth for the analyser, as an ideal sinc³ converter gives them. */
import { HARMONICS, RESULTS, SUBGROUPS } from "quality/results";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import ByteCodeSamplePath from "../../boards/virtual/byte-code-sample-path.ts";

const BLOCK_FRAMES = 160;
const STEPS = 2 ** 23;
/** Steps of the converter in one of the kernel. */
const STEP = 16;

/** A part of a signal: its order, whole or not, and its RMS as a part of full scale. */
export interface Part {
	readonly order: number;
	readonly rms: number;
	/** Radians at the start. */
	readonly at?: number;
}

/** Sample of a channel in a frame, as a part of full scale. */
export type Signal = (frame: number, channel: number) => number;

/** The sum of parts at `frequency` Hz, as it leaves the converter. */
export function sum(parts: readonly Part[], frequency: number): (frame: number) => number {
	const waves = parts.map(({ order, rms, at = 0 }) => {
		const omega = (2 * Math.PI * frequency * order) / FRAME_RATE_HZ;
		const droop = (Math.sin(omega / 2) / (omega / 2)) ** 3;
		return { omega, size: rms * Math.SQRT2 * droop, at };
	});
	return (frame) =>
		waves.reduce((total, { omega, size, at }) => total + size * Math.sin(omega * frame + at), 0);
}

/** Runs the analyser over frames of a signal. */
export function analyse(
	signal: Signal,
	frames: number,
	limits?: { readonly low: number; readonly high: number },
) {
	const path = new ByteCodeSamplePath();
	const windows: number[] = new Array(64).fill(0);
	path.analyser.enable(true);
	for (let phase = 0; phase < 3; phase++) {
		const square = (rms: number): number => ((rms * STEPS) / STEP) ** 2;
		if (limits) path.analyser.setLimits(phase, square(limits.low), square(limits.high));
	}
	for (let frame = 0; frame < frames; frame += BLOCK_FRAMES) {
		for (let i = 0; i < BLOCK_FRAMES; i++)
			for (let channel = 0; channel < CHANNELS; channel++)
				path.samples[CHANNELS * (path.end + i) + channel] = Math.round(
					signal(frame + i, channel) * STEPS,
				);
		path.accept(BLOCK_FRAMES);
		while (path.take(windows));
	}
	const at = (place: number): number => path.analyser.at(place);
	return {
		at,
		/** RMS of a harmonic as a part of full scale. */
		harmonic: (channel: number, order: number): number =>
			(Math.sqrt(at(SUBGROUPS + HARMONICS * channel + order - 1)) * STEP) / STEPS,
		/** RMS as a part of full scale of a mean square in steps. */
		rms: (place: number): number => (Math.sqrt(at(place)) * STEP) / STEPS,
		sample: (record: number, index: number): number =>
			at(RESULTS + record * 256 * CHANNELS + index),
	};
}
