/**
 * Quantities that are many numbers of one kind: rows of the register model would cost too much
 * memory. They are read only, and answered for when they are read.
 */
import { HARMONICS, POINTS_A_CYCLE } from "quality/results";
import { freezeRows, PHASES, type Unit } from "registers/quantity";
import { CHANNELS } from "sampling";

/** One list of numbers. */
export interface Series {
	/** Key by meaning. */
	readonly name: string;
	readonly title: string;
	readonly unit: Unit;
	readonly count: number;
}

/** Points of a waveform in a block, half a cycle, and numbers in it: V1 I1 V2 I2 V3 I3 a point. */
const BLOCK_POINTS = POINTS_A_CYCLE / 2;
export const BLOCK_NUMBERS = BLOCK_POINTS * CHANNELS;

/** Harmonics of each channel in the order of the samples, then the waveform's block. */
export const qualitySeries = freezeRows([
	...PHASES.flatMap((phase) => [
		{
			name: `voltageHarmonics${phase}`,
			title: `${phase} Voltage harmonics, 1 to 40`,
			unit: "V",
			count: HARMONICS,
		} as const,
		{
			name: `currentHarmonics${phase}`,
			title: `${phase} Current harmonics, 1 to 40`,
			unit: "A",
			count: HARMONICS,
		} as const,
	]),
	{
		name: "waveform",
		title: "Part of a waveform: V1 I1 V2 I2 V3 I3 of each point",
		unit: "",
		count: BLOCK_NUMBERS,
	} as const,
]) satisfies readonly Series[];

/** Answers for the numbers of all series. */
export interface SeriesSource {
	/** Number `place` of the series, whose index in {@link qualitySeries} is given. */
	readSeries(series: number, place: number): number;
}
