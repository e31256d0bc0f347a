/** Tests other than one steady load: something changes, or no current flows at all. */
import type { MakeConversion } from "../../bench/front-end/block.ts";
import type { MainsSettings } from "../../bench/mains/settings.ts";
import type { Launch } from "../../bench/meter/launch.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { AIMED } from "./aims.ts";
import type { Finding } from "./finding.ts";
import { balanced, mains, type PhaseLoad, withoutCurrent } from "./load-case.ts";
import { percent } from "./measure.ts";
import { MeterUnderTest } from "./meter-under-test.ts";
import {
	counted,
	type Energies,
	RATIO,
	readActivePower,
	readEnergies,
	readTariffs,
	setResolution,
	setTariff,
	setWiring,
} from "./registers.ts";

/** Minutes at 1.15 Un without a current. */
const NO_LOAD_MINUTES = 8;

/** Seconds of meter time of the other tests. */
const STARTING_TIME = 240;
const STEPS_TIME = 60;
/** Seconds in which a load of bursts is on, so that the registers resolve its energy. */
const BURST_TIME = 16;
const TARIFF_TIME = 16;
const START_UP_TIME = 30;

/** Starting current for In = 1 A, A. */
const STARTING_CURRENT = 0.002;

/**
 * Runs one of these tests on a calibrated meter.
 * @param stationPart of an error of the active energy at power factor 1, %
 */
export type EventTest = (meter: MeterUnderTest, stationPart: number) => Promise<Finding[]>;

/** Cycles with the load and without: R46's, and some that are no even number. */
const BURSTS: readonly (readonly [number, number])[] = [
	[2, 2],
	[1, 1],
	[1, 9],
	[1, 24],
	[3, 4],
];

/** All tests except the start-up. */
export const EVENT_TESTS: readonly EventTest[] = [
	noLoad(NO_LOAD_MINUTES),
	starting,
	...BURSTS.map(burst),
	loadSteps,
	tariffs,
];

/** No load at 1.15 Un: no register counts anything. */
export function noLoad(minutes: number): EventTest {
	return async (meter) => {
		await rest(meter, balanced({ voltage: 1.15 * 230 }));
		const before = await readEnergies(meter);
		await meter.run(60 * minutes);
		const after = await readEnergies(meter);
		const value =
			Object.values(counted(before, after)).reduce((sum, steps) => sum + steps, 0) / RATIO;
		const test = `No load, ${minutes} min at 1.15 Un: energy counted`;
		return [{ test, unit: "Wh", value, limit: 0, source: "no register moves" }];
	};
}

/** Starting current: energy is counted, in all phases together and in each alone. */
async function starting(meter: MeterUnderTest): Promise<Finding[]> {
	const load: PhaseLoad = { current: STARTING_CURRENT };
	const loads: [string, MainsSettings][] = [
		["L1 L2 L3", balanced(load)],
		["L1", mains([load, {}, {}])],
		["L2", mains([{}, load, {}])],
		["L3", mains([{}, {}, load])],
	];
	const findings: Finding[] = [];
	for (const [name, settings] of loads) {
		const value = await energyError(meter, settings, () => meter.run(STARTING_TIME));
		findings.push({
			test: `Starting current 2 mA in ${name}: error of the energy`,
			unit: "%",
			value,
			limit: 2,
			source: "it starts and keeps registering (standard); 2 % is ours",
		});
	}
	return findings;
}

/** A load that is on for some cycles and off for some. */
export function burst([on, off]: readonly [number, number]): EventTest {
	return async (meter, stationPart) => {
		const settings = balanced({ current: 2 });
		const cycle = FRAME_RATE_HZ / settings.frequency;
		const value = await energyError(meter, settings, async () => {
			const end = meter.frames + BURST_TIME * FRAME_RATE_HZ * (1 + off / on);
			while (meter.frames < end) {
				meter.apply(settings);
				await meter.runTo(meter.frames + on * cycle);
				meter.apply(withoutCurrent(settings));
				await meter.runTo(meter.frames + off * cycle);
			}
		});
		return [
			{
				test: `Burst, ${on} cycles on, ${off} off, 2 A: error without the station's`,
				unit: "%",
				value: value - stationPart,
				limit: AIMED.waveform,
				source: "aim; R46 class C 1.5 %",
			},
		];
	};
}

/** 0 ↔ 5 A at times unrelated to the mains and to the windows. */
export async function loadSteps(meter: MeterUnderTest): Promise<Finding[]> {
	const settings = balanced({ current: 5 });
	const value = await energyError(meter, settings, async () => {
		const end = meter.frames + STEPS_TIME * FRAME_RATE_HZ;
		for (let step = 1; meter.frames < end; step++) {
			meter.apply(step % 2 ? settings : withoutCurrent(settings));
			await meter.runTo(meter.frames + 500 + ((step * 2654435761) % 3001));
		}
	});
	const test = "Load steps 0 ↔ 5 A: error of the energy";
	return [{ test, unit: "%", value, limit: 0.1, source: "ours" }];
}

