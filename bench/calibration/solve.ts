/**
 * The arithmetic of the calibration: computes the constants of a phase from what it measures with
 * the nominal ones. The meter's equations (docs/metrology.md) are solved for the constants, so
 * nothing is iterated.
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

/** Quantities applied to a phase. */
export interface Applied {
	/** V. */
	readonly voltage: number;
	/** A. */
	readonly current: number;
	/** rad by which the current lags. */
	readonly lag: number;
	/** Hz. */
	readonly frequency: number;
}

/** A load, and what was measured of it. */
export interface Observation {
	readonly applied: Applied;
	readonly measured: Measured;
	/** °C, by the meter. */
	readonly temperature: number;
}

/** Observations of one phase with nominal constants. */
export interface Observations {
	/** 1 A, lagging. */
	readonly lagging: Observation;
	/** The same, in phase. */
	readonly unity: Observation;
	/** The same as `lagging`, at another frequency. */
	readonly fast: Observation;
	/** Lagging, at the current of each region. */
	readonly at5A: Observation;
	readonly at50mA: Observation;
	readonly at10mA: Observation;
	/** Voltage without current. */
	readonly idle: Observation;
	/** The same as `lagging`, at another temperature; undefined: no drift is known. */
	readonly warm?: Observation;
}

/** Frequency (Hz) and temperature (°C) at which the constants hold. */
const NOMINAL_HZ = 50;
const REFERENCE_CELSIUS = 23;

/** Least difference in temperature (K) that tells a drift. */
const LEAST_WARMTH_K = 5;

/** Returns the constants with which the phase measures what was applied; without voltage skew. */
export function solve(observations: Observations): PhaseConstants {
	const { lagging, unity, fast, at5A, at50mA, at10mA, idle, warm } = observations;
	const offset = offsetOf(idle);
	const noise = idle.measured.current ** 2;
	const voltageGain = lagging.applied.voltage / lagging.measured.voltage;
	const currentGain = lagging.applied.current / Math.sqrt(squareOf(lagging, offset) - noise);

	const phaseError = phaseErrorOf(lagging, unity, offset);
	const scale = relative(unity, offset).active / Math.cos(phaseError);
	const { lag } = fast.applied;
	const fastError = lag - Math.acos(relative(fast, offset).active / scale);
	const x = lagging.applied.frequency / NOMINAL_HZ;
	const { lead, skew } = split(phaseError, x, fastError, fast.applied.frequency / NOMINAL_HZ);
	const powerGain = 1 / (scale * voltageGain * currentGain);

	const regional = (observation: Observation) => change(observation, lagging, offset, x);
	const [heavy, medium, light] = [regional(at5A), regional(at50mA), regional(at10mA)];
	const drift = warm ? driftOf(warm, lagging, change(warm, lagging, offset, x)) : NO_DRIFT;
	const warmth = lagging.temperature - REFERENCE_CELSIUS;
	return {
		voltageGain: voltageGain / (1 + drift.voltageGainDrift * warmth),
		currentGain: currentGain / (1 + drift.currentGainDrift * warmth),
		powerGain,
		lead: lead - drift.leadDrift * warmth,
		skew,
		voltageSkew: 0,
		activeOffset: offset.active,
		reactiveOffset: offset.reactive,
		currentNoise: noise * currentGain ** 2,
		gainAt10mA: light.gain,
		gainAt50mA: medium.gain,
		gainAt5A: heavy.gain,
		leadAt10mA: light.lead,
		leadAt50mA: medium.lead,
		leadAt5A: heavy.lead,
		...drift,
	};
}

/** A complex power. */
interface Power {
	readonly active: number;
	readonly reactive: number;
}

/** Power per squared volt that the voltage alone brings. */
function offsetOf({ measured }: Observation): Power {
	const square = measured.voltage ** 2;
	return { active: measured.activePower / square, reactive: measured.reactivePower / square };
}

/** The measured power, without the offset, for each volt-ampere that was applied. */
function relative({ applied, measured }: Observation, offset: Power): Power {
	const square = measured.voltage ** 2;
	const apparent = applied.voltage * applied.current;
	return {
		active: (measured.activePower - offset.active * square) / apparent,
		reactive: (measured.reactivePower - offset.reactive * square) / apparent,
	};
}

