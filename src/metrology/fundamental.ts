/**
 * The fundamental of a phase as phasors against the carrier, products of two of them, and whether
 * they tell that currents have changed places.
 */

/** W from which two currents are compared. */
const LEAST_WATTS = 5;

/** Reactive over active power up to which a current fits a voltage: power factor 0.8. */
const MOST_REACTIVE = 0.75;

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

/**
 * True if two currents would fit the voltages if they changed places, each at a power factor of 0.8
 * at least, and fit neither where they are.
 */
export function areCurrentsSwapped(phases: readonly Fundamental[]): boolean {
	for (let a = 0; a < 2; a++)
		for (let b = a + 1; b < 3; b++) {
			const first = phases[a];
			const second = phases[b];
			if (fits(first, first) || fits(second, second)) continue;
			if (fits(first, second) && fits(second, first)) return true;
		}
	return false;
}

/** True if the current of one phase fits the voltage of another, or its own. */
function fits(voltage: Fundamental, current: Fundamental): boolean {
	const { voltageCosine, voltageSine } = voltage;
	const { currentCosine, currentSine } = current;
	const active = voltageCosine * currentCosine + voltageSine * currentSine;
	const reactive = voltageCosine * currentSine - voltageSine * currentCosine;
	return active > LEAST_WATTS && Math.abs(reactive) < MOST_REACTIVE * active;
}
