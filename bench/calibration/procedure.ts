/**
 * The calibration of a meter through its vendor block, all phases together: three points measured
 * with the nominal constants, the constants computed from them, and a measurement that proves the
 * constants (docs/calibration.md).
 */
import { Commit } from "metrology/calibration-quantities";
import { ModbusException } from "../../client/modbus-client.ts";
import { reasonOf } from "../fault.ts";
import { DEFAULT_MAINS, type MainsSettings } from "../mains/settings.ts";
import {
	Address,
	type Average,
	isCalibrated,
	Mode,
	readConstants,
	three,
	writeConstants,
} from "./block.ts";
import { type Constants, complaintAbout } from "./constants.ts";
import { CalibrationError } from "./error.ts";
import { measure, OVERHEAD_SECONDS } from "./measure.ts";
import { type Measured, solve } from "./solve.ts";
import type { Station } from "./station.ts";

/** Un in V and In in A. */
const NOMINAL = { voltage: 230, current: 1 } as const;

/** Angle at power factor 0.5 inductive. */
const LAG_DEGREES = 60;

/**
 * Seconds of an average. Under load, 10 s repeat to 5 ppm and 5 µrad, 3 s to 20. Without load the
 * quantity is small compared with the noise. In the proof only the permitted error matters.
 */
const LOADED_SECONDS = 10;
const IDLE_SECONDS = 20;
const PROOF_SECONDS = 3;

/**
 * Relative deviation from the applied quantity that no gain can explain; a power has two gains.
 */
const IMPLAUSIBLE = 0.15;
const IMPLAUSIBLE_POWER = 0.35;

/**
 * Permitted relative error of a calibrated meter; of power, in proportion to the apparent power.
 */
const PERMITTED = 5e-4;

/** The step under way. */
export interface Step {
	/** Description for the operator, a clause. */
	readonly what: string;
	/** Seconds of meter time before this step, of all. */
	readonly done: number;
	readonly total: number;
}

/** A measurement of the procedure. */
interface Point {
	/** Description for the operator, a clause. */
	readonly what: string;
	readonly mains: MainsSettings;
	readonly seconds: number;
}

const LAGGING: Point = {
	what: "nominal voltage and current, power factor 0.5 inductive",
	mains: load(NOMINAL.current, LAG_DEGREES),
	seconds: LOADED_SECONDS,
};
const IDLE: Point = {
	what: "nominal voltage, no current",
	mains: load(0, 0),
	seconds: IDLE_SECONDS,
};
const UNITY: Point = {
	what: "nominal voltage and current, power factor 1",
	mains: load(NOMINAL.current, 0),
	seconds: LOADED_SECONDS,
};
/** A point other than those that the constants come from. */
const PROOF: Point = {
	what: "proof at half the current, power factor 0.5 inductive",
	mains: load(NOMINAL.current / 2, LAG_DEGREES),
	seconds: PROOF_SECONDS,
};

const POINTS = [LAGGING, IDLE, UNITY, PROOF];
const TOTAL_SECONDS = POINTS.reduce((sum, { seconds }) => sum + seconds + OVERHEAD_SECONDS, 0);

/**
 * Calibrates the meter at `station`. In every case it meters afterwards and its seal is closed;
 * after a failure the previous constants are in force.
 * @returns the constants as the meter holds them
 * @throws CalibrationError
 */
export async function calibrate(
	station: Station,
	onStep: (step: Step) => void = () => {},
): Promise<Constants> {
	let before: Constants | undefined;
	let ended = false;
	try {
		before = (await isCalibrated(station)) ? await readConstants(station) : undefined;
		await station.seal(true);
		await station.write(Address.MODE, [Mode.CALIBRATION]);
		const constants = await determine(station, onStep);
		ended = true;
		await end(station);
		return constants;
	} catch (error) {
		if (!ended) await restore(station, before).catch(() => {});
		throw error instanceof CalibrationError ? error : new CalibrationError(reasonOf(error));
	}
}

