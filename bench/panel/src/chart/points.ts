/** The points of the charts of the last minutes. */

/** Most points stored: one per second for five minutes. */
const MAXIMUM_POINTS = 300;

/** Least time on the screen. */
const MINIMUM_SPAN_S = 60;

/** Readings of one moment. */
export interface Point {
	/** Meter time (s). */
	readonly seconds: number;
	/** Active power (W) on the primary side, by the meter; null: a time without readings. */
	readonly measured: number | null;
	/** True active power (W) on the primary side. */
	readonly actual: number | null;
	/** Errors (%) by register; none just after a change of the load. */
	readonly errors: ReadonlyMap<string, number>;
}

/** A pause this many times longer than the one before is a gap, and so is one as long as this. */
const GAP_FACTOR = 4;
const GAP_S = 5;

/** Appends a point; after a gap also one without values, so that no line crosses it. */
export function appended(points: readonly Point[], point: Point): readonly Point[] {
	const [before, last] = [points.at(-2), points.at(-1)];
	const pauseS = last ? point.seconds - last.seconds : 0;
	const usualS = before && last ? last.seconds - before.seconds : 0;
	const gap = pauseS > Math.max(GAP_S, GAP_FACTOR * usualS);
	const between: Point[] = gap
		? [{ seconds: point.seconds - pauseS / 2, measured: null, actual: null, errors: new Map() }]
		: [];
	return [...points, ...between, point].slice(-MAXIMUM_POINTS);
}

/**
 * Returns the first and the last time to draw: the last points at their pace, so that what was
 * before a leap of the time is not squeezed in, and no time before the meter's first.
 * @param times of the points, s
 * @param low the first of them
 * @param high the last of them
 */
export function timesShown(times: ArrayLike<number>, low: number, high: number): [number, number] {
	const paceS = Math.max(1, high - (times[times.length - 2] ?? high));
	const first = Math.max(low, high - MAXIMUM_POINTS * paceS);
	return [Math.max(0, Math.min(first, high - MINIMUM_SPAN_S)), Math.max(high, MINIMUM_SPAN_S)];
}
