/**
 * Limits that the report prints with its results, in percent. The texts of the standards were not
 * available: the figures are from memory and from MID (2014/32/EU), Annex V, for In = 1 A, Itr = 50
 * mA, Imin = 10 mA.
 */

/** Limits of one test; undefined if a class states none. */
export interface Limits {
	/** EN 50470-3 class B. */
	readonly b?: number;
	/** EN 50470-3 class C. */
	readonly c?: number;
	/** IEC 62053-22 class 0.2S for active energy, IEC 62053-24 class 0.5S for reactive energy. */
	readonly s?: number;
}

/** Smallest and transitional current, A. */
const MINIMUM = 0.01;
const TRANSITIONAL = 0.05;

/** Smallest power factor that counts as 1; for reactive energy, smallest sine. */
const UNITY = 0.999;

/**
 * Permitted error of the active energy.
 * @param current in A
 * @param powerFactor without its sign
 * @param single true if one phase alone carries current
 */
export function activeLimits(current: number, powerFactor: number, single: boolean): Limits {
	const unity = powerFactor >= UNITY;
	if (current < MINIMUM) return {};
	if (single)
		return { ...(current >= TRANSITIONAL && { b: 2, c: 1 }), ...singleLimit(current, unity) };
	if (unity) return current < TRANSITIONAL ? { b: 1.5, c: 1, s: 0.4 } : { b: 1, c: 0.5, s: 0.2 };
	const s = current >= 0.1 ? 0.3 : current >= 0.02 ? 0.5 : undefined;
	return { ...(current >= TRANSITIONAL && { b: 1, c: 0.5 }), ...(s !== undefined && { s }) };
}

function singleLimit(current: number, unity: boolean): Limits {
	if (unity) return current >= 0.05 ? { s: 0.3 } : {};
	return current >= 0.1 ? { s: 0.4 } : {};
}

/**
 * Permitted error of the reactive energy. EN 50470-3 has classes of active energy only.
 * @param sine of the angle, without its sign
 */
export function reactiveLimits(current: number, sine: number): Limits {
	if (sine >= UNITY) {
		if (current < MINIMUM) return {};
		return { s: current < 0.05 ? 1 : 0.5 };
	}
	if (sine < 0.45 || current < 0.02) return {};
	return { s: current < 0.1 ? 1 : 0.5 };
}

/** Permitted changes of the active error by influence quantities, against reference conditions. */
export const INFLUENCES = {
	/** Un ± 10 %, power factor 1. */
	voltage: { b: 0.7, c: 0.2, s: 0.1 },
	/** fn ± 2 %. */
	frequency: { b: 0.5, c: 0.2, s: 0.1 },
	reversedSequence: { b: 1.5, c: 0.3, s: 0.05 },
	/** One or two phases interrupted. */
	interrupted: { b: 2, c: 1, s: 0.5 },
	fifthHarmonic: { b: 0.8, c: 0.5, s: 0.4 },
	/** Odd harmonics (phase-fired). */
	oddHarmonics: { b: 3, c: 1.5 },
	/** Sub-harmonics (burst). */
	subHarmonics: { b: 3, c: 1.5, s: 0.6 },
	/** OIML R46: quadriform and peaked. */
	waveforms: { b: 0.6, c: 0.3 },
	/** OIML R46: one tone of high order. */
	highOrders: { b: 1, c: 0.5 },
} as const satisfies Record<string, Limits>;