/** A load in each tariff, in two rounds: the shares, and their sum against the total. */
export async function tariffs(meter: MeterUnderTest): Promise<Finding[]> {
	const truth = [0, 0, 0, 0];
	await rest(meter, balanced({}));
	const before = await readTariffs(meter);
	const energies = await readEnergies(meter);
	for (let round = 0; round < 2; round++)
		for (let tariff = 1; tariff <= 4; tariff++) {
			await setTariff(meter, tariff);
			await rest(meter, balanced({}));
			const start = meter.energy.wattSeconds;
			meter.apply(balanced({ current: 6 - tariff }));
			await meter.run(TARIFF_TIME);
			meter.apply(balanced({}));
			await meter.run(1);
			truth[tariff - 1] = (truth[tariff - 1] ?? 0) + meter.energy.wattSeconds - start;
		}
	await setTariff(meter, 1);
	const after = await readTariffs(meter);
	const shares = after.map((energy, tariff) => energy - (before[tariff] ?? 0));
	const sum = shares.reduce((all, share) => all + share, 0);
	const total = counted(energies, await readEnergies(meter)).forwardActive;
	return [
		...shares.map((share, tariff) => ({
			test: `Tariff T${tariff + 1}: error of its share`,
			unit: "%",
			value: percent(share, ((truth[tariff] ?? 0) / 3600) * RATIO) ?? Number.NaN,
			limit: 0.1,
			source: "ours",
		})),
		{
			test: "Sum of T1..T4 less the total, primary",
			unit: "Wh",
			value: sum - total,
			limit: 0,
			source: "to the Wh",
		},
	];
}

/**
 * Start-up at 5 A: seconds from power on until the power is right within 5 %, and the seconds of
 * energy that the first half minute lacks against the next. Uncalibrated: the constants do not
 * matter here.
 */
export async function startUp(
	engine: Launch,
	serialNumber: number,
	conversion?: MakeConversion,
): Promise<Finding[]> {
	const settings = balanced({ current: 5 });
	const meter = new MeterUnderTest(engine, serialNumber, settings, {}, conversion);
	try {
		await meter.start();
		await setResolution(meter);
		const truth = meter.mains.phases.reduce((sum, phase) => sum + phase.activePower, 0);
		let power = 0;
		while (Math.abs(power - truth) > 0.05 * truth && meter.frames < 10 * FRAME_RATE_HZ) {
			power = (await readActivePower(meter)) / RATIO;
		}
		const ready = meter.frames / FRAME_RATE_HZ;
		const at = async (second: number): Promise<Energies> => {
			await meter.runTo(second * FRAME_RATE_HZ);
			return readEnergies(meter);
		};
		const half = await at(START_UP_TIME);
		const end = await at(2 * START_UP_TIME);
		const rate = counted(half, end).forwardActive / START_UP_TIME;
		return [
			{
				test: "Start-up at 5 A: time until the power is shown",
				unit: "s",
				value: ready,
				limit: 5,
				source: "EN 50470-3",
			},
			{
				test: "Start-up at 5 A: time whose energy is not counted",
				unit: "s",
				value: START_UP_TIME - half.forwardActive / rate,
				limit: 5,
				source: "EN 50470-3",
			},
		];
	} finally {
		await meter.stop();
	}
}

/** Applies the voltages alone, in 3P4W, and waits until everything has settled. */
async function rest(meter: MeterUnderTest, settings: MainsSettings): Promise<void> {
	if (settings.wiring !== meter.mains.settings.wiring) await setWiring(meter, settings.wiring);
	meter.apply(withoutCurrent(settings));
	await meter.run(2);
	await meter.runToSecond();
}

/**
 * Error in percent of the active energy that flows while `load` runs; no current flows before and
 * after.
 */
async function energyError(
	meter: MeterUnderTest,
	settings: MainsSettings,
	load: () => Promise<void>,
): Promise<number> {
	await rest(meter, settings);
	const before = await readEnergies(meter);
	await meter.runToSecond();
	const start = meter.energy.wattSeconds;
	meter.apply(settings);
	await load();
	meter.apply(withoutCurrent(settings));
	await meter.run(1);
	const after = await readEnergies(meter);
	const truth = (meter.energy.wattSeconds - start) / 3600;
	return percent(counted(before, after).forwardActive / RATIO, truth) ?? Number.NaN;
}
