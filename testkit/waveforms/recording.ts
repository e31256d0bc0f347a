/** A recording to generate: its channels as formulas, its header as a recorder writes it. */
import { type Signal, valueAt } from "./signal.ts";

/** Format of the samples, by its name in the standard. */
export type DataType = "ASCII" | "BINARY" | "BINARY32" | "FLOAT32";

/** An analog channel. A sample is multiplier · stored + offset, in the unit. */
export interface Channel {
	/** One character a byte: a name in another encoding is written with its bytes. */
	readonly name: string;
	readonly unit: string;
	readonly multiplier: number;
	readonly offset: number;
	/** Sampled this much later than the record's time, in µs. */
	readonly skewUs: number;
	/** In the unit; a channel without one records 0. */
	readonly signal?: Signal;
}

/** Samples up to `end`, counted from 1, at a rate. */
export interface Section {
	readonly rateHz: number;
	readonly end: number;
}

/** Everything that a recording's files are written from. */
export interface MadeRecording {
	/** Name of its files, without extension. */
	readonly name: string;
	readonly type: DataType;
	readonly frequencyHz: number;
	readonly channels: readonly Channel[];
	readonly statusChannels: number;
	/** The true sections; what the header says of them is the header's matter. */
	readonly sections: readonly Section[];
	/** Text of the .cfg, one character a byte. */
	readonly header: string;
	/** Time stamp of sample n, counted from 0, at `time` s; no text for an empty one. */
	stamp(n: number, time: number): number | undefined;
	/** Line end of ASCII data. */
	readonly lineEnd?: string;
	/** True if ASCII data end with the old end-of-file mark. */
	readonly endMark?: boolean;
}

/** Number of samples. */
function lengthOf({ sections }: MadeRecording): number {
	return sections.at(-1)?.end ?? 0;
}

/** Time of each sample in s, the first at 0. */
export function timesOf(recording: MadeRecording): number[] {
	const times: number[] = [];
	let time = 0;
	for (const { rateHz, end } of recording.sections)
		while (times.length < end) {
			times.push(time);
			time += 1 / rateHz;
		}
	return times;
}

/** Value of a channel in its unit at a record's time, before it is stored. */
export function sampleOf({ frequencyHz }: MadeRecording, channel: Channel, time: number): number {
	return channel.signal ? valueAt(channel.signal, frequencyHz, time + channel.skewUs * 1e-6) : 0;
}

/** The .dat. */
export function dataOf(recording: MadeRecording): Buffer {
	return recording.type === "ASCII" ? asciiData(recording) : binaryData(recording);
}

function stored(recording: MadeRecording, channel: Channel, time: number): number {
	return (sampleOf(recording, channel, time) - channel.offset) / channel.multiplier;
}

function asciiData(recording: MadeRecording): Buffer {
	const { channels, statusChannels, lineEnd = "\r\n", endMark } = recording;
	const status = ",0".repeat(statusChannels);
	const lines = timesOf(recording).map((time, n) => {
		const values = channels.map((channel) => Math.round(stored(recording, channel, time)));
		return `${n + 1},${recording.stamp(n, time) ?? ""},${values.join()}${status}`;
	});
	return Buffer.from(lines.join(lineEnd) + lineEnd + (endMark ? "\x1a" : ""), "latin1");
}

function binaryData(recording: MadeRecording): Buffer {
	const { type, channels, statusChannels } = recording;
	const width = type === "BINARY" ? 2 : 4;
	const size = 8 + width * channels.length + 2 * Math.ceil(statusChannels / 16);
	const data = Buffer.alloc(size * lengthOf(recording));
	timesOf(recording).forEach((time, n) => {
		data.writeUInt32LE(n + 1, n * size);
		data.writeUInt32LE(recording.stamp(n, time) ?? 0xffffffff, n * size + 4);
		channels.forEach((channel, position) => {
			const at = n * size + 8 + width * position;
			const value = stored(recording, channel, time);
			if (type === "FLOAT32") data.writeFloatLE(value, at);
			else if (type === "BINARY32") data.writeInt32LE(Math.round(value), at);
			else data.writeInt16LE(Math.round(value), at);
		});
	});
	return data;
}
