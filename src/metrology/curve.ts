/**
 * A quantity over the current: the cubic over ln I that is 0 at 1 A and has given values at 10 mA,
 * 50 mA and 5 A; constant beyond. A transformer's error is a smooth function of ln I: straight
 * lines would miss it by a twentieth of its change between 50 mA and 1 A.
 */

/** Currents that the curve reaches, A. */
const LEAST_A = 0.01;
const MOST_A = 5;

/** Logarithms of the currents with given values. */
const LOG_10MA = logarithm(LEAST_A);
const LOG_50MA = logarithm(0.05);
const LOG_5A = logarithm(MOST_A);

/** Logarithm of a current that a {@link Curve} takes. */
export function logarithmOf(amperes: number): number {
	return logarithm(Math.max(LEAST_A, Math.min(MOST_A, amperes)));
}

export default class Curve {
	/** Newton's divided differences of value / ln I. */
	private first = 0;
	private second = 0;
	private third = 0;

	/** Puts the curve through these values. */
	fit(at10mA: number, at50mA: number, at5A: number): void {
		const low = at10mA / LOG_10MA;
		const middle = at50mA / LOG_50MA;
		const lower = (middle - low) / (LOG_50MA - LOG_10MA);
		const upper = (at5A / LOG_5A - middle) / (LOG_5A - LOG_50MA);
		this.first = low;
		this.second = lower;
		this.third = (upper - lower) / (LOG_5A - LOG_10MA);
	}

	/** Value at a current by its {@link logarithmOf}. */
	at(log: number): number {
		const upper = this.second + (log - LOG_50MA) * this.third;
		return log * (this.first + (log - LOG_10MA) * upper);
	}
}

/**
 * Natural logarithm of x > 0, to 1e-8, by its series. The engines' own differ in the last bit, and
 * every engine must give the same registers.
 */
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
