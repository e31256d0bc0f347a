/**
 * Calibration and wiring, writable only while the calibration seal is open (docs/calibration.md).
 */
import { CONSTANTS, METER_CONSTANTS, REFERENCE_CELSIUS } from "metrology/calibration-constants";
import {
	freezeRows,
	measurement,
	PHASES,
	type Quantity,
	quantities,
	type Range,
	stepless,
} from "registers/quantity";

/** Values that are written to `calibrated`. */
export const Commit = Object.freeze({ TAKE_OVER: 0xca1b, NOMINAL: 0xdefa } as const);

/** Averages of one phase, in the order of their registers. */
export const AVERAGES = freezeRows([
	{ name: "voltage", unit: "V" },
	{ name: "current", unit: "A" },
	{ name: "activePower", unit: "W" },
	{ name: "reactivePower", unit: "var" },
] as const);

/** Fundamental voltages of L2 and L3 as parts of L1's, in the order of their registers. */
export const RATIOS = freezeRows([
	{ name: "voltageRatioL2", title: "L2 voltage, part in phase with L1's, average" },
	{ name: "voltageAheadL2", title: "L2 voltage, part a quarter ahead of L1's, average" },
	{ name: "voltageRatioL3", title: "L3 voltage, part in phase with L1's, average" },
	{ name: "voltageAheadL3", title: "L3 voltage, part a quarter ahead of L1's, average" },
] as const);

/** Ranges of {@link CONSTANTS}; the phases share them, since each costs flash. */
const RANGES = freezeRows(
	CONSTANTS.map(({ minimum, maximum }): Range => ({ minimum, maximum, real: true })),
);

export const calibrationQuantities = quantities([
	{
		name: "calibrationMode",
		title: "Calibration mode",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 1 },
	},
	{ name: "refusedWrites", title: "Writes refused by the seal", unit: "", initial: 0, step: 0 },
	{
		name: "wiring",
		title: "Wiring",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 3 },
		stored: 12,
	},
	{
		name: "calibrated",
		title: "Calibrated",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 0xffff, values: [Commit.TAKE_OVER, Commit.NOMINAL] },
	},
	{
		name: "calibrationChecksum",
		title: "Checksum of the constants",
		unit: "",
		initial: 0,
		step: 0,
	},
	{
		name: "averaging",
		title: "Averaging",
		unit: "s",
		initial: 0,
		step: 0,
		range: { minimum: 1, maximum: 60 },
	},
	{ name: "lostFrames", title: "Frames lost by the front end", unit: "", initial: 0, step: 0 },
	...PHASES.flatMap((phase) =>
		CONSTANTS.map(
			({ name, nominal }, place): Quantity<`${typeof name}${typeof phase}`> => ({
				name: `${name}${phase}`,
				title: `${phase} ${name}`,
				unit: "",
				initial: nominal,
				step: 0,
				range: RANGES[place],
			}),
		),
	),
	...METER_CONSTANTS.map(({ name, title, nominal, minimum, maximum }) => ({
		name,
		title,
		unit: "" as const,
		initial: nominal,
		step: 0,
		range: { minimum, maximum, real: true as const },
	})),
	...PHASES.flatMap((phase) =>
		AVERAGES.map(({ name, unit }) =>
			measurement(`${name}Average${phase}` as const, `${phase} ${name}, average`, unit),
		),
	),
	measurement("frequencyAverage", "Frequency, average", "Hz"),
	stepless("averageSeconds", "Seconds averaged", "s"),
	...RATIOS.map(({ name, title }) => measurement(name, title, "")),
	{
		name: "temperature",
		title: "Temperature that corrections go by",
		unit: "°C",
		initial: REFERENCE_CELSIUS,
		step: 0,
	},
]);
