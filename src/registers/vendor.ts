/** Vendor block 7000–70FF: calibration and wiring, writable only while the calibration seal is open (docs/calibration.md). */
import { CONSTANTS } from "metrology/calibration";
import { PHASES, type Range, row } from "registers/row";

/** Values of register 7003. */
export const Commit = Object.freeze({ TAKE_OVER: 0xca1b, NOMINAL: 0xdefa } as const);

/** Registers from one phase's constants to the next, and from one phase's averages. */
const CONSTANTS_STEP = 0x10;
const AVERAGES_STEP = 8;

/** Averages of a phase, in the order of registers 7040–7057. */
export const AVERAGES = [
	{ name: "voltage", unit: "V" },
	{ name: "current", unit: "A" },
	{ name: "activePower", unit: "" },
	{ name: "reactivePower", unit: "" },
] as const;
for (const average of AVERAGES) Object.freeze(average);
Object.freeze(AVERAGES);

function range(minimum: number, maximum: number): { range: Range } {
	return { range: { minimum, maximum } };
}

export const vendorRows = Object.freeze([
	row("calibrationMode", "Calibration mode", 0x7000, "binary", 1, range(0, 1)),
	row("refusedWrites", "Writes refused by the seal", 0x7001, "binary", 1),
	row("wiring", "Wiring", 0x7002, "binary", 1, range(0, 3)),
	row("calibrated", "Calibrated", 0x7003, "binary", 1, {
		range: {
			minimum: 0,
			maximum: 0xffff,
			values: Object.freeze([Commit.TAKE_OVER, Commit.NOMINAL]),
		},
	}),
	row("calibrationChecksum", "Checksum of the constants", 0x7004, "binary", 2),
	row("averaging", "Averaging", 0x7006, "binary", 1, { unit: "s", ...range(1, 60) }),
	row("lostFrames", "Frames lost by the front end", 0x7007, "binary", 1),
	...PHASES.flatMap((phase, place) =>
		CONSTANTS.map(({ name, minimum, maximum, nominal }, i) =>
			row(
				`${name}${phase}`,
				`${phase} ${name}`,
				0x7010 + CONSTANTS_STEP * place + 2 * i,
				"float",
				2,
				{
					initial: nominal,
					...range(minimum, maximum),
				},
			),
		),
	),
	...PHASES.flatMap((phase, place) =>
		AVERAGES.map(({ name, unit }, i) =>
			row(
				`${name}Average${phase}`,
				`${phase} ${name}, average`,
				0x7040 + AVERAGES_STEP * place + 2 * i,
				"float",
				2,
				{ unit },
			),
		),
	),
	row("frequencyAverage", "Frequency, average", 0x7058, "float", 2, { unit: "Hz" }),
	row("averageSeconds", "Seconds averaged", 0x705a, "float", 2, { unit: "s" }),
]);
