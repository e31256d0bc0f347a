/**
 * The logarithm by its series. The engines' own differ in the last bit, and every engine must give
 * the same registers.
 */

/** Natural logarithm of x > 0, to 1e-8. */
export function logarithm(x: number): number {
	let halvings = 0;
	let m = x;
	for (; m > 1.5; m /= 2) halvings++;
	for (; m < 0.75; m *= 2) halvings--;
	// ln m = 2·artanh z with |z| ≤ 1/5.
	const z = (m - 1) / (m + 1);
	const y = z * z;
	return halvings * Math.LN2 + 2 * z * (1 + y * (1 / 3 + y * (1 / 5 + y * (1 / 7 + y / 9))));
}
