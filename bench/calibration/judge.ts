/** Judges measurements: possible for a meter at all, and right for a calibrated one. */
import type { Average } from "./block.ts";
import { CalibrationError } from "./error.ts";
import { appliedTo, NOMINAL, type Point } from "./points.ts";
import type { Measured } from "./solve.ts";

/**
 * Relative deviation from the applied quantity that no gain can explain; a power has two gains.
 */
const IMPLAUSIBLE = 0.15;
const IMPLAUSIBLE_POWER = 0.35;

/** The same of a frequency: beyond what a crystal does. */
const IMPLAUSIBLE_FREQUENCY = 1e-3;

/**
 * Permitted relative error of a calibrated meter; of power, in proportion to the apparent power.
 */
const PERMITTED = 5e-4;

/** Phases of a meter, from 0. */
const PHASE_INDICES = [0, 1, 2] as const;

/**
 * Refuses a measurement that differs from the applied quantities by more than the tolerances of
 * parts.
 * @throws CalibrationError
 */
export function requirePlausible(average: Average, point: Point): void {
	for (const index of PHASE_INDICES) {
		const applied = appliedTo(point, index);
		const { voltage, current, activePower } = average.phases[index];
		const name = `L${index + 1}`;
		const amperes = applied.current > 0 ? applied.current : NOMINAL.current;
		const power = applied.voltage * applied.current * Math.cos(applied.lag);
		require(name, voltage, applied.voltage, IMPLAUSIBLE * NOMINAL.voltage, "V");
		require(name, current, applied.current, IMPLAUSIBLE * amperes, "A");
		require(name, activePower, power, IMPLAUSIBLE_POWER * NOMINAL.voltage * amperes, "W");
	}
	const { frequency } = point.mains;
	require("the meter", average.frequency, frequency, IMPLAUSIBLE_FREQUENCY * frequency, "Hz");
}

function require(
	name: string,
	measured: number,
	applied: number,
	limit: number,
	unit: string,
): void {
	if (Math.abs(measured - applied) <= limit) return;
	throw new CalibrationError(
		`not settled, or wired wrong: ${name} measures ${short(measured)} ${unit} ` +
			`where ${short(applied)} ${unit} are applied`,
	);
}

/** Refuses new constants with which a point is not measured right. @throws CalibrationError */
export function prove(average: Average, point: Point): void {
	for (const index of PHASE_INDICES) {
		const { voltage, current, lag } = appliedTo(point, index);
		const power = voltage * current;
		const permit = (
			words: string,
			quantity: keyof Measured,
			expected: number,
			scale: number,
		): void => {
			const error = (average.phases[index][quantity] - expected) / scale;
			if (Math.abs(error) <= PERMITTED) return;
			throw new CalibrationError(
				`not settled: L${index + 1}'s ${words} is wrong by ${(100 * error).toFixed(3)} % ` +
					"with the new constants",
			);
		};
		permit("voltage", "voltage", voltage, voltage);
		permit("current", "current", current, current);
		permit("active power", "activePower", power * Math.cos(lag), power);
		permit("reactive power", "reactivePower", power * Math.sin(lag), power);
	}
}

/** Rounds to four digits, enough to see the fault. */
function short(value: number): number {
	return Number(value.toPrecision(4));
}
