/**
 * Measures one steady load: the vendor block's averages of V, I, P, Q and f and the power factors
 * of the last second; and, if the case asks for it, what the energy registers count while the
 * current is switched on and off again.
 */
import type { Average } from "../../bench/calibration/block.ts";
import type { StationErrors } from "../../bench/calibration/station-errors.ts";
import { REFERENCE_TEMPERATURE } from "../../bench/front-end/temperature.ts";
import { sum } from "../../bench/mains/phasors.ts";
import type { PhaseTruth } from "../../bench/source.ts";
import { type LoadCase, withoutCurrent } from "./load-case.ts";
import type { MeterUnderTest } from "./meter-under-test.ts";
import type { Errors, Quantity } from "./quantities.ts";
import {
	counted,
	type Energies,
	RATIO,
	readAverages,
	readEnergies,
	readPowerFactors,
	setWiring,
	startAverages,
} from "./registers.ts";
import { stationShare } from "./station-share.ts";

/** Errors of one case of one meter. */
export interface Outcome {
	/** Of the case. */
	readonly id: string;
	readonly errors: Errors;
	/** The same without the station's part (station-share.ts). */
	readonly own: Errors;
}

/** Seconds under load before the average; and after it, until its last window has closed. */
const SETTLING = 1.2;
const CLOSING = 0.7;

/** Longest average, s. */
const LONGEST = 60;

/** Seconds with voltage alone before a load whose energy is counted, and after it. */
const REST = 1;

/** Smallest power factor, and smallest sine, at which an error in percent of P says something. */
const LEAST_SHARE = 0.2;

/** W and var below which an element counts nothing, with some space for noise. */
const NO_LOAD_POWER = 0.22;

/** Readings of the meter, and the truth. */
interface Reading {
	readonly averages: Average;
	readonly powerFactors: readonly number[];
	readonly truth: readonly PhaseTruth[];
	/** Of the registers, W and var; undefined: not read. */
	readonly energy?: { readonly active: number; readonly reactive: number };
	/** Active energy over time at the terminals, W. */
	readonly truePower?: number;
}

/**
 * Measures a load on a meter that was prepared by `setResolution`.
 * @param station errors of the station at which the meter was calibrated
 */
export async function measure(
	meter: MeterUnderTest,
	test: LoadCase,
	station?: StationErrors,
): Promise<Outcome> {
	const { settings, celsius = REFERENCE_TEMPERATURE } = test;
	if (settings.wiring !== meter.mains.settings.wiring) await setWiring(meter, settings.wiring);
	if (meter.celsius !== celsius) await meter.soak(celsius);
	const reading = test.energy ? await switched(meter, test) : await steady(meter, test);
	const errors = errorsOf(test, reading);
	return { id: test.id, errors, own: station ? without(errors, station, reading.truth) : errors };
}

async function steady(meter: MeterUnderTest, test: LoadCase): Promise<Reading> {
	meter.apply(test.settings, test.tone);
	const truth = meter.mains.phases;
	await meter.run(SETTLING);
	await startAverages(meter, test.seconds);
	await meter.run(test.seconds + CLOSING);
	const averages = await readAverages(meter);
	return { averages, powerFactors: await readPowerFactors(meter), truth };
}

async function switched(meter: MeterUnderTest, test: LoadCase): Promise<Reading> {
	meter.apply(withoutCurrent(test.settings), test.tone);
	await meter.run(REST);
	const before = await readEnergies(meter);
	const start = { joules: meter.energy.wattSeconds, frames: meter.frames };
	const reading = await steady(meter, {
		...test,
		seconds: Math.min(LONGEST, Math.floor(test.seconds - SETTLING - CLOSING)),
	});
	meter.apply(withoutCurrent(test.settings), test.tone);
	const seconds = (meter.frames - start.frames) / meter.energy.framesPerSecond;
	const truePower = (meter.energy.wattSeconds - start.joules) / seconds;
	await meter.run(REST);
	const energies = counted(before, await readEnergies(meter));
	return { ...reading, truePower, energy: powersOf(energies, seconds) };
}

function powersOf(energies: Energies, seconds: number) {
	const scale = 3600 / (RATIO * seconds);
	return {
		active: (energies.forwardActive - energies.reverseActive) * scale,
		reactive: (energies.forwardReactive - energies.reverseReactive) * scale,
	};
}

