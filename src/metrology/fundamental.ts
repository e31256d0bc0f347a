/** The fundamental of a phase as phasors against the carrier, and products of two of them. */

/** RMS, cosine and sine part in V and A. */
export interface Fundamental {
	voltageCosine: number;
	voltageSine: number;
	currentCosine: number;
	currentSine: number;
}

export function fundamental(): Fundamental {
	return { voltageCosine: 0, voltageSine: 0, currentCosine: 0, currentSine: 0 };
}

/** Product of two voltages, V²: |a|·|b|·cos of the angle between them. */
export function inPhase(a: Fundamental, b: Fundamental): number {
	return a.voltageCosine * b.voltageCosine + a.voltageSine * b.voltageSine;
}

/** The same with the sine, V²: positive if `to` leads `from`. */
export function ahead(from: Fundamental, to: Fundamental): number {
	return to.voltageCosine * from.voltageSine - to.voltageSine * from.voltageCosine;
}
