/**
 * Power quality as a client reads it (docs/power-quality.md): values by register name, harmonics,
 * events of the voltage, and the waveforms around the latest of them.
 */
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { SERIES } from "modbus/quality-map";
import { POINTS_A_CYCLE, RECORD_POINTS } from "quality/results";
import { BLOCK_NUMBERS, qualitySeries } from "quality/series";
import { EventCode } from "registers/event-code";
import { PHASES } from "registers/quantity";
import type { MeterEvent, RegisterAccess } from "./event-log.ts";
import { decodeRegister } from "./register-codec.ts";
import { type RegisterName, registerOf, registers } from "./register-table.ts";
import { CHANNELS_OF_METER, type Waveform } from "./waveform-file.ts";

/** Values by register, in the register's unit; NaN: not known at present. */
export type QualityValues = ReadonlyMap<RegisterName, number>;

/** First and last registers that are read in one request each. */
const RUNS = [
	["qualityWindow", "interruptionLimit"],
	["demandPeriod", "operatingTime"],
	["voltageMinimumL1", "extremesResetAt"],
] as const satisfies readonly (readonly [RegisterName, RegisterName])[];

/** Reads the registers from one to another, both included, in one request. */
async function readRun(
	meter: RegisterAccess,
	from: RegisterName,
	to: RegisterName,
): Promise<[RegisterName, number][]> {
	const first = registerOf(from).address;
	const last = registerOf(to);
	const end = last.address + last.length;
	const words = await meter.read(first, end - first);
	return registers
		.filter(({ address }) => address >= first && address < end)
		.map((row) => [row.name, decodeRegister(row, words.seek(2 * (row.address - first)), false)]);
}

/** Reads everything that is one value. Rejects with the reason if that fails. */
export async function readQuality(meter: RegisterAccess): Promise<QualityValues> {
	const values = new Map<RegisterName, number>();
	for (const [from, to] of RUNS)
		for (const [name, value] of await readRun(meter, from, to)) values.set(name, value);
	return values;
}

/** Voltage or current of a phase: V1, I1, V2 … as the meter orders them. */
export const CHANNEL_NAMES: readonly string[] = CHANNELS_OF_METER.map(({ name }) => name);

/**
 * Reads the RMS of a channel's harmonics 1 to 40, in V or A; NaN: not known at present. Rejects
 * with the reason if that fails.
 * @param channel index in {@link CHANNEL_NAMES}
 */
export async function readHarmonics(meter: RegisterAccess, channel: number): Promise<number[]> {
	const [{ count }, { address }] = [qualitySeries[channel], SERIES[channel]];
	const words = await meter.read(address, 2 * count);
	return Array.from({ length: count }, () => words.float32());
}

/** An event of the voltage. */
export interface VoltageEvent {
	/** In the log. */
	readonly number: number;
	readonly kind: "dip" | "swell" | "interruption";
	/** Operating time of the meter at its end. */
	readonly operatingS: number;
	/** Phases that were outside the limit. */
	readonly phases: readonly string[];
	/** Lowest, or of a swell highest, voltage in percent of the declared one. */
	readonly voltagePercent: number;
	/** Duration; {@link MOST_HALF_CYCLES}: that or more. */
	readonly halfCycles: number;
}

const KINDS: Readonly<Record<number, VoltageEvent["kind"]>> = {
	[EventCode.DIP]: "dip",
	[EventCode.SWELL]: "swell",
	[EventCode.INTERRUPTION]: "interruption",
};

/** Numbers that fields of the detail hold, from the lowest bit (docs/storage.md). */
const DURATIONS = 2 ** 18;
const DEPTHS = 2 ** 11;

/** Longest duration that the log holds. */
export const MOST_HALF_CYCLES = DURATIONS - 1;

/** Returns the event of the voltage that an entry of the log is; undefined if it is another one. */
export function voltageEventOf(event: MeterEvent): VoltageEvent | undefined {
	const { number, operatingS, code, detail } = event;
	const kind = KINDS[code];
	if (!kind) return undefined;
	const phases = Math.floor(detail / (DURATIONS * DEPTHS));
	return {
		number,
		kind,
		operatingS,
		phases: PHASES.filter((_, phase) => (phases >> phase) & 1),
		voltagePercent: (Math.floor(detail / DURATIONS) % DEPTHS) / 10,
		halfCycles: detail % DURATIONS,
	};
}

