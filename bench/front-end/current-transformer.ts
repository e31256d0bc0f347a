/**
 * The error of a current transformer over its current.
 *
 * The secondary current lacks the magnetising current, which flows through an inductance and a loss
 * resistance. Both grow with the flux, since the permeability of a core does; so at small currents
 * the ratio error is more negative and the lead larger. The flux's amplitude is what counts, so the
 * error follows the RMS current, here its mean square with a time constant of
 * {@link MEAN_SECONDS}; that a core's permeability also varies within a cycle would only add a
 * third harmonic of the magnetising current, below 1e-4 of the current, and is left out.
 */

/** Quality of the transformers. */
export const CT_CLASSES = ["ideal", "good", "ordinary"] as const;
export type CtClass = (typeof CT_CLASSES)[number];

/** Largest error at 10 mA relative to that at 1 A, of one class. */
export interface CtLimits {
	/** Relative change of the ratio, negative. */
	readonly ratio: number;
	/** Degrees of additional lead. */
	readonly lead: number;
}

/** A nanocrystalline core of class 0.1, and one that is nothing special. */
export const CT_LIMITS: Readonly<Record<CtClass, CtLimits>> = {
	ideal: { ratio: 0, lead: 0 },
	good: { ratio: -0.001, lead: 5 / 60 },
	ordinary: { ratio: -0.003, lead: 15 / 60 },
};

/** Time constant of the mean square, s: five cycles. */
export const MEAN_SECONDS = 0.1;

/** RMS current in A, and the error there in parts of that at 10 mA; even in the logarithm. */
const CURVE = [
	[0.001, 1.15],
	[0.01, 1],
	[0.05, 0.6],
	[0.2, 0.28],
	[1, 0],
	[5, -0.12],
] as const;

/**
 * Returns the error at an RMS current in parts of that at 10 mA: 0 at 1 A. Beyond the curve's ends
 * it stays as it is there.
 */
export function ctError(current: number): number {
	let [lower, before] = CURVE[0] as readonly [number, number];
	if (!(current > lower)) return before;
	for (const [upper, after] of CURVE) {
		if (current < upper) {
			const part = Math.log(current / lower) / Math.log(upper / lower);
			return before + (after - before) * part;
		}
		[lower, before] = [upper, after];
	}
	return before;
}
