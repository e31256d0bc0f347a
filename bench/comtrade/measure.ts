/**
 * Measures a loop by its coefficients: what is played, and nothing else.
 *
 * Coefficient k of a channel is c_k of Σ c_k · exp(j2πkn/period), k = −last .. last; the loop has
 * only those from 0 onwards, since the others are their conjugates.
 */
import type { PhaseTruth } from "../source.ts";
import type { Complex } from "./fourier.ts";

/** RMS of the difference: a phase-to-phase voltage. */
export function rmsOfDifference(a: Complex, b: Complex): number {
	const minus = (x: Float64Array, y: Float64Array): Float64Array =>
		x.map((value, k) => value - (y[k] as number));
	return rms({ re: minus(a.re, b.re), im: minus(a.im, b.im) });
}

/**
 * Measures one phase; the active power is the mean of the product, the reactive power that of the
 * fundamentals.
 * @param count cycles in the loop: the fundamental's coefficient
 */
export function measurePhase(v: Complex, i: Complex, count: number): PhaseTruth {
	const voltage = rms(v);
	const current = rms(i);
	const activePower = meanProduct(v, i);
	const apparentPower = voltage * current;
	const at = (part: Float64Array): number => part[count] as number;
	return {
		voltage,
		current,
		activePower,
		// Im(V · I*): positive when the current lags.
		reactivePower: 2 * (at(v.im) * at(i.re) - at(v.re) * at(i.im)),
		apparentPower,
		powerFactor: apparentPower > 0 ? Math.abs(activePower) / apparentPower : 1,
	};
}

/** RMS, including a direct component and all harmonics. */
function rms(c: Complex): number {
	return Math.sqrt(meanProduct(c, c));
}

/** Mean of the product over a loop, by Parseval's theorem. */
function meanProduct(a: Complex, b: Complex): number {
	const direct = (a.re[0] as number) * (b.re[0] as number);
	let sum = 0;
	for (let k = 1; k < a.re.length; k++)
		sum += (a.re[k] as number) * (b.re[k] as number) + (a.im[k] as number) * (b.im[k] as number);
	return direct + 2 * sum;
}
