/** Keeps the last seconds at a meter's terminals, to be saved as a file. */
import {
	CHANNELS_OF_METER,
	cffOf,
	csvOf,
	type Waveform,
	type WaveformChannel,
} from "../../client/waveform-file.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";

/** Frames kept: five seconds. */
const KEPT_FRAMES = 5 * FRAME_RATE_HZ;

/** Largest stored number of a file, and the volts or amperes that it stands for. */
const LARGEST = 99_999;
const FULL_SCALE = { V: 1000, A: 20 } as const;

const COLUMNS: readonly WaveformChannel[] = CHANNELS_OF_METER.map((channel) => ({
	...channel,
	factor: FULL_SCALE[channel.unit] / LARGEST,
	primary: 1,
	secondary: 1,
}));

export class Recorder {
	#ring = new Float32Array(0);
	/** Frames seen since the start. */
	#seen = 0;

	/** Adds `frames` frames of {@link CHANNELS} numbers each. */
	add(samples: Float64Array, frames: number): void {
		if (this.#ring.length === 0) this.#ring = new Float32Array(KEPT_FRAMES * CHANNELS);
		for (let frame = 0; frame < frames; frame++) {
			const from = frame * CHANNELS;
			const at = ((this.#seen + frame) % KEPT_FRAMES) * CHANNELS;
			this.#ring.set(samples.subarray(from, from + CHANNELS), at);
		}
		this.#seen += frames;
	}

	/** Forgets what it has, so that a file has no gap. */
	clear(): void {
		this.#ring = new Float32Array(0);
		this.#seen = 0;
	}

	/** Comma-separated values: time in ms, volts, amperes. */
	csv(): string {
		// Factors of 1 and values unrounded: a table need not fit the numbers of a recording.
		const channels = COLUMNS.map((channel) => ({ ...channel, factor: 1 }));
		return csvOf(this.#waveform({ channels }, (values) => values));
	}

	/** A COMTRADE recording in one file. */
	comtrade(serialNumber: string, frequency: number): string {
		const stored = (values: readonly number[]): readonly number[] =>
			values.map((value, index) => Math.round(value / (COLUMNS[index]?.factor ?? 1)));
		return cffOf(this.#waveform({ serialNumber, frequency }, stored));
	}

	/** The frames that are kept, from the oldest to the newest. */
	#waveform(
		part: Partial<Waveform>,
		stored: (values: readonly number[]) => readonly number[],
	): Waveform {
		const length = Math.min(this.#seen, KEPT_FRAMES);
		return {
			serialNumber: "",
			frequency: 0,
			rateHz: FRAME_RATE_HZ,
			channels: COLUMNS,
			largest: LARGEST,
			length,
			stored: (frame) => {
				const at = ((this.#seen - length + frame) % KEPT_FRAMES) * CHANNELS;
				return stored(Array.from(this.#ring.subarray(at, at + CHANNELS)));
			},
			...part,
		};
	}
}
