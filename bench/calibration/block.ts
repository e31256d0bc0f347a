/** The vendor block 7000–76FF, read and written over the bus (docs/calibration.md). */
import { Commit } from "metrology/calibration-quantities";
import { modbusMap } from "modbus/map";
import { ByteReader, ByteWriter } from "../../client/bytes.ts";
import {
	CONSTANTS,
	type Constants,
	METER_CONSTANTS,
	meterConstants,
	type PhaseConstants,
	type Three,
} from "./constants.ts";
import type { Measured } from "./solve.ts";
import type { Station } from "./station.ts";

/** Address of a quantity's register. */
function addressOf(name: ReturnType<typeof modbusMap>[number]["name"]): number {
	const entry = modbusMap().find((each) => each.name === name);
	if (!entry) throw new Error(`no register holds ${name}`);
	return entry.address;
}

/** Addresses of the registers. */
export const Address = Object.freeze({
	MODE: addressOf("calibrationMode"),
	COMMIT: addressOf("calibrated"),
	AVERAGING: addressOf("averaging"),
	CONSTANTS: addressOf("voltageGainL1"),
	METER: addressOf("clockError"),
	AVERAGES: addressOf("voltageAverageL1"),
});

/** Values of the register {@link Address.MODE}. */
export const Mode = Object.freeze({ METERING: 0, CALIBRATION: 1 } as const);

/** Registers from one phase's constants to the next. */
const CONSTANTS_STEP = addressOf("voltageGainL2") - Address.CONSTANTS;

/**
 * Registers from one phase's averages to the next, and of all with frequency, seconds, temperature
 * and the voltages of L2 and L3 as parts of L1's.
 */
const AVERAGES_STEP = addressOf("voltageAverageL2") - Address.AVERAGES;
const AVERAGES_LENGTH = 3 * AVERAGES_STEP + 14;

/** A complete average. */
export interface Average {
	readonly phases: Three<Measured>;
	/** Hz. */
	readonly frequency: number;
	/** Seconds that it covers. */
	readonly seconds: number;
	/** °C at the meter now. */
	readonly temperature: number;
	/** Angles (rad) by which the voltages are ahead of L1's, −π..π. */
	readonly angles: Three<number>;
}

/** Reads one register. */
export async function readWord(station: Pick<Station, "read">, address: number): Promise<number> {
	return new ByteReader(await station.read(address, 1)).uint16();
}

/** True if the meter's constants in force are not the nominal ones. */
export async function isCalibrated(station: Pick<Station, "read">): Promise<boolean> {
	return (await readWord(station, Address.COMMIT)) !== 0;
}

/** Reads the constants back. */
export async function readConstants(station: Pick<Station, "read">): Promise<Constants> {
	const phases: PhaseConstants[] = [];
	for (let phase = 0; phase < 3; phase++) {
		const address = Address.CONSTANTS + CONSTANTS_STEP * phase;
		const registers = new ByteReader(await station.read(address, 2 * CONSTANTS.length));
		phases.push(
			Object.fromEntries(
				CONSTANTS.map(({ name }) => [name, registers.float32()]),
			) as unknown as PhaseConstants,
		);
	}
	const registers = new ByteReader(await station.read(Address.METER, 2 * METER_CONSTANTS.length));
	const [clockError, clockSlope, clockCurvature, ...couplings] = METER_CONSTANTS.map(() =>
		registers.float32(),
	) as [number, number, number, ...number[]];
	return {
		phases: three((phase) => phases[phase] as PhaseConstants),
		clockError,
		clockSlope,
		clockCurvature,
		couplings,
	};
}

/**
 * Puts constants in force; the seal must be open.
 * @throws ModbusException with code 3 if one is out of range: the old constants stay in force
 */
export async function writeConstants(
	station: Pick<Station, "write">,
	constants: Constants,
): Promise<void> {
	for (const [phase, values] of constants.phases.entries()) {
		const floats = CONSTANTS.map(({ name }) => values[name]);
		await station.write(Address.CONSTANTS + CONSTANTS_STEP * phase, words(floats));
	}
	await station.write(Address.METER, words(meterConstants(constants)));
	await station.write(Address.COMMIT, [Commit.TAKE_OVER]);
}

function words(floats: readonly number[]): number[] {
	const writer = new ByteWriter(4 * floats.length);
	for (const value of floats) writer.float32(value);
	return new ByteReader(writer.written).words();
}

/** Reads the last complete average. */
export async function readAverage(station: Pick<Station, "read">): Promise<Average> {
	const registers = new ByteReader(await station.read(Address.AVERAGES, AVERAGES_LENGTH));
	const angle = (): number => {
		const inPhase = registers.float32();
		return Math.atan2(registers.float32(), inPhase);
	};
	return {
		phases: three((phase) => {
			registers.seek(2 * AVERAGES_STEP * phase);
			return {
				voltage: registers.float32(),
				current: registers.float32(),
				activePower: registers.float32(),
				reactivePower: registers.float32(),
			};
		}),
		frequency: registers.seek(2 * 3 * AVERAGES_STEP).float32(),
		seconds: registers.float32(),
		temperature: registers.float32(),
		angles: [0, angle(), angle()],
	};
}

/** Makes a value for each phase, counted from 0. */
export function three<T>(of: (phase: 0 | 1 | 2) => T): Three<T> {
	return [of(0), of(1), of(2)];
}
