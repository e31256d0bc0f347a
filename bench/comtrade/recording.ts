/** A COMTRADE recording (IEEE C37.111-1991, -1999, -2013): configuration and samples together. */
import { type AnalogChannel, type Configuration, parseConfiguration } from "./configuration.ts";
import { splitContainer } from "./container.ts";
import { type Data, parseData } from "./data.ts";
import { latin1 } from "./text.ts";

/** A run of samples at one rate, the only part in which time is even. */
export interface Section {
	/** First sample, from 0. */
	readonly from: number;
	/** Sample after the last. */
	readonly to: number;
	/** Hz; undefined if neither the .cfg nor regular time stamps give it. */
	readonly rate: number | undefined;
}

/** A recording. */
export interface Recording {
	/** Path of the .cfg or .cff, for messages. */
	readonly file: string;
	readonly configuration: Configuration;
	/** Number of samples. */
	readonly length: number;
	readonly sections: readonly Section[];
	/**
	 * Samples of a channel in its own unit, multiplier × stored + offset; NaN for a missing one.
	 */
	values(channel: AnalogChannel): Float64Array;
}

/** Builds a recording from the contents of its .cfg and .dat; the names are for messages. */
export function parseRecording(
	configurationBytes: Uint8Array,
	file: string,
	dataBytes: Uint8Array,
	dataFile: string,
): Recording {
	const configuration = parseConfiguration(latin1(configurationBytes), file);
	return recording(
		file,
		configuration,
		parseData(dataBytes, configuration, { file: dataFile, line: 1, offset: 0 }),
	);
}

/** Builds a recording from the contents of its .cff; the name is for messages. */
export function parseContainer(bytes: Uint8Array, file: string): Recording {
	const parts = splitContainer(bytes, file);
	const configuration = parseConfiguration(
		latin1(parts.configuration.bytes),
		file,
		parts.configuration.line,
	);
	return recording(
		file,
		configuration,
		parseData(parts.data.bytes, configuration, { ...parts.data, file }),
	);
}

function recording(file: string, configuration: Configuration, data: Data): Recording {
	let from = 0;
	const sections = configuration.sections.map(({ rate, end }, index, all): Section => {
		// Samples after the last declared one belong to the last section.
		const to = index === all.length - 1 ? data.length : end;
		const section = {
			from,
			to,
			rate: rate > 0 ? rate : rateOf(data.stamps().subarray(from, to), configuration),
		};
		from = to;
		return section;
	});
	return {
		file,
		configuration,
		length: data.length,
		sections,
		values: (channel) =>
			data.stored(channel).map((stored) => channel.multiplier * stored + channel.offset),
	};
}

/** Rate from the time stamps in Hz; undefined if they are not regular. */
function rateOf(stamps: Float64Array, configuration: Configuration): number | undefined {
	const steps = stamps.subarray(1).map((stamp, index) => stamp - (stamps[index] as number));
	const median = Float64Array.from(steps).sort()[steps.length >> 1];
	if (median === undefined || !(median > 0)) return undefined;
	const regular = steps.filter((step) => Math.abs(step - median) <= Math.max(1, 0.1 * median));
	// A few stamps may wrap or be wrong.
	if (regular.length < 0.95 * steps.length) return undefined;
	const mean = regular.reduce((sum, step) => sum + step, 0) / regular.length;
	const rate = 1 / (mean * configuration.stampUnit);
	return Number.isFinite(rate) && rate > 0 ? rate : undefined;
}
