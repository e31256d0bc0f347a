/**
 * Signs of a front end or a wiring that cannot be right, for the status word. They change no
 * reading and no energy: a meter counts what it measures.
 */
import type { Fundamental } from "metrology/fundamental";

/**
 * Mean square of the deviation (steps of the kernel) below which a channel stands still. Noise of a
 * converter that works is four steps.
 */
const STILL = 0.05;

/** W from which two currents are compared. */
const LEAST_WATTS = 5;

/** Reactive over active power up to which a current fits a voltage: power factor 0.8. */
const MOST_REACTIVE = 0.75;

/** True if a channel delivers the same number all the time: it is dead or stuck. */
export function isStill(meanSquareDeviation: number): boolean {
	return meanSquareDeviation < STILL;
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
