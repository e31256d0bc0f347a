/** Converts channels of a recording to volts and amperes at the meter's terminals. */
import { FULL_SCALE_CURRENT, FULL_SCALE_VOLTAGE } from "../front-end/full-scale.ts";
import type { AnalogChannel } from "./configuration.ts";
import { ComtradeError } from "./error.ts";
import type { Channels, Segment } from "./options.ts";
import type { Recording } from "./recording.ts";

/** The quantity that a channel must carry. */
export interface Quantity {
	readonly name: "voltage" | "current";
	/** Names of the unit, in lower case and without a prefix. */
	readonly units: readonly string[];
	readonly symbol: "V" | "A";
	/** Highest peak that the meter's input can take, in that unit. */
	readonly limit: number;
}

/** Phase voltages. */
export const VOLTAGE: Quantity = {
	name: "voltage",
	units: ["v", "volt", "volts"],
	symbol: "V",
	limit: FULL_SCALE_VOLTAGE,
};

/** Phase currents. */
export const CURRENT: Quantity = {
	name: "current",
	units: ["a", "amp", "amps", "ampere", "amperes"],
	symbol: "A",
	limit: FULL_SCALE_CURRENT,
};

const PREFIXES: Readonly<Record<string, number>> = {
	"": 1,
	m: 1e-3,
	u: 1e-6,
	µ: 1e-6,
	μ: 1e-6,
	k: 1e3,
	K: 1e3,
	M: 1e6,
};

/**
 * Returns samples of a channel in V or A at the meter's terminals.
 * @param number of the channel in the .cfg
 * @param scale factor to the meter's terminals; undefined: the channel's ratio brings values of a
 *   transformer's primary side to the secondary side, others stay as they are
 * @throws ComtradeError if the channel is missing, carries another quantity, lacks a sample of the
 *   segment, or exceeds the range of the meter's input
 */
export function samplesOf(
	recording: Recording,
	number: number,
	quantity: Quantity,
	scale: number | undefined,
	{ from, to }: Segment,
): Float64Array {
	const channel = find(recording, number);
	const factor = unitFactor(recording, channel, quantity) * (scale ?? ratioFactor(channel));
	const values = recording
		.values(channel)
		.subarray(from, to)
		.map((value) => value * factor);
	const missing = values.findIndex(Number.isNaN);
	if (missing >= 0)
		throw new ComtradeError(
			`${recording.file}: channel ${number} has no value at sample ${from + missing}`,
		);
	const peak = values.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
	if (peak > quantity.limit)
		throw new ComtradeError(
			`${recording.file}: channel ${number} reaches ${peak.toPrecision(4)} ${quantity.symbol} ` +
				`at the meter's terminals, which take ${quantity.limit} ${quantity.symbol}: ` +
				"a scale (--waveform-scale V:I) or another segment is needed",
		);
	return values;
}

function find({ configuration, file }: Recording, number: number): AnalogChannel {
	const [channel, second] = configuration.analog.filter((candidate) => candidate.number === number);
	if (channel === undefined) throw new ComtradeError(`${file}: no analog channel ${number}`);
	if (second !== undefined)
		throw new ComtradeError(`${file}: analog channel ${number} occurs twice`);
	return channel;
}

function unitFactor(
	{ file }: Recording,
	{ number, unit }: AnalogChannel,
	quantity: Quantity,
): number {
	const factor = factorOf(unit, quantity);
	if (factor === undefined)
		throw new ComtradeError(`${file}: channel ${number} is in ${unit}, not a ${quantity.name}`);
	return factor;
}

/** Volts or amperes of a unit; 1 if none is given, undefined if it is one of something else. */
function factorOf(unit: string, quantity: Quantity): number | undefined {
	if (unit === "") return 1;
	const name = quantity.units.find(
		(candidate) =>
			unit.toLowerCase().endsWith(candidate) &&
			PREFIXES[unit.slice(0, -candidate.length)] !== undefined,
	);
	return name === undefined ? undefined : PREFIXES[unit.slice(0, -name.length)];
}

/** Phases of a neutral and of residual quantities. */
const NOT_A_PHASE = /^(n|g|e|0|res|.*[^a-z](n|g|e|0))$/i;

/**
 * Chooses the first three voltages and the first three currents by their units.
 * @throws ComtradeError if there are not three of each
 */
export function likelyChannels({ configuration, file }: Recording): Channels {
	const numbers = (quantity: Quantity): number[] =>
		configuration.analog
			.filter(
				({ unit, phase }) => unit !== "" && !NOT_A_PHASE.test(phase) && factorOf(unit, quantity),
			)
			.map(({ number }) => number);
	const [voltages, currents] = [numbers(VOLTAGE), numbers(CURRENT)];
	const [v1, v2, v3] = voltages;
	const [i1, i2, i3] = currents;
	if (v1 !== undefined && v2 !== undefined && v3 !== undefined)
		if (i1 !== undefined && i2 !== undefined && i3 !== undefined)
			return { voltages: [v1, v2, v3], currents: [i1, i2, i3] };
	throw new ComtradeError(
		`${file}: ${voltages.length} voltages and ${currents.length} currents by their units, where ` +
			"three of each are needed: --waveform-channels must name them",
	);
}

function ratioFactor({ side, primary, secondary }: AnalogChannel): number {
	return side === "P" && primary > 0 && secondary > 0 ? secondary / primary : 1;
}
