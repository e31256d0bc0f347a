/**
 * A transformer's relay, 60 Hz: FLOAT32 of 2013, 23 analog and 140 status channels, hundreds of
 * kilovolts and hundreds of amperes of the primary side, nanoseconds in its times, only 20 samples
 * a cycle.
 */

import type { Channel, MadeRecording } from "./recording.ts";
import { type MadeSegment, phaseOf } from "./reference.ts";

const RATE_HZ = 1200;
const LENGTH = 7200;
const STATUS_CHANNELS = 140;

const PHASES = [0, 1, 2] as const;
const NAMES = ["R", "S", "T"] as const;
const VOLTS = [130_423, 130_545, 130_160] as const;
const AMPERES = [164.8, 161.2, 169.5] as const;

const spare = (name: string, unit: string): Channel => ({
	...{ name, unit, multiplier: 1, offset: 0, skewUs: 0 },
});

const CHANNELS: readonly Channel[] = [
	...PHASES.map(
		(phase): Channel => ({
			...spare(`HV I${NAMES[phase]}`, "A"),
			signal: {
				direct: 6 - 4 * phase,
				harmonics: [
					{ order: 1, rms: AMPERES[phase], degrees: 55 - 17 - 120 * phase },
					{ order: 5, rms: 3, degrees: 90 * phase },
					{ order: 7, rms: 2, degrees: 30 },
				],
			},
		}),
	),
	spare("HV IN", "A"),
	spare("HV NCT IN", "A"),
	...PHASES.map(
		(phase): Channel => ({
			...spare(`HV Bus V${NAMES[phase]}`, "V"),
			signal: {
				direct: 3.4,
				harmonics: [
					{ order: 1, rms: VOLTS[phase], degrees: 55 - 120 * phase },
					{ order: 5, rms: 900, degrees: -60 },
				],
			},
		}),
	),
	...Array.from({ length: 15 }, (_, n) => spare(`spare ${n + 1}`, n % 3 ? "A" : "none")),
];

const HEADER = [
	"transformer,relay,2013",
	`${CHANNELS.length + STATUS_CHANNELS},${CHANNELS.length}A,${STATUS_CHANNELS}D`,
	...CHANNELS.map(
		({ name, unit }, index) =>
			`${index + 1},${name},,,${unit},1.000000E+00,0,0,-300000,300000,1.00000000,1.00000000,P`,
	),
	...Array.from({ length: STATUS_CHANNELS }, (_, n) => `${n + 1},contact ${n + 1},,,0`),
	"60",
	"1",
	`${RATE_HZ},${LENGTH}`,
	"27/07/2023,09:19:53.156666511",
	"27/07/2023,09:19:54.156602167",
	"FLOAT32",
	"1",
	"+9,+9",
	"0,0",
	"",
].join("\n");

export const transformer: MadeRecording = {
	name: "transformer-60hz",
	type: "FLOAT32",
	frequencyHz: 59.98447,
	channels: CHANNELS,
	statusChannels: STATUS_CHANNELS,
	sections: [{ rateHz: RATE_HZ, end: LENGTH }],
	header: HEADER,
	stamp: (_, time) => Math.round(time * 1e9) % 0xffffffff,
};

export const transformerSegments: readonly MadeSegment[] = [
	{
		recording: transformer,
		name: "first 10 cycles",
		from: 0,
		to: 200,
		phases: [phaseOf(6, 1), phaseOf(7, 2), phaseOf(8, 3)],
	},
];
