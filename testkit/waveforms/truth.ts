/**
 * RMS values, powers and phasors of a voltage and a current, integrated from their formulas over
 * whole cycles. Neither the samples of a recording nor code of the bench takes part.
 */
import { type Signal, valueAt } from "./signal.ts";

/** Points of a cycle; the sum over them is exact for harmonics below half of them. */
const POINTS = 1024;

/**
 * A voltage and a current of one frequency, and how much later than the record's time each is
 * sampled.
 */
export interface Pair {
	readonly voltage: Signal;
	readonly current: Signal;
	readonly voltageSkewUs: number;
	readonly currentSkewUs: number;
}

/** Figures of the pair in V, A, W and var. */
export interface PairTruth {
	readonly V_rms: number;
	readonly I_rms: number;
	readonly P: number;
	/** Reactive power of the fundamental; positive if the current lags. */
	readonly Q1: number;
	readonly V_dc: number;
	readonly I_dc: number;
}

/** Integrates over `cycles` whole cycles from `start` seconds on. */
export function truthOf(pair: Pair, frequency: number, start: number, cycles: number): PairTruth {
	const count = cycles * POINTS;
	const sums = { v: 0, i: 0, vv: 0, ii: 0, vi: 0, vCos: 0, vSin: 0, iCos: 0, iSin: 0 };
	for (let point = 0; point < count; point++) {
		const time = start + point / (POINTS * frequency);
		const v = valueAt(pair.voltage, frequency, time + pair.voltageSkewUs * 1e-6);
		const i = valueAt(pair.current, frequency, time + pair.currentSkewUs * 1e-6);
		const [cosine, sine] = [
			Math.cos((2 * Math.PI * point) / POINTS),
			Math.sin((2 * Math.PI * point) / POINTS),
		];
		sums.v += v;
		sums.i += i;
		sums.vv += v * v;
		sums.ii += i * i;
		sums.vi += v * i;
		sums.vCos += v * cosine;
		sums.vSin += v * sine;
		sums.iCos += i * cosine;
		sums.iSin += i * sine;
	}
	return {
		V_rms: Math.sqrt(sums.vv / count),
		I_rms: Math.sqrt(sums.ii / count),
		P: sums.vi / count,
		// Im(V · I*) of the phasors (√2 / count) · (cosine sum − j sine sum).
		Q1: (2 * (sums.vCos * sums.iSin - sums.vSin * sums.iCos)) / count ** 2,
		V_dc: sums.v / count,
		I_dc: sums.i / count,
	};
}
