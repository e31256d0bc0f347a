/**
 * Sine and cosine of small angles by their series. The engines' own differ in the last bit, and
 * every engine must give the same registers. Compiled to machine code as well: docs/sample-path.md.
 */
/// <reference path="../widths.d.ts" />

/** 2π. */
export const TURN: f64 = 6.283185307179586;

/** sin x / x of |x| ≤ 1/8 (70 Hz is 0.06 rad a frame), to the last bit but one; 1e-10 at 1. */
export function sinc(x: f64): f64 {
	const y: f64 = x * x;
	return 1 - (y / 6) * (1 - (y / 20) * (1 - (y / 42) * (1 - (y / 72) * (1 - y / 110))));
}

/** Sine of |x| ≤ 1/8 rad, to the last bit but one. */
export function sine(x: f64): f64 {
	return x * sinc(x);
}

/** Cosine of |x| ≤ 1/8 rad, to the last bit but one. */
export function cosine(x: f64): f64 {
	const y: f64 = x * x;
	return (
		1 - (y / 2) * (1 - (y / 12) * (1 - (y / 30) * (1 - (y / 56) * (1 - (y / 90) * (1 - y / 132)))))
	);
}
