/** The status word in words (register 401D). */
import { PHASES } from "registers/quantity";
import { Status } from "registers/status-word";

/** Bits of L1; L2 and L3 follow. */
const OF_PHASES: readonly (readonly [number, string])[] = [
	[Status.VOLTAGE_MISSING, "has no voltage"],
	[Status.REVERSE, "reverse"],
	[Status.OVER_RANGE, "over range"],
	[Status.CHANNEL_STILL, "has a converter that stands still"],
];

const OF_ALL: readonly (readonly [number, string])[] = [
	[Status.WRONG_SEQUENCE, "Wrong phase sequence"],
	[Status.CURRENTS_SWAPPED, "Two currents have changed places"],
	[Status.FREQUENCY_UNKNOWN, "Frequency unknown"],
	[Status.FRAMES_LOST, "Samples lost"],
	[Status.SEAL_OPEN, "Calibration seal open"],
	[Status.STORAGE_ERROR, "Storage error"],
];

/** Returns the tariff, and a line for each condition that is not as it should be. */
export function conditionTexts(word: number): string[] {
	return [
		`Tariff T${((word / Status.TARIFF) & 3) + 1}`,
		...OF_PHASES.flatMap(([bit, text]) =>
			PHASES.filter((_, i) => word & (bit << i)).map((phase) => `${phase} ${text}`),
		),
		...OF_ALL.filter(([bit]) => word & bit).map(([, text]) => text),
	];
}
