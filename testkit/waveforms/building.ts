/**
 * A power-quality meter in a building, 347/600 V, 60 Hz: ASCII of 1999, primary values, negative
 * multipliers with offsets, no skew given, empty time stamps, an end mark; currents with harmonics,
 * direct current and a load that changes from cycle to cycle; four cycles that are not a whole
 * number of samples.
 */

import type { Channel, MadeRecording } from "./recording.ts";
import { type MadeSegment, phaseOf } from "./reference.ts";
import type { Signal } from "./signal.ts";

const RATE_HZ = 30707.244140625;
const LENGTH = 2048;

/** A rectifier's current and a motor's, as fractions of the fundamental. */
const LOAD = [
	{ order: 3, part: 0.05, degrees: 170 },
	{ order: 5, part: 0.04, degrees: 35 },
	{ order: 7, part: 0.02, degrees: -80 },
	{ order: 11, part: 0.015, degrees: 120 },
	{ order: 13, part: 0.01, degrees: 10 },
	{ order: 25, part: 0.004, degrees: 60 },
];

/** Harmonics of the mains. */
const MAINS = [
	{ order: 3, part: 0.004, degrees: 20 },
	{ order: 5, part: 0.011, degrees: 200 },
	{ order: 7, part: 0.006, degrees: -30 },
];

function signal(
	rms: number,
	degrees: number,
	parts: readonly { order: number; part: number; degrees: number }[],
	direct: number,
): Signal {
	const harmonics = parts.map(({ order, part, degrees: own }) => ({
		order,
		rms: part * rms,
		degrees: order * degrees + own,
	}));
	return { direct, harmonics: [{ order: 1, rms, degrees }, ...harmonics] };
}

const voltage = (rms: number, degrees: number, direct: number) =>
	signal(rms, degrees, MAINS, direct);
const current = (rms: number, degrees: number, direct: number): Signal => ({
	...signal(rms, degrees, LOAD, direct),
	swing: { depth: 0.04, cycles: 4 },
});

const channel = (name: string, unit: string, multiplier: number, offset: number, own?: Signal) =>
	({ name, unit, multiplier, offset, skewUs: 0, ...(own ? { signal: own } : {}) }) as Channel;

const CHANNELS: readonly Channel[] = [
	channel("I1", "ampere", -0.0049761439, 25.3736882, current(125, 94, 6.8)),
	channel("I2", "ampere", -0.0049770588, 25.8599301, current(149, -24, -10.9)),
	channel("I3", "ampere", -0.0049751107, 24.4123686, current(166, -147, -1.1)),
	channel("I4", "ampere", -0.2751515507, -476.287334),
	channel("U1", "volt", -0.0138163059, 8.42240664, voltage(348.9, 116, 2.06)),
	channel("U2", "volt", -0.0138840988, 3.07487067, voltage(352.2, -5, -0.12)),
	channel("U3", "volt", -0.0134336963, 6.01198591, voltage(345.9, -125, 0.72)),
	channel("U4", "volt", -0.0380415394, 0.49454001),
];

const HEADER = [
	"building.main,building.main,1999",
	`${CHANNELS.length},${CHANNELS.length}A,0D`,
	...CHANNELS.map(
		({ name, unit, multiplier, offset }, index) =>
			`${index + 1},${name},${name},building.main,${unit},${multiplier},${offset},` +
			",-99999,99999,1,1,P",
	),
	"60",
	"1",
	`${RATE_HZ},${LENGTH}`,
	"18/11/2015,05:33:03.765333",
	"18/11/2015,05:33:03.790289",
	"ASCII",
	"1",
	"",
].join("\r\n");

export const building: MadeRecording = {
	name: "building-60hz",
	type: "ASCII",
	frequencyHz: 59.9716,
	channels: CHANNELS,
	statusChannels: 0,
	sections: [{ rateHz: RATE_HZ, end: LENGTH }],
	header: HEADER,
	stamp: () => undefined,
	endMark: true,
};

const phases = [phaseOf(5, 1), phaseOf(6, 2), phaseOf(7, 3)] as const;

export const buildingSegments: readonly MadeSegment[] = [
	{ recording: building, name: "whole capture, 4 cycles", from: 0, to: LENGTH, phases },
	{ recording: building, name: "last 2 cycles", from: LENGTH / 2, to: LENGTH, phases },
];
