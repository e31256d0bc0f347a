/**
 * Windows that the collector's task has summed (`window-ring.c`). The board has one ring, whose
 * state is in C: a board's front end is in flash and holds none.
 */

/**
 * xsc binds this to the C function of the name given. A function that passes its parameters on as
 * they are becomes the C function itself.
 */
declare function native(name: string): { call(target: unknown, ...parameters: unknown[]): unknown };

/** See `FrontEnd.take` in `board`. */
export function takeWindow(this: unknown, results: number[]): boolean {
	return native("xs_window_ring_take").call(this, results) as boolean;
}

/** Windows that were not taken yet. */
export function windowCount(this: unknown): number {
	return native("xs_window_ring_count").call(this) as number;
}

/**
 * Frames since the start that were converted but not summed: damaged, not fetched in time, after a
 * reset of the converter, or in a window for which the ring had no room.
 */
export function framesLost(this: unknown): number {
	return native("xs_window_ring_lost").call(this) as number;
}

/** Discards the window in progress. */
export function restartKernel(this: unknown): void {
	native("xs_window_ring_restart").call(this);
}

/** Has the voltage of a phase, 0..2, pace the windows. */
export function setReference(this: unknown, phase: number): void {
	native("xs_window_ring_reference").call(this, phase);
}

/** See `QualityAnalyser` in `quality-analyser`. */
export function quality(this: unknown, place: number): number {
	return native("xs_window_ring_quality").call(this, place) as number;
}

export function enableQuality(this: unknown, on: boolean): void {
	native("xs_window_ring_enable_quality").call(this, on);
}

export function setQualityLimits(this: unknown, phase: number, low: number, high: number): void {
	native("xs_window_ring_limits").call(this, phase, low, high);
}
