/**
 * A substation's recorder, 220 kV, 50 Hz: BINARY of 1999, 96 analog and 128 status channels,
 * secondary values with transformer ratios, a skew a channel, names in GB18030, four sections of
 * two rates that must not be joined; ten steady cycles, then a line fault. Three lines: one
 * imports, one exports, one carries next to nothing.
 */

import type { Channel, MadeRecording } from "./recording.ts";
import { type MadeSegment, phaseOf } from "./reference.ts";
import type { Harmonic } from "./signal.ts";

const FREQUENCY_HZ = 49.9914;

/** The fault begins in the first section, after the steady samples. */
const FAULT_S = 700 / 3200;

/** The word for a switch, in GB18030. */
const SWITCH = "\xbf\xaa\xb9\xd8";

/** Currents of a substation have a few percent of third and fifth harmonic. */
const harmonics = (rms: number, degrees: number, part: number): Harmonic[] => [
	{ order: 1, rms, degrees },
	{ order: 3, rms: 0.4 * part * rms, degrees: 40 + 3 * degrees },
	{ order: 5, rms: part * rms, degrees: 5 * degrees - 70 },
];

/** Phase positions of A, B and C in degrees. */
const POSITIONS = [-157.6, 82.4, -37.7] as const;

interface Line {
	/** Name without the phase. */
	readonly name: string;
	/** Number of the first voltage's channel, and of the first current's. */
	readonly voltages: number;
	readonly currents: number;
	/** RMS of the three currents in A, and by how much they lead their voltages, in degrees. */
	readonly amperes: readonly [number, number, number];
	readonly leadDegrees: readonly [number, number, number];
	/** Factors of phase A's voltage and current during the fault. */
	readonly fault: { readonly voltage: number; readonly current: number };
}

const LINES: readonly Line[] = [
	{
		name: `220kVxgx_214${SWITCH}`,
		...{ voltages: 1, currents: 45, amperes: [0.341, 0.351, 0.343], leadDegrees: [36, 35.6, 35.1] },
		fault: { voltage: 0.3, current: 20 },
	},
	{
		name: `220kVlg1x_215${SWITCH}`,
		...{ voltages: 9, currents: 49, amperes: [0.554, 0.528, 0.543], leadDegrees: [175, 176, -174] },
		fault: { voltage: 0.3, current: 6 },
	},
	{
		name: `220kVhg1x_213${SWITCH}`,
		...{ voltages: 17, currents: 57, amperes: [0.105, 0.112, 0.101], leadDegrees: [30, 31, 29] },
		fault: { voltage: 0.3, current: 4 },
	},
];

const PHASES = [0, 1, 2] as const;

function channels(): Channel[] {
	const made = Array.from({ length: 96 }, (_, index): Channel => {
		const unit = index < 40 ? "V" : "A";
		const name = `spare_${index + 1}`;
		return {
			name,
			unit,
			multiplier: unit === "V" ? 0.01 : 0.0005,
			offset: 0,
			skewUs: -(index % 16),
		};
	});
	for (const line of LINES)
		for (const phase of PHASES) {
			const degrees = POSITIONS[phase];
			const letter = "abc"[phase];
			const fault = (factor: number) => (phase === 0 ? { step: { time: FAULT_S, factor } } : {});
			Object.assign(made[line.voltages - 1 + phase] as Channel, {
				name: `${line.name}_U${letter}`,
				signal: {
					direct: 0.04 * (phase - 1),
					harmonics: harmonics(59.95 + 0.03 * phase, degrees, 0.0014),
					...fault(line.fault.voltage),
				},
			});
			Object.assign(made[line.currents - 1 + phase] as Channel, {
				name: `${line.name}_I${letter}`,
				signal: {
					direct: 0.02 * (1 - phase),
					harmonics: harmonics(line.amperes[phase], degrees + line.leadDegrees[phase], 0.02),
					...fault(line.fault.current),
				},
			});
		}
	return made;
}

const CHANNELS = channels();
const STATUS_CHANNELS = 128;

const SECTIONS = [
	{ rateHz: 3200, end: 1280 },
	{ rateHz: 50, end: 1325 },
	{ rateHz: 3200, end: 2541 },
	{ rateHz: 50, end: 2830 },
];

const HEADER = [
	"substation,recorder,1999",
	`${CHANNELS.length + STATUS_CHANNELS},${CHANNELS.length}A,${STATUS_CHANNELS}D`,
	...CHANNELS.map(({ name, unit, multiplier, skewUs }, index) => {
		const ratio = unit === "V" ? "220000.000000000,100.000000000" : "1600.000000000,5.000000000";
		const scaling = `${multiplier.toFixed(9)},0.000000000,${skewUs.toFixed(9)},-32767,32767`;
		return `${index + 1},${name},${"ABC"[index % 4] ?? "N"},line,${unit},${scaling},${ratio},S`;
	}),
	...Array.from({ length: STATUS_CHANNELS }, (_, n) => `${n + 1},${SWITCH}${n + 1},,,0`),
	"50",
	`${SECTIONS.length}`,
	...SECTIONS.map(({ rateHz, end }) => `${rateHz},${end}`),
	"12/05/2023,19:45:32.605359",
	"12/05/2023,19:45:32.805269",
	"BINARY",
	"1.00",
	"",
].join("\r\n");

export const substation: MadeRecording = {
	name: "substation-50hz",
	type: "BINARY",
	frequencyHz: FREQUENCY_HZ,
	channels: CHANNELS,
	statusChannels: STATUS_CHANNELS,
	sections: SECTIONS,
	header: HEADER,
	// Stamps that wrap at 65.536 ms, as some recorders have them.
	stamp: (_, time) => Math.round(time * 1e6) % 65536,
};

export const substationSegments: readonly MadeSegment[] = LINES.map((line, index) => ({
	recording: substation,
	name: ["importing line", "exporting line", "idle line"][index] ?? "line",
	from: 0,
	to: 640,
	phases: [
		phaseOf(line.voltages, line.currents),
		phaseOf(line.voltages + 1, line.currents + 1),
		phaseOf(line.voltages + 2, line.currents + 2),
	],
}));
