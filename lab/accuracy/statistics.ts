/** Statistics over the phases of several meters. */
import { worst } from "./quantities.ts";

export interface Statistics {
	readonly count: number;
	readonly mean: number;
	/** Of a single value, from the deviations of all; 0 for one value. */
	readonly standardDeviation: number;
	/** Farthest from 0, with its sign. */
	readonly worst: number;
	readonly least: number;
	readonly greatest: number;
}

/** Undefined if there is no value. */
export function statisticsOf(
	values: readonly (number | undefined | null)[],
): Statistics | undefined {
	const present = values.filter((value) => value !== undefined && value !== null);
	const count = present.length;
	if (count === 0) return undefined;
	const mean = present.reduce((sum, value) => sum + value, 0) / count;
	const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	return {
		count,
		mean,
		standardDeviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0,
		worst: worst(present) ?? Number.NaN,
		least: Math.min(...present),
		greatest: Math.max(...present),
	};
}

/**
 * Standard deviation of repeated measurements, from several groups with means of their own; NaN if
 * no group has two.
 */
export function pooledDeviation(groups: readonly (readonly number[])[]): number {
	let [squares, freedom] = [0, 0];
	for (const group of groups) {
		const statistics = statisticsOf(group);
		if (!statistics || group.length < 2) continue;
		squares += (group.length - 1) * statistics.standardDeviation ** 2;
		freedom += group.length - 1;
	}
	return Math.sqrt(squares / freedom);
}
