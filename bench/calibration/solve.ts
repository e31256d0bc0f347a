/**
 * The arithmetic of the calibration: from what a phase of an uncorrected meter measures at three points to its
 * constants. The meter computes from its uncorrected P, Q, V, I, scaled by the gains (docs/metrology.md)
 *
 *     P' = P(1 − δ²/2) − δQ − G·V²        V' = kV·V
 *     Q' = Q(1 − δ²/2) + δP − B·V²        I' = √(kI²·I² − nI²)
 *
 * All three points are measured with the nominal constants, so that nothing has to be tried and tried again:
 * the equations are solved for the constants.
 */
import type { PhaseConstants } from "./constants.ts";

/** What one phase measures. */
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

/** What one phase of a meter with nominal constants measures. */
export interface Points {
	/** The voltage alone. */
	readonly idle: Measured;
	/** The current lags by {@link Reference.lag}. */
	readonly lagging: Measured;
	/** The current is in phase with the voltage. */
	readonly unity: Measured;
}

/** What stands at the terminals at these points. */
export interface Reference {
	/** V. */
	readonly voltage: number;
	/** A. */
	readonly current: number;
	/** rad. */
	readonly lag: number;
}

/** Constants with which the phase measures the reference. */
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

	// The meter takes the offset off what it has turned and scaled, by the voltage that it has scaled.
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
 * The lead with which the active powers at the two loads have the ratio `factor`. Of the reactive powers only a
 * small part counts: what the meter's 90° shifter lacks to a scale of exactly 1 stays out of the active energy,
 * as it would not if the lead were taken from the angle between the two powers.
 */
function leadOf([p, q]: Powers, [unityP, unityQ]: Powers, factor: number): number {
	const small = (p - factor * unityP) / (q - factor * unityQ);
	// small · (1 − δ²/2) = δ: the root that is small itself, in the form that does not cancel.
	return (2 * small) / (1 + Math.sqrt(1 + 2 * small ** 2));
}

type Powers = readonly [active: number, reactive: number];

function withoutOffset(measured: Measured, active: number, reactive: number): [number, number] {
	const square = measured.voltage ** 2;
	return [measured.activePower - active * square, measured.reactivePower - reactive * square];
}

/** Turned as the meter does it. */
function turned(active: number, reactive: number, delta: number): [number, number] {
	const cosine = 1 - delta ** 2 / 2;
	return [active * cosine - delta * reactive, reactive * cosine + delta * active];
}
