/**
 * The settings of the mains model, which `/api/mains` reads and writes. Ranges and wirings are
 * stated only here; `validation.ts` follows them.
 */
import { FULL_SCALE_CURRENT } from "../front-end/full-scale.ts";

/**
 * Names of the wirings, and the quantities at the meter's terminals in each. `phases` are always
 * the three phases of the network; a terminal that the wiring leaves open measures 0.
 *
 * - `3P4W`: V1..V3 against N, each with its own current; phases 120° apart.
 * - `3P3W`: no neutral; Aron's connection, L2 on the terminal N. `phases` are the star quantities
 *   of the network, so the terminals see V1 = V12 and V3 = V32 with I1 and I3; V2 and I2 are 0.
 *   The powers of L1 and L3 are those of the two elements: only their sum has a meaning, and it is
 *   the whole load's if the three currents sum to zero.
 * - `2P3W`: split phase, V1 and V2 against N, 180° apart; L3 is 0. The sequence has no effect.
 * - `1P2W`: V1 against N; L2 and L3 are 0. The sequence has no effect.
 */
export const WIRINGS = ["3P4W", "3P3W", "2P3W", "1P2W"] as const;
export type Wiring = (typeof WIRINGS)[number];

/** Phase sequence: with `123` L2 lags L1 by 120°, with `132` L3 does. */
export const SEQUENCES = ["123", "132"] as const;
export type Sequence = (typeof SEQUENCES)[number];

/**
 * A harmonic of one phase. Percentages are of the fundamental's RMS. The angles, in degrees, are
 * those of the harmonic at a rising zero crossing of its own fundamental (voltage or current),
 * positive = leading: a change of the phase's `angle` shifts the current with all its harmonics
 * and keeps its shape.
 *
 * A harmonic above half the frame rate (order × frequency) is part of the truth. The converter's
 * sinc3 weakens it, and it folds in the samples.
 */
export interface Harmonic {
	readonly order: number;
	readonly voltagePercent: number;
	readonly currentPercent: number;
	readonly voltageAngle: number;
	readonly currentAngle: number;
}

/** One phase of the network. */
export interface PhaseSettings {
	/**
	 * RMS at the meter's terminals with all harmonics, V; in 3P3W that of the star, phase to
	 * neutral point.
	 */
	readonly voltage: number;
	/** RMS at the meter's terminals (CT secondary) with all harmonics, A. */
	readonly current: number;
	/**
	 * Degrees by which the current lags its voltage (fundamental): 90 inductive, 180 reverse, -90
	 * capacitive.
	 */
	readonly angle: number;
	readonly harmonics: readonly Harmonic[];
}

/** All settings of `/api/mains`. */
export interface MainsSettings {
	readonly wiring: Wiring;
	/** Hz. */
	readonly frequency: number;
	readonly sequence: Sequence;
	/** True if 230 V are at the tariff input (terminals 10/11). The mains model only keeps it. */
	readonly tariffInput: boolean;
	readonly phases: readonly [PhaseSettings, PhaseSettings, PhaseSettings];
}

/** A range of numbers, both ends included. */
export interface Range {
	readonly minimum: number;
	readonly maximum: number;
	readonly unit: string;
}

/** Largest RMS current of which a sine peaks below the front end's full scale, to 0.1 A. */
const HIGHEST_CURRENT = Math.floor((10 * FULL_SCALE_CURRENT) / Math.SQRT2) / 10;

/**
 * Range of each number. A sine of 480 V or of {@link HIGHEST_CURRENT} peaks below the front end's
 * full scale (800 V: 565 V RMS); harmonics can push a peak above it, and then the front end
 * saturates.
 */
export const RANGES = {
	frequency: { minimum: 40, maximum: 70, unit: "Hz" },
	voltage: { minimum: 0, maximum: 480, unit: "V" },
	current: { minimum: 0, maximum: HIGHEST_CURRENT, unit: "A" },
	angle: { minimum: -360, maximum: 360, unit: "degrees" },
	order: { minimum: 2, maximum: 3000, unit: "" },
	percent: { minimum: 0, maximum: 100, unit: "%" },
} as const satisfies Record<string, Range>;

/**
 * Star voltage in 3P3W: between two phases it is √3 times as much, which must peak below 800 V.
 */
export const STAR_VOLTAGE: Range = { minimum: 0, maximum: 320, unit: "V" };

/** Nominal settings: 3 × 230 V, 1 A at power factor 1, 50 Hz. */
export const DEFAULT_MAINS: MainsSettings = Object.freeze({
	wiring: "3P4W",
	frequency: 50,
	sequence: "123",
	tariffInput: false,
	phases: Object.freeze([nominalPhase(), nominalPhase(), nominalPhase()] as const),
});

/** A phase at the start of a bench: its current lags, so that its curve is seen. */
export const STARTING_PHASE: PhaseSettings = Object.freeze({ ...nominalPhase(), angle: 30 });

/** Settings at the start of a bench. */
export const STARTING_MAINS: MainsSettings = Object.freeze({
	...DEFAULT_MAINS,
	phases: Object.freeze([STARTING_PHASE, STARTING_PHASE, STARTING_PHASE] as const),
});

function nominalPhase(): PhaseSettings {
	return Object.freeze({ voltage: 230, current: 1, angle: 0, harmonics: Object.freeze([]) });
}
