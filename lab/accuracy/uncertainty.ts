/**
 * Uncertainty budgets (GUM, k = 2) of the error of the active energy or power of one phase, in
 * percent.
 */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { Noise } from "./noise.ts";
import { RATIO } from "./registers.ts";

/**
 * Owner of a contribution: the measurement of the error; the station that calibrated the meter; the
 * meter.
 */
export type Origin = "measurement" | "station" | "meter";

export interface Contribution {
	readonly name: string;
	readonly origin: Origin;
	readonly distribution: "normal" | "rectangular" | "triangular";
	/** Standard uncertainty, %. */
	readonly standard: number;
}

/** A measurement whose uncertainty is asked for. */
export interface Measured {
	/** V, A, and degrees by which the current lags. */
	readonly voltage: number;
	readonly current: number;
	readonly angle: number;
	readonly seconds: number;
	/** True: by the energy registers. */
	readonly energy: boolean;
}

/** Properties of meters that the results themselves tell. */
export interface Known {
	readonly noise: Noise;
	/** Change of the error with the temperature after its correction, %/K. */
	readonly perKelvin: number;
	/** Error that is left of the transformers' curve between the calibrated currents, %. */
	readonly curve: number;
}

export interface Budget {
	readonly unit: "%";
	readonly contributions: readonly Contribution[];
	/** Expanded, k = 2: of the measurement alone, and with everything. */
	readonly measurement: number;
	readonly whole: number;
}

/** Coverage factor. */
export const COVERAGE = 2;

/** The station's largest errors: an amplitude in %, an angle in degrees. */
const STATION_AMPLITUDE = 0.02;
const STATION_DEGREES = 0.01;

/** Relative error of the bench's converter model up to 0.08 of the frame rate, % (taps.ts). */
const MODEL = 2e-4;

/** Range of a laboratory's temperature around 23 °C, K. */
const LABORATORY_KELVINS = 2;

/** Seconds that the calibration measures without a current, and at the currents nearest to A. */
const IDLE_SECONDS = 30;
const REGIONS = [
	[0.02, 0.01, 25],
	[0.2, 0.05, 10],
	[Number.POSITIVE_INFINITY, 1, 5],
] as const;

const rectangular = (half: number): number => half / Math.sqrt(3);

/** Standard uncertainty in % of an energy by two readings of the registers. */
export function registerSteps(wattSeconds: number): number {
	return (100 * 3600) / RATIO / wattSeconds / Math.sqrt(6);
}

/** The budget of a measurement. */
export function budgetOf(measured: Measured, known: Known): Budget {
	const { voltage, current, angle, seconds, energy } = measured;
	const { noise, perKelvin, curve } = known;
	const radians = (angle * Math.PI) / 180;
	const powerFactor = Math.abs(Math.cos(radians));
	const tangent = Math.abs(Math.tan(radians));
	const noiseOf = (at: number, time: number): number => noise.deviation("activePower", at, time);
	const wattSeconds = 3 * voltage * current * powerFactor * seconds;
	const [, region, regionSeconds] = REGIONS.find(([below]) => current <= below) ?? REGIONS[2];
	const calibration = Math.hypot(
		noiseOf(current, IDLE_SECONDS) / powerFactor,
		noiseOf(region, regionSeconds) / Math.cos(Math.PI / 3),
	);
	const contributions: Contribution[] = [
		normal("noise: repeatability", "measurement", noiseOf(current, seconds) / powerFactor),
		...(energy
			? [
					{
						name: "steps of the energy registers, two readings",
						origin: "measurement",
						distribution: "triangular",
						standard: registerSteps(wattSeconds),
					} as const,
					flat("instant of switching, one frame", "measurement", 100 / (FRAME_RATE_HZ * seconds)),
				]
			: []),
		flat("the bench's model of the converter", "measurement", MODEL * Math.SQRT2),
		flat("station: voltage ±0.02 %", "station", STATION_AMPLITUDE),
		flat("station: current ±0.02 %", "station", STATION_AMPLITUDE),
		flat("station: angle ±0.01°", "station", (100 * tangent * STATION_DEGREES * Math.PI) / 180),
		normal("noise in the calibration's constants", "meter", calibration),
		flat("transformers between the calibrated currents", "meter", curve * Math.max(1, tangent)),
		flat(`temperature, 23 ± ${LABORATORY_KELVINS} °C`, "meter", perKelvin * LABORATORY_KELVINS),
	];
	return {
		unit: "%",
		contributions,
		measurement: expanded(contributions.filter(({ origin }) => origin === "measurement")),
		whole: expanded(contributions),
	};
}

function normal(name: string, origin: Origin, standard: number): Contribution {
	return { name, origin, distribution: "normal", standard };
}

/** A contribution that is anywhere between ± `half`. */
function flat(name: string, origin: Origin, half: number): Contribution {
	return { name, origin, distribution: "rectangular", standard: rectangular(half) };
}

function expanded(contributions: readonly Contribution[]): number {
	return COVERAGE * Math.hypot(...contributions.map(({ standard }) => standard));
}

/**
 * Decimals that a figure with this expanded uncertainty bears: the last is not below a tenth of it.
 * @param most printed at all
 */
export function decimalsOf(uncertainty: number, most = 3): number {
	if (!(uncertainty > 0)) return most;
	return Math.max(0, Math.min(most, Math.ceil(-Math.log10(uncertainty))));
}
