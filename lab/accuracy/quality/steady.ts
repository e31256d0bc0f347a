/** Measures steady signals: what the registers of power quality read, next to the truth. */
import { ByteReader } from "../../../client/bytes.ts";
import type { MeterUnderTest } from "../meter-under-test.ts";
import { type FigureName, type Finding, nominalOf } from "./figure.ts";
import { Signal } from "./signal.ts";
import { NOMINAL_AMPS, ORDERS, type TestSignal } from "./test-signals.ts";
import {
	type ChannelTruth,
	channelsOf,
	fundamentalPowerOf,
	neutralOf,
	type Range,
	unbalanceOf,
} from "./truth.ts";

/** Registers of the values, and of the harmonics of the first channel (docs/power-quality.md). */
const VALUES = 0x7302;
const VALUE_COUNT = 42;
const HARMONICS = 0x7400;
const REGISTERS_A_CHANNEL = 0x50;

/** Places of the values. */
const Place = {
	voltageThd: 0,
	currentThd: 3,
	voltageCrest: 6,
	currentCrest: 9,
	kFactor: 12,
	activePower: 16,
	reactivePower: 19,
	apparentPower: 22,
	nonfundamental: 25,
	currentDistortion: 28,
	voltageDistortion: 31,
	harmonicApparent: 34,
	neutral: 37,
	unbalance: 38,
} as const;

/** Meter seconds until the figures are the signal's, and times that the values are read. */
const SETTLING_S = 1.4;
const READS = 3;

/** Of nominal: a harmonic from here on is judged by its reading (IEC 61000-4-7, from memory). */
const LARGE = 0.03;

/** A from which on a neutral current is judged by its reading. */
const LARGE_NEUTRAL = 0.5;

const PERCENT = 100;

type Found = Pick<Finding, "figure" | "error" | "phase" | "order">;

/** Errors of everything that is read of a signal. */
export async function measureSteady(
	meter: MeterUnderTest,
	signal: TestSignal,
	frequency: number,
): Promise<Finding[]> {
	const tones = signal.tonesAt(frequency);
	const channels = channelsOf(tones, frequency, signal.periodic);
	meter.mains.signal = new Signal(tones);
	await meter.run(SETTLING_S);
	const found: Found[] = [];
	for (const [channel, truth] of channels.entries())
		found.push(...harmonicErrors(await readHarmonics(meter, channel), channel, truth));
	const truth = { tones, channels, periodic: signal.periodic };
	for (let i = 0; i < READS; i++) found.push(...valueErrors(await readValues(meter), truth));
	const { serialNumber } = meter;
	return found.map((each) => ({ ...each, signal: signal.name, frequency, serialNumber }));
}

async function readFloats(meter: MeterUnderTest, address: number, count: number) {
	const reader = new ByteReader(await meter.read(address, 2 * count));
	return Array.from({ length: count }, () => reader.float32());
}

const readValues = (meter: MeterUnderTest) => readFloats(meter, VALUES, VALUE_COUNT);

const readHarmonics = (meter: MeterUnderTest, channel: number) =>
	readFloats(meter, HARMONICS + REGISTERS_A_CHANNEL * channel, ORDERS);

/** How far a value is outside the range in which the truth lies. */
function outside(value: number, { least, greatest }: Range): number {
	return value < least ? value - least : value > greatest ? value - greatest : value - value;
}

function harmonicErrors(read: readonly number[], channel: number, truth: ChannelTruth): Found[] {
	const nominal = nominalOf(channel);
	const isVoltage = channel % 2 === 0;
	const phase = 1 + (channel >> 1);
	return truth.harmonics.map((range, i) => {
		const error = outside(read[i] ?? Number.NaN, range);
		const ofReading = PERCENT * (error / range.greatest);
		const order = i + 1;
		if (i === 0) {
			const figure = isVoltage ? "voltageFundamental" : "currentFundamental";
			return { figure, error: ofReading, phase, order };
		}
		if (range.greatest >= LARGE * nominal)
			return {
				figure: isVoltage ? "largeVoltage" : "largeCurrent",
				error: ofReading,
				phase,
				order,
			};
		const figure = isVoltage ? "smallVoltage" : "smallCurrent";
		return { figure, error: PERCENT * (error / nominal), phase, order };
	});
}