function errorsOf({ settings }: LoadCase, reading: Reading): Errors {
	const { averages, powerFactors, truth, energy } = reading;
	const separate = settings.wiring !== "3P3W";
	const total = {
		active: sum(truth, ({ activePower }) => activePower),
		reactive: sum(truth, ({ reactivePower }) => reactivePower),
		apparent: sum(truth, ({ apparentPower }) => apparentPower),
	};
	// The averages do not know the no-load rule: a phase without a current has noise.
	const present = averages.phases.filter((_, phase) => (truth[phase]?.apparentPower ?? 0) > 0);
	const measured = energy ?? {
		active: sum(present, ({ activePower }) => activePower),
		reactive: sum(present, ({ reactivePower }) => reactivePower),
	};
	const truePower = reading.truePower ?? total.active;
	const each = (of: (phase: 0 | 1 | 2, truth: PhaseTruth) => number | undefined) =>
		([0, 1, 2] as const).map((phase) => of(phase, truth[phase] as PhaseTruth));
	const loaded = (of: (phase: 0 | 1 | 2, truth: PhaseTruth) => number | undefined) =>
		each((phase, true_) => (separate && true_.apparentPower > 0 ? of(phase, true_) : undefined));
	return {
		activeEnergy: [judged(total.active, total.apparent) && percent(measured.active, truePower)],
		reactiveEnergy: [(100 * (measured.reactive - total.reactive)) / total.apparent],
		activePower: loaded((phase, { activePower, apparentPower }) =>
			judged(activePower, apparentPower)
				? percent(averages.phases[phase].activePower, activePower)
				: undefined,
		),
		reactivePower: loaded(
			(phase, { reactivePower, apparentPower }) =>
				(100 * (averages.phases[phase].reactivePower - reactivePower)) / apparentPower,
		),
		voltage: each((phase, { voltage }) => percent(averages.phases[phase].voltage, voltage)),
		current: each((phase, { current }) => percent(averages.phases[phase].current, current)),
		powerFactor: loaded((phase, true_) =>
			counts(true_) ? (powerFactors[phase + 1] ?? Number.NaN) - true_.powerFactor : undefined,
		),
		frequency: [1000 * (averages.frequency - settings.frequency)],
	};
}

/** False: below the starting current, where the meter shows no load. */
function counts({ activePower, reactivePower }: PhaseTruth): boolean {
	return Math.max(Math.abs(activePower), Math.abs(reactivePower)) > NO_LOAD_POWER;
}

/** True if an error in percent of this power says something. */
function judged(power: number, apparent: number): true | undefined {
	return Math.abs(power) >= LEAST_SHARE * apparent ? true : undefined;
}

function without(errors: Errors, station: StationErrors, truth: readonly PhaseTruth[]): Errors {
	const shares = truth.map((phase, index) => stationShare(station[index as 0 | 1 | 2], phase));
	const less = (name: keyof (typeof shares)[number]) =>
		errors[name].map((error, phase) =>
			error === undefined ? undefined : error - (shares[phase]?.[name] ?? 0),
		);
	const weighted = (
		quantity: Quantity,
		name: "activePower" | "reactivePower",
		weight: (phase: PhaseTruth) => number,
	) => {
		const all = sum(truth, weight);
		const share = truth.reduce(
			(total, phase, index) =>
				phase.apparentPower === 0
					? total
					: total + ((shares[index]?.[name] ?? 0) * weight(phase)) / all,
			0,
		);
		return errors[quantity].map((error) => (error === undefined ? undefined : error - share));
	};
	return {
		activeEnergy: weighted("activeEnergy", "activePower", ({ activePower }) => activePower),
		reactiveEnergy: weighted(
			"reactiveEnergy",
			"reactivePower",
			({ apparentPower }) => apparentPower,
		),
		activePower: less("activePower"),
		reactivePower: less("reactivePower"),
		voltage: less("voltage"),
		current: less("current"),
		powerFactor: less("powerFactor"),
		frequency: errors.frequency,
	};
}

/** Error in percent; undefined if the truth is 0. */
export function percent(value: number, truth: number): number | undefined {
	return truth === 0 ? undefined : (100 * (value - truth)) / truth;
}
