/**
 * The part of a meter's errors that is the calibration station's: the meter holds what the station
 * said for true. It can be told apart here since the bench knows the station's errors.
 */
import type { PhaseErrors } from "../../bench/calibration/station-errors.ts";
import type { PhaseTruth } from "../../bench/source.ts";

/** Errors of one phase, in the units of quantities.ts. */
export interface PhaseShare {
	readonly voltage: number;
	readonly current: number;
	readonly activePower: number;
	readonly reactivePower: number;
	readonly powerFactor: number;
}

/**
 * A source that applies a hundredth more than it says makes a meter that reads a hundredth less;
 * one whose current lags by δ more than it says makes a meter that turns every load by −δ.
 */
export function stationShare(errors: PhaseErrors, truth: PhaseTruth): PhaseShare {
	const { activePower, reactivePower, apparentPower, powerFactor } = truth;
	const amplitude = -(errors.voltage + errors.current);
	const turn = (errors.angle * Math.PI) / 180;
	const active = amplitude + (activePower === 0 ? 0 : (reactivePower / activePower) * turn);
	const reactive = (amplitude * reactivePower - turn * activePower) / apparentPower;
	return {
		voltage: -100 * errors.voltage,
		current: -100 * errors.current,
		activePower: 100 * active,
		reactivePower: 100 * reactive,
		powerFactor: powerFactor * (active - amplitude),
	};
}