/** Mean square of the measured current without what the offset and it have in common. */
function squareOf({ measured }: Observation, offset: Power): number {
	const square = measured.voltage ** 2;
	const active = measured.activePower - offset.active * square;
	const reactive = measured.reactivePower - offset.reactive * square;
	return measured.current ** 2 - 2 * (offset.active * active + offset.reactive * reactive);
}

/**
 * Returns the phase error (rad) with which the active powers of the two loads have their ratio.
 * The reactive powers do not count, so an error of theirs stays out of the active energy.
 */
function phaseErrorOf(lagging: Observation, unity: Observation, offset: Power): number {
	const { lag } = lagging.applied;
	const ratio = relative(lagging, offset).active / relative(unity, offset).active;
	return Math.atan((ratio - Math.cos(lag)) / Math.sin(lag));
}

/** Splits the phase errors at two frequencies, as parts of 50 Hz, into lead and skew. */
function split(first: number, x: number, second: number, y: number) {
	const skew = (second * y - first * x) / (y ** 2 - x ** 2);
	return { lead: (first - skew * x) * x, skew };
}

/**
 * Gain, and lead at 50 Hz, that a load needs in addition to those of `base`. Both are measured
 * alike, so an error of the reactive power cancels.
 */
function change(load: Observation, base: Observation, offset: Power, x: number) {
	const { active, reactive } = relative(load, offset);
	const other = relative(base, offset);
	const gain = Math.hypot(other.active, other.reactive) / Math.hypot(active, reactive) - 1;
	const angle = Math.atan2(
		other.reactive * active - other.active * reactive,
		other.active * active + other.reactive * reactive,
	);
	const later = load.applied.lag - base.applied.lag;
	return { gain, lead: (angle + later) * x };
}

const NO_DRIFT = { voltageGainDrift: 0, currentGainDrift: 0, leadDrift: 0 };

/** The drifts by a load at another temperature; `needed` in addition. */
function driftOf(
	warm: Observation,
	base: Observation,
	needed: { readonly gain: number; readonly lead: number },
) {
	const before = base.temperature - REFERENCE_CELSIUS;
	const after = warm.temperature - REFERENCE_CELSIUS;
	if (Math.abs(after - before) < LEAST_WARMTH_K) return NO_DRIFT;
	const voltage =
		(base.measured.voltage / base.applied.voltage) * (warm.applied.voltage / warm.measured.voltage);
	/** Of a gain that has become `ratio` times what it was. */
	const perKelvin = (ratio: number): number => (ratio - 1) / (after - ratio * before);
	return {
		voltageGainDrift: perKelvin(voltage),
		currentGainDrift: perKelvin((1 + needed.gain) / voltage),
		leadDrift: needed.lead / (after - before),
	};
}

/**
 * Voltage skew (rad at 50 Hz) of a channel whose voltage is measured ahead of L1's by one angle
 * (rad) where another is applied.
 */
export function voltageSkewOf(measured: number, applied: number, frequency: number): number {
	const lag = applied - measured;
	// Both angles may be near π, with either sign.
	return (Math.atan2(Math.sin(lag), Math.cos(lag)) * NOMINAL_HZ) / frequency;
}

/** ppm by which a meter's clock is fast that measures `measured` Hz where `applied` are applied. */
export function clockErrorOf(measured: number, applied: number): number {
	return 1e6 * (applied / measured - 1);
}

/** A clock's error (ppm) at a temperature (°C). */
export interface ClockError {
	readonly error: number;
	readonly temperature: number;
}

/**
 * Error at 23 °C, slope (ppm/K) and curvature (ppm/K²) of the parabola through three errors; of a
 * single one, or of temperatures that are nearly the same, the error alone.
 */
export function clockOf(room: ClockError, warm: ClockError = room, cold: ClockError = room) {
	const [x, y, z] = [room, warm, cold].map(
		({ temperature }) => temperature - REFERENCE_CELSIUS,
	) as [number, number, number];
	const apart = Math.min(Math.abs(y - x), Math.abs(z - x), Math.abs(z - y));
	if (apart < LEAST_WARMTH_K) return { clockError: room.error, clockSlope: 0, clockCurvature: 0 };
	const upper = (warm.error - room.error) / (y - x);
	const lower = (cold.error - room.error) / (z - x);
	const clockCurvature = (upper - lower) / (y - z);
	const clockSlope = upper - clockCurvature * (x + y);
	const clockError = room.error - (clockSlope + clockCurvature * x) * x;
	return { clockError, clockSlope, clockCurvature };
}