async function determine(station: Station, onStep: (step: Step) => void): Promise<Constants> {
	let done = 0;
	const at = async (point: Point): Promise<Average> => {
		onStep({ what: point.what, done, total: TOTAL_SECONDS });
		const average = await measure(station, point.mains, point.seconds);
		requirePlausible(average, point.mains);
		done += point.seconds + OVERHEAD_SECONDS;
		return average;
	};
	await station.write(Address.COMMIT, [Commit.NOMINAL]);
	const lagging = await at(LAGGING);
	const idle = await at(IDLE);
	const unity = await at(UNITY);
	const reference = { ...NOMINAL, lag: radians(LAG_DEGREES) };
	const constants = three((phase) =>
		solve(
			{ idle: idle.phases[phase], lagging: lagging.phases[phase], unity: unity.phases[phase] },
			reference,
		),
	);
	const complaint = complaintAbout(constants);
	if (complaint) throw new CalibrationError(complaint);
	await takeOver(station, constants);
	prove(await at(PROOF), PROOF.mains);
	return readConstants(station);
}

async function takeOver(station: Station, constants: Constants): Promise<void> {
	try {
		await writeConstants(station, constants);
	} catch (error) {
		if (!(error instanceof ModbusException)) throw error;
		throw new CalibrationError(`the meter refuses its constants: ${error.message}`);
	}
}

/**
 * Refuses a measurement that differs from the applied quantities by more than the tolerances of
 * parts.
 */
function requirePlausible(average: Average, mains: MainsSettings): void {
	const require = (
		name: string,
		measured: number,
		applied: number,
		limit: number,
		unit: string,
	): void => {
		if (Math.abs(measured - applied) <= limit) return;
		throw new CalibrationError(
			`not settled, or wired wrong: ${name} measures ${short(measured)} ${unit} ` +
				`where ${short(applied)} ${unit} are applied`,
		);
	};
	const { voltage: un, current: in_ } = NOMINAL;
	for (const [phase, applied] of mains.phases.entries()) {
		const { voltage, current, activePower } = average.phases[phase as 0 | 1 | 2];
		const power = applied.voltage * applied.current * Math.cos(radians(applied.angle));
		require(`L${phase + 1}`, voltage, applied.voltage, IMPLAUSIBLE * un, "V");
		require(`L${phase + 1}`, current, applied.current, IMPLAUSIBLE * in_, "A");
		require(`L${phase + 1}`, activePower, power, IMPLAUSIBLE_POWER * un * in_, "W");
	}
}

function prove(average: Average, mains: MainsSettings): void {
	average.phases.forEach((measured, phase) => {
		const { voltage, current, angle } = mains.phases[phase as 0 | 1 | 2];
		const lag = radians(angle);
		const power = voltage * current;
		const require = (
			words: string,
			quantity: keyof Measured,
			expected: number,
			scale: number,
		): void => {
			const error = (measured[quantity] - expected) / scale;
			if (Math.abs(error) <= PERMITTED) return;
			throw new CalibrationError(
				`not settled: L${phase + 1}'s ${words} is wrong by ${(100 * error).toFixed(3)} % ` +
					"with the new constants",
			);
		};
		require("voltage", "voltage", voltage, voltage);
		require("current", "current", current, current);
		require("active power", "activePower", power * Math.cos(lag), power);
		require("reactive power", "reactivePower", power * Math.sin(lag), power);
	});
}

/** Restores the previous constants. */
async function restore(station: Station, before: Constants | undefined): Promise<void> {
	try {
		if (before) await writeConstants(station, before);
		else await station.write(Address.COMMIT, [Commit.NOMINAL]);
	} finally {
		await end(station);
	}
}

async function end(station: Station): Promise<void> {
	try {
		await station.write(Address.MODE, [Mode.METERING]);
	} finally {
		await station.seal(false);
	}
}

/** The same load on all phases, at nominal voltage and frequency. */
function load(current: number, angle: number): MainsSettings {
	const phase = { voltage: NOMINAL.voltage, current, angle, harmonics: [] };
	return { ...DEFAULT_MAINS, phases: [phase, phase, phase] };
}

function radians(degrees: number): number {
	return (degrees * Math.PI) / 180;
}

/** Rounds to four digits, enough to see the fault. */
function short(value: number): number {
	return Number(value.toPrecision(4));
}
