/**
 * Errors of a calibration station: its source and its reference meter have some of their own, which
 * the meters calibrated there keep. Those of a class 0.02 reference, drawn by meter.
 */
import type { MainsSettings, PhaseSettings } from "../mains/settings.ts";
import { uniformNumbers } from "../random.ts";

/** Largest error of an amplitude, and of the angle between voltage and current in degrees. */
const AMPLITUDE = 2e-4;
const ANGLE = 0.01;

/** Tells the draws from those of the meter's own parts. */
const STREAM = 0x5374_6174;

/** Errors of one phase. */
export interface PhaseErrors {
	/** Relative errors. */
	readonly voltage: number;
	readonly current: number;
	/** Degrees by which the current lags more than the station says. */
	readonly angle: number;
}

export type StationErrors = readonly [PhaseErrors, PhaseErrors, PhaseErrors];

/** Returns the errors of the station at which the meter with this serial number is calibrated. */
export function stationErrors(serialNumber: number): StationErrors {
	const uniform = uniformNumbers((serialNumber ^ STREAM) >>> 0);
	const around = (limit: number): number => limit * (2 * uniform() - 1);
	const phase = (): PhaseErrors => ({
		voltage: around(AMPLITUDE),
		current: around(AMPLITUDE),
		angle: around(ANGLE),
	});
	return [phase(), phase(), phase()];
}

/** Returns what a station with these errors applies instead of `settings`. */
export function applied(settings: MainsSettings, errors: StationErrors): MainsSettings {
	const wrong = (phase: PhaseSettings, { voltage, current, angle }: PhaseErrors) => ({
		...phase,
		voltage: phase.voltage * (1 + voltage),
		current: phase.current * (1 + current),
		angle: phase.angle + angle,
	});
	const [first, second, third] = settings.phases;
	return {
		...settings,
		phases: [wrong(first, errors[0]), wrong(second, errors[1]), wrong(third, errors[2])],
	};
}
