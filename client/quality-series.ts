/**
 * Harmonics and recorded waveforms as a client reads them (docs/power-quality.md): lists of numbers
 * of which the meter has no rows. Without the table of all registers, for the bench.
 */
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { SERIES, type SeriesEntry } from "modbus/quality-map";
import { POINTS_A_CYCLE, RECORD_POINTS } from "quality/results";
import { BLOCK_NUMBERS } from "quality/series";
import type { RegisterAccess } from "./register-access.ts";
import { decodeRegister, floatDigits } from "./register-codec.ts";
import { entryOf } from "./register-entry.ts";
import { CHANNELS_OF_METER, type Waveform } from "./waveform-file.ts";

/** Reads a register whose format does not depend on the data type. */
async function readOne(
	meter: RegisterAccess,
	name: Parameters<typeof entryOf>[0],
): Promise<number> {
	const entry = entryOf(name);
	const words = await meter.read(entry.address, entry.length);
	return decodeRegister({ ...entry, step: 0 }, words, false);
}

/** The registers of a series. @throws RangeError if there is none of this index */
function seriesOf(index: number): SeriesEntry {
	const series = SERIES[index];
	if (!series) throw new RangeError(`no series ${index}`);
	return series;
}

/** Voltage or current of a phase: V1, I1, V2 … as the meter orders them. */
export const CHANNEL_NAMES: readonly string[] = CHANNELS_OF_METER.map(({ name }) => name);

/**
 * Reads the RMS of a channel's harmonics 1 to 40, in V or A; NaN: not known at present. Rejects
 * with the reason if that fails.
 * @param channel index in {@link CHANNEL_NAMES}
 */
export async function readHarmonics(meter: RegisterAccess, channel: number): Promise<number[]> {
	const { address, end, length } = seriesOf(channel);
	const words = await meter.read(address, end - address);
	return Array.from({ length: (end - address) / length }, () => words.float32());
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

const WAVEFORM = seriesOf(SERIES.length - 1);
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
	const first = entryOf("waveformAge").address;
	await meter.write(first, [age, block]);
	const words = await meter.read(first, WAVEFORM.end - first);
	if (words.uint16() !== age || words.uint16() !== block)
		throw new NoWaveform("Another client reads a waveform at the same time: read it again");
	const number = words.uint32();
	const [volts, amps] = [words.float32(), words.float32()];
	const rateHz = floatDigits(words.float32());
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
	const serialNumber = await readOne(meter, "serialNumber");
	const ratio = await readOne(meter, "ctRatio");
	const samples: number[] = [];
	const { number, volts, amps, rateHz } = await readBlocks(meter, age, samples, onProgress);
	return {
		number,
		serialNumber: `${serialNumber}`.padStart(8, "0"),
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
