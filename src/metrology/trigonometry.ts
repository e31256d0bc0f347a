/**
 * Sine and cosine of small angles by their series. The engines' own differ in the last bit, and
 * every engine must give the same registers.
 */

/** Sine of |x| ≤ 1/8 rad (70 Hz is 0.11 rad a frame), to the last bit but one. */
export function sine(x: number): number {
	const y = x * x;
	return x * (1 - (y / 6) * (1 - (y / 20) * (1 - (y / 42) * (1 - (y / 72) * (1 - y / 110)))));
}

/** Cosine of |x| ≤ 1/8 rad (70 Hz is 0.11 rad a frame), to the last bit but one. */
export function cosine(x: number): number {
	const y = x * x;
	return (
		1 - (y / 2) * (1 - (y / 12) * (1 - (y / 30) * (1 - (y / 56) * (1 - (y / 90) * (1 - y / 132)))))
	);
}
