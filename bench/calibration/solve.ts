/**
 * The arithmetic of the calibration: computes the constants of a phase from its measurements at
 * three points. The meter computes from its uncorrected P, Q, V, I, scaled by the gains
 * (docs/metrology.md)
 *
 *     P' = P(1 − δ²/2) − δQ − G·V²        V' = kV·V
 *     Q' = Q(1 − δ²/2) + δP − B·V²        I' = √(kI²·I² − nI²)
 *
 * All three points are measured with the nominal constants, so no iteration is needed: the
 * equations are solved for the constants.
 */
import type { PhaseConstants } from "./constants.ts";

/** Measurement of one phase. */
export interface Measured {
	/** V. */
	readonly voltage: number;
	/** A. */
	readonly current: number;
	/** W. */
	readonly activePower: number;
	/** var, positive = the current lags. */
	readonly reactivePower: number;
}

/** Measurements of one phase with nominal constants. */
export interface Points {
	/** Voltage without current. */
	readonly idle: Measured;
	/** Current lagging by {@link Reference.lag}. */
	readonly lagging: Measured;
	/** Current in phase with the voltage. */
	readonly unity: Measured;
}

/** Quantities applied at these points. */
export interface Reference {
	/** V. */
	readonly voltage: number;
	/** A. */
	readonly current: number;
	/** rad. */
	readonly lag: number;
}

/** Returns the constants with which the phase measures the reference. */
export function solve({ idle, lagging, unity }: Points, reference: Reference): PhaseConstants {
	const active = idle.activePower / idle.voltage ** 2;
	const reactive = idle.reactivePower / idle.voltage ** 2;
	const noise = idle.current ** 2;
	const voltageGain = reference.voltage / lagging.voltage;
	const currentGain = reference.current / Math.sqrt(lagging.current ** 2 - noise);

	const onLag = withoutOffset(lagging, active, reactive);
	const onUnity = withoutOffset(unity, active, reactive);
	const phaseError = leadOf(onLag, onUnity, Math.cos(reference.lag));
	const [alone] = turned(...onUnity, phaseError);
	const powerGain = (reference.voltage * reference.current) / (voltageGain * currentGain * alone);

	// The meter subtracts the offset after turning and scaling, by the scaled voltage.
	const scale = (currentGain * powerGain) / voltageGain;
	const [activeOffset, reactiveOffset] = turned(active * scale, reactive * scale, phaseError);
	const currentNoise = noise * currentGain ** 2;
	return {
		voltageGain,
		currentGain,
		powerGain,
		phaseError,
		activeOffset,
		reactiveOffset,
		currentNoise,
	};
}

/**
 * Returns the lead with which the active powers at the two loads have the ratio `factor`. Only a
 * small part of the reactive powers counts: the error of the meter's 90° shifter stays out of the
 * active energy, unlike with a lead taken from the angle between the two powers.
 */
function leadOf([p, q]: Powers, [unityP, unityQ]: Powers, factor: number): number {
	const small = (p - factor * unityP) / (q - factor * unityQ);
	// small · (1 − δ²/2) = δ: the small root, in the form without cancellation.
	return (2 * small) / (1 + Math.sqrt(1 + 2 * small ** 2));
}

type Powers = readonly [active: number, reactive: number];

function withoutOffset(measured: Measured, active: number, reactive: number): [number, number] {
	const square = measured.voltage ** 2;
	return [measured.activePower - active * square, measured.reactivePower - reactive * square];
}

/** Turns the powers as the meter does. */
function turned(active: number, reactive: number, delta: number): [number, number] {
	const cosine = 1 - delta ** 2 / 2;
	return [active * cosine - delta * reactive, reactive * cosine + delta * active];
}
