/** Measures recorded samples of whole cycles. */
import type { PhaseTruth } from "../source.ts";
import { periodWeights } from "./periodic.ts";

/** Whole cycles of samples. */
export interface Cycles {
	/** Length in samples; need not be whole. */
	readonly period: number;
	/** Number of cycles. */
	readonly count: number;
}

/** RMS, including a direct component and all harmonics. */
function rms(values: Float64Array, cycles: Cycles): number {
	return Math.sqrt(meanProduct(values, values, cycles));
}

/** RMS of the difference: a phase-to-phase voltage. */
export function rmsOfDifference(a: Float64Array, b: Float64Array, cycles: Cycles): number {
	return rms(
		a.map((value, n) => value - (b[n] as number)),
		cycles,
	);
}

/** Direct component. */
export function mean(values: Float64Array, cycles: Cycles): number {
	return meanProduct(values, new Float64Array(values.length).fill(1), cycles);
}

/**
 * Measures one phase; the active power is the mean of the product, the reactive power that of the
 * fundamentals.
 */
export function measurePhase(
	voltages: Float64Array,
	currents: Float64Array,
	cycles: Cycles,
): PhaseTruth {
	const voltage = rms(voltages, cycles);
	const current = rms(currents, cycles);
	const activePower = meanProduct(voltages, currents, cycles);
	const v = fundamental(voltages, cycles);
	const i = fundamental(currents, cycles);
	const apparentPower = voltage * current;
	return {
		voltage,
		current,
		activePower,
		// Im(V · I*): positive when the current lags.
		reactivePower: v.im * i.re - v.re * i.im,
		apparentPower,
		powerFactor: apparentPower > 0 ? Math.abs(activePower) / apparentPower : 1,
	};
}

function meanProduct(a: Float64Array, b: Float64Array, { period }: Cycles): number {
	const weights = periodWeights(a.length, period);
	let sum = 0;
	for (let n = 0; n < a.length; n++)
		sum += (weights[n] as number) * (a[n] as number) * (b[n] as number);
	return sum / period;
}

/** RMS phasor of the fundamental. */
function fundamental(values: Float64Array, { period, count }: Cycles): { re: number; im: number } {
	const cosine = values.map((_, n) => Math.cos((2 * Math.PI * count * n) / period));
	const sine = values.map((_, n) => Math.sin((2 * Math.PI * count * n) / period));
	return {
		re: Math.SQRT2 * meanProduct(values, cosine, { period, count }),
		im: -Math.SQRT2 * meanProduct(values, sine, { period, count }),
	};
}
