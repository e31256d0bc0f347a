/** The samples (.dat) of a COMTRADE recording, ASCII or binary. */
import type { AnalogChannel, Configuration } from "./configuration.ts";
import { byteError, lineError, quote } from "./error.ts";
import { countOf, fieldsOf, latin1, linesOf, numberOf } from "./text.ts";

/** Place of data, for messages. */
export interface Place {
	readonly file: string;
	/** Number of the first line in that file. */
	readonly line: number;
	/** Offset of the first byte in that file. */
	readonly offset: number;
}

/** Stored samples, before scaling. */
export interface Data {
	/** Number of samples by the size of the file, whatever the .cfg declares. */
	readonly length: number;
	/** Stored values of a channel; NaN for a missing one. */
	stored(channel: AnalogChannel): Float64Array;
	/** Time stamps in the .cfg's unit; NaN for a missing one. */
	stamps(): Float64Array;
}

/**
 * Parses samples.
 * @throws ComtradeError that names the line or byte of a malformed or truncated record, or when
 *   there are fewer records than declared; further ones are accepted
 */
export function parseData(bytes: Uint8Array, configuration: Configuration, place: Place): Data {
	const declared = configuration.sections.at(-1)?.end ?? 0;
	return configuration.dataType === "ASCII"
		? parseAscii(latin1(bytes), configuration, place, declared)
		: parseBinary(bytes, configuration, place, declared);
}

function parseAscii(
	text: string,
	configuration: Configuration,
	place: Place,
	declared: number,
): Data {
	const { analog, statusChannels } = configuration;
	const lines = linesOf(text);
	while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
	const length = lines.length;
	const stamps = new Float64Array(length);
	const needed = 2 + analog.length + statusChannels;
	const columns: Float64Array[] = [];
	lines.forEach((line, sample) => {
		const fields = fieldsOf(line);
		const number = place.line + sample;
		if (fields.length < needed)
			throw lineError(
				place.file,
				number,
				`${fields.length} fields, but the channels need ${needed}`,
			);
		if (countOf(fields[0]) === undefined)
			throw lineError(
				place.file,
				number,
				`sample number ${quote(fields[0] ?? "")} is not a number`,
			);
		// Only here a line has shown that there are as many channels as declared.
		if (columns.length === 0) for (const _ of analog) columns.push(new Float64Array(length));
		stamps[sample] = numberOf(fields[1]) ?? Number.NaN;
		for (const channel of analog) {
			const field = fields[2 + channel.position] ?? "";
			const value = field === "" ? Number.NaN : numberOf(field);
			if (value === undefined)
				throw lineError(
					place.file,
					number,
					`channel ${channel.number}: ${quote(field)} is not a number`,
				);
			const column = columns[channel.position];
			if (column)
				column[sample] = isMissing(value, channel, configuration.revision) ? Number.NaN : value;
		}
	});
	if (length < Math.max(declared, 1))
		throw lineError(place.file, place.line + length, `ends after ${length} of ${declared} samples`);
	return {
		length,
		stored: (channel) => columns[channel.position] ?? new Float64Array(length).fill(Number.NaN),
		stamps: () => stamps,
	};
}

/**
 * True if a number of an ASCII file means a missing value: 999999 in 1991, 99999 since, unless the
 * channel's range includes it. Some writers use the other one.
 */
function isMissing(value: number, channel: AnalogChannel, revision: number): boolean {
	if (value === 99999) return channel.maximum <= 99999;
	return value === 999999 && (revision === 1991 || channel.maximum <= 999999);
}

const STAMP_OFFSET = 4;
const VALUES_OFFSET = 8;
const MISSING_STAMP = 0xffffffff;

function parseBinary(
	bytes: Uint8Array,
	configuration: Configuration,
	place: Place,
	declared: number,
): Data {
	const { analog, statusChannels, dataType } = configuration;
	const width = dataType === "BINARY" ? 2 : 4;
	const size = VALUES_OFFSET + width * analog.length + 2 * Math.ceil(statusChannels / 16);
	const length = Math.floor(bytes.length / size);
	const rest = bytes.length - length * size;
	const markedEnd = rest === 1 && bytes.at(-1) === 0x1a;
	if (rest > 0 && !markedEnd)
		throw byteError(
			place.file,
			place.offset + length * size,
			`record ${length + 1} is cut short, ${rest} of ${size} bytes`,
		);
	if (length < Math.max(declared, 1))
		throw byteError(
			place.file,
			place.offset + bytes.length,
			`ends after ${length} of ${declared} samples`,
		);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const read = READERS[dataType === "BINARY32" || dataType === "FLOAT32" ? dataType : "BINARY"];
	const column = (offset: number, value: (at: number) => number): Float64Array => {
		const values = new Float64Array(length);
		for (let sample = 0, at = offset; sample < length; sample++, at += size)
			values[sample] = value(at);
		return values;
	};
	return {
		length,
		stored: (channel) => column(VALUES_OFFSET + width * channel.position, (at) => read(view, at)),
		stamps: () =>
			column(STAMP_OFFSET, (at) => {
				const stamp = view.getUint32(at, true);
				return stamp === MISSING_STAMP ? Number.NaN : stamp;
			}),
	};
}

/** Stored values of the binary types; the smallest integer and NaN mean a missing one. */
const READERS = {
	BINARY(view: DataView, at: number): number {
		const value = view.getInt16(at, true);
		return value === -0x8000 ? Number.NaN : value;
	},
	BINARY32(view: DataView, at: number): number {
		const value = view.getInt32(at, true);
		return value === -0x80000000 ? Number.NaN : value;
	},
	FLOAT32(view: DataView, at: number): number {
		const value = view.getFloat32(at, true);
		return Number.isFinite(value) ? value : Number.NaN;
	},
};
