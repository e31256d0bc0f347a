/** The results of one meter's examination: plain data, which one process sends to another. */
import type { StationErrors } from "../../bench/calibration/station-errors.ts";
import type { Finding } from "./finding.ts";
import type { Outcome } from "./measure.ts";

/** Repeated measurements of one case. */
export interface Repeats {
	/** Of the case. */
	readonly id: string;
	readonly outcomes: readonly Outcome[];
}

export interface Examination {
	readonly serialNumber: number;
	/** Errors of the station at which it was calibrated. */
	readonly station: StationErrors;
	/** 1 A at PF 1 and at PF 0.5 L: with factory constants, and calibrated. */
	readonly uncalibrated: readonly Outcome[];
	readonly calibrated: readonly Outcome[];
	readonly outcomes: readonly Outcome[];
	readonly repeats: readonly Repeats[];
	readonly findings: readonly Finding[];
	/**
	 * With ordinary transformers: calibrated as ours is, and with the constants of one point alone,
	 * the same cases.
	 */
	readonly ordinary: readonly Outcome[];
	readonly onePoint: readonly Outcome[];
	/** Meter seconds that it took. */
	readonly meterSeconds: number;
}
