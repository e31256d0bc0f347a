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
	/** Change of the offset in V per kelvin. */
	readonly offsetDrift: number;
	/** Hz at which 1/f noise equals white noise. */
	readonly noiseCorner: number;
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
	/**
	 * Error at 10 mA relative to that at 1 A, in parts of the largest one of its class
	 * (current-transformer.ts).
	 */
	readonly ratioShare: number;
	readonly leadShare: number;
	/** Share of the currents of L1, L2, L3 that it picks up; 0 of its own. */
	readonly coupling: readonly number[];
}

/** Tolerances of one phase. */
export interface PhaseTolerances {
	readonly voltage: ChannelTolerances;
	readonly current: CurrentTolerances;
}

/** Tolerances of the crystal, a tuning fork. */
export interface CrystalTolerances {
	/** Relative error of its frequency at the turning point. */
	readonly error: number;
	/** °C at which its frequency is highest. */
	readonly turning: number;
	/** Relative change with the square of the distance to it, 1/K². */
	readonly curvature: number;
}

/** Tolerances of a meter. */
export interface Tolerances {
	/** L1, L2, L3. */
	readonly phases: readonly [PhaseTolerances, PhaseTolerances, PhaseTolerances];
	readonly crystal: CrystalTolerances;
}

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
const OFFSET_DRIFT = 1e-6;
const CT_SHARE = [0.5, 1] as const;
/** −74 dB. */
const CT_COUPLING = 2e-4;
/** Uniform in the logarithm. */
const NOISE_CORNER = [10, 100] as const;
const CRYSTAL = 50e-6;
const TURNING = [20, 30] as const;
const CURVATURE = [-0.04e-6, -0.028e-6] as const;

/** Parts without tolerances: only the converters' limits, noise and droop remain. */
export const IDEAL: Tolerances = {
	phases: [idealPhase(), idealPhase(), idealPhase()],
	crystal: { error: 0, turning: 25, curvature: 0 },
};

/**
 * Returns the tolerances of the meter with this serial number (0..2^32 − 1), the same at each
 * call.
 */
export function tolerances(serialNumber: number): Tolerances {
	const uniform = uniformNumbers(serialNumber);
	const within = ([least, most]: readonly [number, number]): number =>
		least + (most - least) * uniform();
	const around = (limit: number): number => limit * (2 * uniform() - 1);
	const channel = (gain: number) => ({
		gain: 1 + around(gain),
		offset: around(OFFSET),
		delay: around(DELAY),
		gainDrift: around(GAIN_DRIFT),
	});
	const phase = () => ({
		voltage: channel(VOLTAGE_GAIN),
		current: { ...channel(CURRENT_GAIN), lead: within(LEAD), leadDrift: around(LEAD_DRIFT) },
	});
	const phases = [phase(), phase(), phase()] as const;
	// Later draws, so that a serial number keeps the tolerances that it had before there were these.
	const laterOfChannel = () => ({
		offsetDrift: around(OFFSET_DRIFT),
		noiseCorner: NOISE_CORNER[0] * (NOISE_CORNER[1] / NOISE_CORNER[0]) ** uniform(),
	});
	const later = (own: 0 | 1 | 2): PhaseTolerances => ({
		voltage: { ...phases[own].voltage, ...laterOfChannel() },
		current: {
			...phases[own].current,
			...laterOfChannel(),
			ratioShare: within(CT_SHARE),
			leadShare: within(CT_SHARE),
			coupling: [around(CT_COUPLING), around(CT_COUPLING), around(CT_COUPLING)].map(
				(share, other) => (other === own ? 0 : share),
			),
		},
	});
	const all = [later(0), later(1), later(2)] as const;
	const crystal = {
		error: around(CRYSTAL),
		turning: within(TURNING),
		curvature: within(CURVATURE),
	};
	return { phases: all, crystal };
}

function idealPhase(): PhaseTolerances {
	const channel = {
		gain: 1,
		offset: 0,
		delay: 0,
		gainDrift: 0,
		offsetDrift: 0,
		noiseCorner: 0,
	};
	const transformer = { lead: 0, leadDrift: 0, ratioShare: 0, leadShare: 0, coupling: [0, 0, 0] };
	return { voltage: channel, current: { ...channel, ...transformer } };
}
