/**
 * The registers that the accuracy tests use, by meaning (manual, appendix 2; vendor block:
 * docs/calibration.md).
 */
import { Address, type Average, readAverage, readWord } from "../../bench/calibration/block.ts";
import type { Wiring } from "../../bench/mains/settings.ts";
import { ByteReader } from "../../client/bytes.ts";
import { type MeterUnderTest, stationOf } from "./meter-under-test.ts";

/** Settings. */
const DATA_TYPE = 0x4026;
const CT_RATIO = 0x401f;
const TARIFF = 0x6048;

/** Vendor block: code of the wiring. */
const WIRING = 0x7002;

/** Energies that are read in one request: first register and count. */
const ENERGIES = 0x6000;
const ENERGY_COUNT = 0x48;
const FORWARD_T1 = 0x600e;
const FORWARD_T3 = 0x604f;
const ACTIVE_POWER = 0x5012;
/** Power factors: total, L1, L2, L3. */
const POWER_FACTORS = 0x502a;

/** Values of {@link DATA_TYPE}. */
const FLOATS = 1;
const INTEGERS = 2;

/** Wh at which an energy counter rolls over. */
const ROLL_OVER = 1_000_000_000;

/** CT ratio of the tests, 9995/1: a step of 1 Wh is then 0.1 mWh at the terminals. */
export const RATIO = 9995;
const RATIO_REGISTERS = [0x9995, 0x0001];

/** Energies of all phases, Wh and varh at the primary side. */
export interface Energies {
	readonly forwardActive: number;
	readonly reverseActive: number;
	readonly forwardReactive: number;
	readonly reverseReactive: number;
}

/** Sets energies to whole Wh at a large CT ratio, so that a short test counts enough of them. */
export async function setResolution(meter: MeterUnderTest): Promise<void> {
	await meter.write(DATA_TYPE, [INTEGERS]);
	await meter.write(CT_RATIO, RATIO_REGISTERS);
}

/** Sets the wiring; the seal must be open. */
export async function setWiring(meter: MeterUnderTest, wiring: Wiring): Promise<void> {
	await meter.write(WIRING, [["3P4W", "3P3W", "2P3W", "1P2W"].indexOf(wiring)]);
}

/** Sets the tariff, 1..4. */
export async function setTariff(meter: MeterUnderTest, tariff: number): Promise<void> {
	await meter.write(TARIFF, [tariff]);
}

/** Reads the energies; the data type must be integer. */
export async function readEnergies(meter: MeterUnderTest): Promise<Energies> {
	const registers = new ByteReader(await meter.read(ENERGIES, ENERGY_COUNT));
	const counter = (address: number): number => registers.seek(2 * (address - ENERGIES)).int32();
	return {
		forwardActive: counter(0x600c),
		reverseActive: counter(0x6018),
		forwardReactive: counter(0x6030),
		reverseReactive: counter(0x603c),
	};
}

/** Forward active energy in the tariffs T1..T4, Wh at the primary side. */
export async function readTariffs(meter: MeterUnderTest): Promise<number[]> {
	const early = new ByteReader(await meter.read(FORWARD_T1, 4));
	const late = new ByteReader(await meter.read(FORWARD_T3, 4));
	return [early.int32(), early.int32(), late.int32(), late.int32()];
}

/** Total active power of the last second, W at the primary side; the data type must be integer. */
export async function readActivePower(meter: MeterUnderTest): Promise<number> {
	return new ByteReader(await meter.read(ACTIVE_POWER, 2)).int32();
}

/** Reads the power factors of the last second, not rounded: total, L1, L2, L3. */
export async function readPowerFactors(meter: MeterUnderTest): Promise<number[]> {
	await meter.write(DATA_TYPE, [FLOATS]);
	const registers = new ByteReader(await meter.read(POWER_FACTORS, 8));
	await meter.write(DATA_TYPE, [INTEGERS]);
	return [0, 1, 2, 3].map(() => registers.float32());
}

/** Energy counted between two readings, also across a roll-over. */
export function counted(from: Energies, to: Energies): Energies {
	const difference = (name: keyof Energies): number =>
		(to[name] - from[name] + ROLL_OVER) % ROLL_OVER;
	return {
		forwardActive: difference("forwardActive"),
		reverseActive: difference("reverseActive"),
		forwardReactive: difference("forwardReactive"),
		reverseReactive: difference("reverseReactive"),
	};
}

/** Starts averages over 1..60 seconds; they begin with the window after the next. */
export async function startAverages(meter: MeterUnderTest, seconds: number): Promise<void> {
	await meter.write(Address.AVERAGING, [seconds]);
}

/** @throws {Error} when the averages are not complete */
export async function readAverages(meter: MeterUnderTest): Promise<Average> {
	const station = stationOf(meter);
	const missing = await readWord(station, Address.AVERAGING);
	if (missing > 0) throw new Error(`the averages are not complete: ${missing} s are missing`);
	return readAverage(station);
}
