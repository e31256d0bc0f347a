/** Parses the waveform options of the command line. */
import { countOf, numberOf } from "./text.ts";

/** A value for each phase. */
export type PerPhase<T> = readonly [T, T, T];

/** Channels, by their numbers in the .cfg. */
export interface Channels {
	readonly voltages: PerPhase<number>;
	readonly currents: PerPhase<number>;
}

/** Factors from the recording's volts and amperes to those at the meter's terminals. */
export interface Scale {
	readonly voltage: number;
	readonly current: number;
}

/** Samples from `from` to just before `to`. */
export interface Segment {
	readonly from: number;
	readonly to: number;
}

/**
 * Parses `5,6,7:1,2,3`: three voltages, three currents.
 * @throws Error that names the option
 */
export function parseChannels(text: string): Channels {
	const [voltages, currents, ...rest] = text.split(":").map(threeCounts);
	if (!voltages || !currents || rest.length > 0)
		throw new Error(
			`--waveform-channels ${text}: not three voltages and three currents like 5,6,7:1,2,3`,
		);
	return { voltages, currents };
}

/**
 * Parses `1:0.025`: factor of the voltages, factor of the currents, both above 0.
 * @throws Error that names the option
 */
export function parseScale(text: string): Scale {
	const [voltage, current, ...rest] = text.split(":").map((field) => numberOf(field.trim()));
	if (
		voltage === undefined ||
		current === undefined ||
		rest.length > 0 ||
		!(voltage > 0) ||
		!(current > 0)
	)
		throw new Error(`--waveform-scale ${text}: not two factors above 0 like 1:0.025`);
	return { voltage, current };
}

/**
 * Parses `0:640`: first sample and the one after the last.
 * @throws Error that names the option
 */
export function parseSegment(text: string): Segment {
	const [from, to, ...rest] = text.split(":").map((field) => countOf(field.trim()));
	if (from === undefined || to === undefined || rest.length > 0 || to <= from)
		throw new Error(`--waveform-segment ${text}: not two rising sample numbers like 0:640`);
	return { from, to };
}

function threeCounts(text: string): PerPhase<number> | undefined {
	const [first, second, third, ...rest] = text.split(",").map((field) => countOf(field.trim()));
	if (first === undefined || second === undefined || third === undefined || rest.length > 0)
		return undefined;
	return [first, second, third];
}
