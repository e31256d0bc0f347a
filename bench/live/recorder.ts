/** Keeps the last seconds at a meter's terminals, to be saved as a file. */
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";

/** Frames kept: five seconds. */
const KEPT_FRAMES = 5 * FRAME_RATE_HZ;

/** Names and units of the channels, in their order in a frame. */
const COLUMNS = [
	{ name: "V1", phase: "L1", unit: "V" },
	{ name: "I1", phase: "L1", unit: "A" },
	{ name: "V2", phase: "L2", unit: "V" },
	{ name: "I2", phase: "L2", unit: "A" },
	{ name: "V3", phase: "L3", unit: "V" },
	{ name: "I3", phase: "L3", unit: "A" },
] as const;

/** Largest stored number of a COMTRADE file, and the volts or amperes that it stands for. */
const LARGEST = 99_999;
const FULL_SCALE = { V: 1000, A: 20 } as const;

/** Decimals of a CSV: 10 µV and 1 µA. */
const DECIMALS = { V: 5, A: 6 } as const;

const MICROSECONDS_PER_FRAME = 1e6 / FRAME_RATE_HZ;

/** Days, months and times of a recording that has no clock: the meter knows none. */
const NO_DATE = "01/01/2000,00:00:00.000000";

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
		const head = ["ms", ...COLUMNS.map(({ name, unit }) => `${name} ${unit}`)].join(",");
		const lines = this.#frames((values, frame) => {
			const columns = values.map((value, index) =>
				value.toFixed(DECIMALS[COLUMNS[index]?.unit ?? "V"]),
			);
			return [(frame * 1000) / FRAME_RATE_HZ, ...columns].join(",");
		});
		return [head, ...lines, ""].join("\r\n");
	}

	/** A COMTRADE recording in one file (IEEE C37.111-2013, .cff), samples as text. */
	comtrade(serialNumber: string, frequency: number): string {
		const data = this.#frames((values, frame) => {
			const stored = values.map((value, index) => Math.round(value / factorOf(index)));
			return [frame + 1, Math.round(frame * MICROSECONDS_PER_FRAME), ...stored].join(",");
		});
		const channels = COLUMNS.map(({ name, phase, unit }, index) =>
			[index + 1, name, phase, "", unit, factorOf(index), 0, 0, -LARGEST, LARGEST, 1, 1, "S"].join(
				",",
			),
		);
		const configuration = [
			`Ambit,${serialNumber},2013`,
			`${CHANNELS},${CHANNELS}A,0D`,
			...channels,
			frequency.toFixed(3),
			"1",
			`${FRAME_RATE_HZ},${data.length}`,
			NO_DATE,
			NO_DATE,
			"ASCII",
			"1",
			"0,0",
			"0,0",
		];
		const text = `${data.join("\r\n")}\r\n`;
		return [
			"--- file type: CFG ---",
			...configuration,
			`--- file type: DAT ASCII: ${text.length} ---`,
			text,
		].join("\r\n");
	}

	/** Writes each frame that is kept, from the oldest to the newest, as a line. */
	#frames(write: (values: readonly number[], frame: number) => string): string[] {
		const count = Math.min(this.#seen, KEPT_FRAMES);
		return Array.from({ length: count }, (_, frame) => {
			const at = ((this.#seen - count + frame) % KEPT_FRAMES) * CHANNELS;
			return write(Array.from(this.#ring.subarray(at, at + CHANNELS)), frame);
		});
	}
}

/** Volts or amperes of a stored 1. */
function factorOf(channel: number): number {
	return FULL_SCALE[COLUMNS[channel]?.unit ?? "V"] / LARGEST;
}
