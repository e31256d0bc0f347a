/** The compiled kernel (`native-kernel.c`). The program has one, whose state is in C. */

/**
 * xsc binds this to the C function of the name given. A function that passes its parameters on as
 * they are becomes the C function itself.
 */
declare function native(name: string): { call(target: unknown, ...parameters: unknown[]): unknown };

/**
 * Takes in the first `count` frames of `samples`, an Int32Array's buffer of signed 24-bit samples.
 * A block of the wrong length or with a sample out of range is refused: its frames count as lost,
 * and the window in progress is discarded.
 */
export function addFrames(this: unknown, samples: ArrayBufferLike, count: number): void {
	native("xs_native_kernel_add").call(this, samples, count);
}

/** See `FrontEnd.take` in `board`. */
export function takeWindow(this: unknown, results: number[]): boolean {
	return native("xs_native_kernel_take").call(this, results) as boolean;
}

/** Frames that were refused since the start. */
export function framesLost(this: unknown): number {
	return native("xs_native_kernel_lost").call(this) as number;
}

/** Discards the window in progress. */
export function restartKernel(this: unknown): void {
	native("xs_native_kernel_restart").call(this);
}

/** Has the voltage of a phase, 0..2, pace the windows. */
export function setReference(this: unknown, phase: number): void {
	native("xs_native_kernel_reference").call(this, phase);
}

/** See `QualityAnalyser` in `quality-analyser`. */
export function quality(this: unknown, place: number): number {
	return native("xs_native_kernel_quality").call(this, place) as number;
}

export function enableQuality(this: unknown, on: boolean): void {
	native("xs_native_kernel_enable_quality").call(this, on);
}

export function setQualityLimits(this: unknown, phase: number, low: number, high: number): void {
	native("xs_native_kernel_limits").call(this, phase, low, high);
}