interface Truth {
	readonly tones: Parameters<typeof neutralOf>[0];
	readonly channels: readonly ChannelTruth[];
	readonly periodic: boolean;
}

function valueErrors(read: readonly number[], { tones, channels, periodic }: Truth): Found[] {
	const found: Found[] = [];
	const value = (place: number): number => read[place] ?? Number.NaN;
	for (let index = 0; index < 3; index++) {
		const [voltage, current] = [channels[2 * index], channels[2 * index + 1]];
		if (!voltage || !current) continue;
		const add = (figure: FigureName, error: number): void =>
			void found.push({ figure, error: PERCENT * error, phase: index + 1 });
		add("voltageThd", outside(value(Place.voltageThd + index) / PERCENT, voltage.thd));
		add("currentThd", outside(value(Place.currentThd + index) / PERCENT, current.thd));
		const { kFactor } = current;
		add("kFactor", outside(value(Place.kFactor + index), kFactor) / kFactor.greatest);
		if (!periodic) continue;
		for (const [figure, { crest }] of [
			["voltageCrest", voltage],
			["currentCrest", current],
		] as const)
			add(figure, value(Place[figure] + index) / (crest ?? Number.NaN) - 1);
		for (const [name, error] of powerErrors((of) => value(Place[of] + index), {
			voltage,
			current,
			powers: fundamentalPowerOf(tones, index),
		}))
			add(name, error);
	}
	if (periodic) found.push(...commonErrors(value, tones));
	return found;
}

const POWERS = [
	"activePower",
	"reactivePower",
	"apparentPower",
	"nonfundamental",
	"currentDistortion",
	"voltageDistortion",
	"harmonicApparent",
] as const;

/** Errors of the powers of a phase, as parts of apparent power. */
function powerErrors(
	value: (name: (typeof POWERS)[number]) => number,
	{
		voltage,
		current,
		powers: [active, reactive],
	}: { voltage: ChannelTruth; current: ChannelTruth; powers: readonly [number, number] },
): (readonly [FigureName, number])[] {
	const fundamental = voltage.fundamental * current.fundamental;
	const total = voltage.rms * current.rms;
	const [v, i] = [voltage.thd.least, current.thd.least];
	const truth = {
		activePower: active,
		reactivePower: reactive,
		apparentPower: fundamental,
		nonfundamental: Math.sqrt(Math.max(0, total * total - fundamental * fundamental)),
		currentDistortion: fundamental * i,
		voltageDistortion: fundamental * v,
		harmonicApparent: fundamental * v * i,
	};
	return POWERS.map((name, at) => [
		name,
		(value(name) - truth[name]) / (at < 3 ? fundamental : total),
	]);
}

/** Errors of what the phases have in common. */
function commonErrors(value: (place: number) => number, tones: Truth["tones"]): Found[] {
	const neutral = neutralOf(tones);
	const isLarge = neutral >= LARGE_NEUTRAL;
	const error = (value(Place.neutral) - neutral) / (isLarge ? neutral : NOMINAL_AMPS);
	const names = ["voltageUnbalance", "voltageZero", "currentUnbalance", "currentZero"] as const;
	const truths = [...unbalanceOf(tones, false), ...unbalanceOf(tones, true)];
	return [
		{ figure: isLarge ? "neutral" : "smallNeutral", error: PERCENT * error, phase: 0 },
		...names.map((figure, i) => ({
			figure,
			error: value(Place.unbalance + i) - PERCENT * (truths[i] ?? Number.NaN),
			phase: 0,
		})),
	];
}