/** A waveform that the meter has recorded around an event. */
export interface RecordedWaveform extends Waveform {
	/** Since power-up, from 1. */
	readonly number: number;
}

/** The meter has no waveform to give, now or of this age. */
export class NoWaveform extends Error {
	override readonly name = "NoWaveform";
}

/** Largest number of a waveform's points, without its sign. */
const LARGEST = 2 ** 15;

const WAVEFORM = SERIES[SERIES.length - 1];
const CHANNELS = CHANNEL_NAMES.length;
const BLOCKS = (RECORD_POINTS * CHANNELS) / BLOCK_NUMBERS;

/** Words before a block's points: its choice, and what all blocks of the waveform share. */
interface Head {
	readonly number: number;
	readonly volts: number;
	readonly amps: number;
	readonly rateHz: number;
}

/** Chooses a block, and reads it. @throws NoWaveform if another client has chosen another one */
async function readBlock(
	meter: RegisterAccess,
	age: number,
	block: number,
	samples: number[],
): Promise<Head> {
	const first = registerOf("waveformAge").address;
	await meter.write(first, [age, block]);
	const words = await meter.read(first, WAVEFORM.end - first);
	if (words.uint16() !== age || words.uint16() !== block)
		throw new NoWaveform("Another client reads a waveform at the same time: read it again");
	const number = words.uint32();
	const [volts, amps, rateHz] = [words.float32(), words.float32(), words.float32()];
	words.seek(2 * (WAVEFORM.address - first));
	for (let place = 0; place < BLOCK_NUMBERS; place++) samples.push(words.int16());
	return { number, volts, amps, rateHz };
}

/** Reads all blocks of a waveform, point by point into `samples`. */
async function readBlocks(
	meter: RegisterAccess,
	age: number,
	samples: number[],
	onProgress: (part: number) => void,
): Promise<Head> {
	const head = await readBlock(meter, age, 0, samples);
	if (head.number === 0)
		throw new NoWaveform(`No waveform ${age}: the meter keeps the last two since power-up`);
	if (!(head.rateHz > 0))
		throw new NoWaveform("The mains frequency, by which the points are spaced, is not known now");
	for (let block = 1; block < BLOCKS; block++) {
		onProgress(block / BLOCKS);
		const { number } = await readBlock(meter, age, block, samples);
		if (number !== head.number)
			throw new NoWaveform("A new event has displaced the waveform: read it again");
	}
	onProgress(1);
	return head;
}

/**
 * Reads a waveform, in the meter's volts and in amperes at the primary side. Its parts are chosen
 * by writes, which over Bluetooth need the password.
 * @param age 0 for the newest, 1 for the one before
 * @param onProgress is told the part that has been read, 0..1
 * @throws NoWaveform, or the reason why the meter cannot be read
 */
export async function readWaveform(
	meter: RegisterAccess,
	age: number,
	onProgress: (part: number) => void = () => {},
): Promise<RecordedWaveform> {
	const identity = new Map(await readRun(meter, "serialNumber", "ctRatio"));
	const ratio = identity.get("ctRatio") ?? 0;
	const samples: number[] = [];
	const { number, volts, amps, rateHz } = await readBlocks(meter, age, samples, onProgress);
	return {
		number,
		serialNumber: `${identity.get("serialNumber")}`.padStart(8, "0"),
		frequency: rateHz / POINTS_A_CYCLE,
		rateHz,
		largest: LARGEST,
		length: RECORD_POINTS,
		channels: CHANNELS_OF_METER.map((channel) =>
			channel.unit === "V"
				? { ...channel, factor: volts, primary: 1, secondary: 1 }
				: {
						...channel,
						factor: amps,
						primary: ctPrimaryOf(ratio),
						secondary: ctSecondaryOf(ratio),
					},
		),
		stored: (point) => samples.slice(CHANNELS * point, CHANNELS * (point + 1)),
	};
}
