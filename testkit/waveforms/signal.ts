/** Periodic signals given by a formula, so that the contents of a recording are known exactly. */

/** One line of a spectrum. */
export interface Harmonic {
	readonly order: number;
	/** RMS, in the signal's unit. */
	readonly rms: number;
	/** Phase of its cosine at time 0, in degrees. */
	readonly degrees: number;
}

/** A voltage or a current. */
export interface Signal {
	/** Constant part, in the signal's unit. */
	readonly direct: number;
	readonly harmonics: readonly Harmonic[];
	/** Load that varies: amplitude times 1 + depth · cos(2πt / (cycles · period)). */
	readonly swing?: { readonly depth: number; readonly cycles: number };
	/** A fault: everything is multiplied by the factor, starting at this time in s. */
	readonly step?: { readonly time: number; readonly factor: number };
}

/**
 * Value of a signal whose fundamental has `frequency` Hz, `time` seconds after the recording's
 * start.
 */
export function valueAt(signal: Signal, frequency: number, time: number): number {
	const angle = 2 * Math.PI * frequency * time;
	const sum = signal.harmonics.reduce(
		(total, { order, rms, degrees }) =>
			total + Math.SQRT2 * rms * Math.cos(order * angle + (degrees * Math.PI) / 180),
		0,
	);
	const { swing, step } = signal;
	const load = swing ? 1 + swing.depth * Math.cos(angle / swing.cycles) : 1;
	const fault = step && time >= step.time ? step.factor : 1;
	return fault * (signal.direct + load * sum);
}
