/**
 * The calibration of a meter through its vendor block, all phases together: points measured with
 * the nominal constants, the constants computed from them, and a measurement that proves the
 * constants (docs/calibration.md).
 */
import { Commit } from "metrology/calibration-quantities";
import { ModbusException } from "../../client/modbus-client.ts";
import { reasonOf } from "../fault.ts";
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
import { couplingsOf, uncoupled } from "./coupling.ts";
import { CalibrationError } from "./error.ts";
import { prove, requirePlausible } from "./judge.ts";
import { measure } from "./measure.ts";
import {
	appliedTo,
	COLD,
	COLD_CELSIUS,
	POINTS,
	type Point,
	PROOF,
	secondsOf,
	WARM,
	WARM_CELSIUS,
} from "./points.ts";
import {
	type ClockError,
	clockErrorOf,
	clockOf,
	type Observation,
	solve,
	voltageSkewOf,
} from "./solve.ts";
import type { Station } from "./station.ts";

/** The step under way. */
export interface Step {
	/** Description for the operator, a clause. */
	readonly what: string;
	/** Seconds of meter time before this step, of all. */
	readonly done: number;
	readonly total: number;
}

/** Names of the points, in their order. */
const NAMES = Object.keys(POINTS) as (keyof typeof POINTS)[];

/** Points whose frequency tells the error of the meter's clock. */
const CLOCK_POINTS = ["lagging", "unity", "fast"] as const;

/** Temperature of a station, °C. */
const ROOM_CELSIUS = 23;

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
	const points = [
		...NAMES.map((name) => POINTS[name]),
		...(station.soak ? [WARM, COLD] : []),
		PROOF,
	];
	const total = secondsOf(points);
	let done = 0;
	const at = async (point: Point): Promise<Average> => {
		onStep({ what: point.what, done, total });
		const average = await measure(station, point.mains, point.seconds);
		requirePlausible(average, point);
		done += secondsOf([point]);
		return average;
	};
	await station.write(Address.COMMIT, [Commit.NOMINAL]);
	const averages: Partial<Record<keyof Averages, Average>> = {};
	for (const name of NAMES) averages[name] = await at(POINTS[name]);
	if (station.soak) {
		await station.soak(WARM_CELSIUS);
		averages.warm = await at(WARM);
		await station.soak(COLD_CELSIUS);
		averages.cold = await at(COLD);
		await station.soak(ROOM_CELSIUS);
	}
	const constants = constantsOf(averages as Averages);
	const complaint = complaintAbout(constants);
	if (complaint) throw new CalibrationError(complaint);
	await takeOver(station, constants);
	prove(await at(PROOF), PROOF);
	return readConstants(station);
}

type Averages = Readonly<Record<keyof typeof POINTS, Average> & { warm?: Average; cold?: Average }>;

function constantsOf(coupled: Averages): Constants {
	const couplings = couplingsOf(coupled);
	const averages = Object.fromEntries(
		Object.entries(coupled).map(([name, average]) => [name, uncoupled(average, couplings)]),
	) as unknown as Averages;
	const phases = three((phase) => {
		const seen = (average: Average, point: Point): Observation => ({
			applied: appliedTo(point, phase),
			measured: average.phases[phase],
			temperature: average.temperature,
		});
		const room = Object.fromEntries(
			NAMES.map((name) => [name, seen(averages[name], POINTS[name])]),
		) as Record<keyof typeof POINTS, Observation>;
		const constants = solve(averages.warm ? { ...room, warm: seen(averages.warm, WARM) } : room);
		const applied = (-2 * Math.PI * phase) / 3;
		const { angles } = averages.lagging;
		const { frequency } = POINTS.lagging.mains;
		return { ...constants, voltageSkew: voltageSkewOf(angles[phase], applied, frequency) };
	});
	return { phases, ...clockConstants(averages), couplings };
}

function clockConstants(averages: Averages): ReturnType<typeof clockOf> {
	const { lagging, warm, cold } = averages;
	const errors = CLOCK_POINTS.map((name) =>
		clockErrorOf(averages[name].frequency, POINTS[name].mains.frequency),
	);
	const error = errors.reduce((sum, each) => sum + each, 0) / errors.length;
	const soaked = (average: Average, { mains }: Point): ClockError => ({
		error: clockErrorOf(average.frequency, mains.frequency),
		temperature: average.temperature,
	});
	const room = { error, temperature: lagging.temperature };
	return warm && cold ? clockOf(room, soaked(warm, WARM), soaked(cold, COLD)) : clockOf(room);
}

async function takeOver(station: Station, constants: Constants): Promise<void> {
	try {
		await writeConstants(station, constants);
	} catch (error) {
		if (!(error instanceof ModbusException)) throw error;
		throw new CalibrationError(`the meter refuses its constants: ${error.message}`);
	}
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
