/**
 * Tolerances of a meter's analogue parts: voltage dividers, current transformers, burdens and
 * converters, drawn from the serial number. Each is uniform within its limits.
 */
import { uniformNumbers } from "../random.ts";

/** Tolerances of one channel. */
export interface ChannelTolerances {
	/** Gain relative to the nominal one, at 23 °C; that of a current at 50 Hz. */
	readonly gain: number;
	/** V at the converter's input. */
	readonly offset: number;
	/**
	 * Seconds by which the channel lags; constant, so the phase error rises with the frequency.
	 */
	readonly delay: number;
	/** Relative change of the gain per kelvin. */
	readonly gainDrift: number;
}

/** Tolerances of a current's channel. */
export interface CurrentTolerances extends ChannelTolerances {
	/**
	 * Degrees by which the transformer's secondary current leads at 50 Hz and 23 °C; it falls as
	 * 1/f.
	 */
	readonly lead: number;
	/** Change of the lead in degrees per kelvin. */
	readonly leadDrift: number;
}

/** Tolerances of one phase. */
export interface PhaseTolerances {
	readonly voltage: ChannelTolerances;
	readonly current: CurrentTolerances;
}

/** L1, L2, L3. */
export type Tolerances = readonly [PhaseTolerances, PhaseTolerances, PhaseTolerances];

/** Seconds per degree at 50 Hz. */
const SECONDS_PER_DEGREE = 1 / 360 / 50;

/** Limits; a single number applies below 0 (for a gain: below 1) as well as above. */
const VOLTAGE_GAIN = 0.01;
const CURRENT_GAIN = 0.02;
const OFFSET = 175e-6;
const DELAY = 0.02 * SECONDS_PER_DEGREE;
const LEAD = [0.1, 0.5] as const;
const GAIN_DRIFT = 25e-6;
const LEAD_DRIFT = 0.0007;

/** Parts without tolerances: only the converters' limits, noise and droop remain. */
export const IDEAL: Tolerances = repeated(() => {
	const channel = { gain: 1, offset: 0, delay: 0, gainDrift: 0 };
	return { voltage: channel, current: { ...channel, lead: 0, leadDrift: 0 } };
});

/**
 * Returns the tolerances of the meter with this serial number (0..2^32 − 1), the same at each
 * call.
 */
export function tolerances(serialNumber: number): Tolerances {
	const uniform = uniformNumbers(serialNumber);
	const around = (limit: number): number => limit * (2 * uniform() - 1);
	const channel = (gain: number): ChannelTolerances => ({
		gain: 1 + around(gain),
		offset: around(OFFSET),
		delay: around(DELAY),
		gainDrift: around(GAIN_DRIFT),
	});
	const [least, most] = LEAD;
	return repeated(() => ({
		voltage: channel(VOLTAGE_GAIN),
		current: {
			...channel(CURRENT_GAIN),
			lead: least + (most - least) * uniform(),
			leadDrift: around(LEAD_DRIFT),
		},
	}));
}

function repeated(phase: () => PhaseTolerances): Tolerances {
	return [phase(), phase(), phase()];
}
