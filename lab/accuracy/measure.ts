/**
 * Measures one steady load. The current is switched on for whole seconds and off again, so that the
 * registers contain all of its energy and the truth is power × time; meanwhile the vendor block
 * averages.
 */
import type { Average } from "../../bench/calibration/block.ts";
import type { Measured } from "../../bench/calibration/solve.ts";
import { sum } from "../../bench/mains/phasors.ts";
import type { PhaseTruth } from "../../bench/source.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { type LoadCase, withoutCurrent } from "./load-case.ts";
import type { MeterUnderTest } from "./meter-under-test.ts";
import {
	counted,
	type Energies,
	RATIO,
	readAverages,
	readEnergies,
	setWiring,
	startAverages,
} from "./registers.ts";

/**
 * Source of the errors: the energy registers, or the vendor block's averages if 1 Wh is too coarse.
 */
export type Quantity = "energy" | "averages";

/** Errors of one load in percent of the truth; undefined if the truth is 0. */
export interface Outcome {
	readonly case: LoadCase;
	readonly quantity: Quantity;
	/** Of the active and the reactive energy of all phases, forward − reverse. */
	readonly active: number | undefined;
	readonly reactive: number | undefined;
	/** Of the worst loaded phase, by the averages; undefined if phases have no meaning (3P3W). */
	readonly worstPhaseActive: number | undefined;
	readonly worstPhaseReactive: number | undefined;
	/** Of the worst phase's voltage and of the worst phase's current; of the frequency. */
	readonly voltage: number | undefined;
	readonly current: number | undefined;
	readonly frequency: number | undefined;
}

/** Energy in Ws that a load should bring, so that 1 Wh of the register is 0.0017 % of it. */
const ENOUGH = 21_600;

/**
 * Seconds under load: shortest and longest if the registers resolve the energy, and for averages
 * otherwise.
 */
const SHORTEST = 8;
const LONGEST = 64;
const AVERAGED = 32;
/** Power in W and var below which the noise demands a longer average. */
const SMALL_POWER = 5;
const LONG_AVERAGED = 62;

/** Seconds under load before the average and after it, while its result is read. */
const MARGIN = 2.5;

/**
 * Seconds before a load, for the voltage to settle, and after it, for the last windows to close.
 */
const SETTLING = 2;

/** Seconds under load, and the source of the errors. */
function plan(
	test: LoadCase,
	phases: readonly PhaseTruth[],
): { seconds: number; quantity: Quantity } {
	const active = Math.abs(sum(phases, (phase) => phase.activePower));
	const reactive = Math.abs(sum(phases, (phase) => phase.reactivePower));
	const judged = [test.active && active, test.reactive && reactive].filter(
		(power) => power !== undefined,
	);
	const power = Math.min(...judged);
	const seconds = Math.ceil(ENOUGH / power);
	if (seconds <= LONGEST) return { seconds: Math.max(SHORTEST, seconds), quantity: "energy" };
	return { seconds: power < SMALL_POWER ? LONG_AVERAGED : AVERAGED, quantity: "averages" };
}

/** Measures a load on a meter that has been calibrated and prepared by `setResolution`. */
export async function measure(meter: MeterUnderTest, test: LoadCase): Promise<Outcome> {
	const { settings } = test;
	if (settings.wiring !== meter.mains.settings.wiring) await setWiring(meter, settings.wiring);
	meter.apply(withoutCurrent(settings));
	await meter.run(SETTLING);
	const before = await readEnergies(meter);
	await meter.runToSecond();

	meter.apply(settings);
	const truth = meter.mains.phases;
	const { seconds, quantity } = plan(test, truth);
	const end = meter.frames + seconds * FRAME_RATE_HZ;
	await startAverages(meter, Math.min(60, Math.floor(seconds - MARGIN)));
	await meter.runTo(end - FRAME_RATE_HZ / 2);
	const averages = await readAverages(meter);
	await meter.runTo(end);

	meter.apply(withoutCurrent(settings));
	await meter.run(SETTLING / 2);
	const after = await readEnergies(meter);
	const energy = energyOf(before, after);
	const hours = seconds / 3600;
	const power = quantity === "energy" ? scaled(energy, 1 / (RATIO * hours)) : powerOf(averages);
	return {
		case: test,
		quantity,
		active:
			test.active &&
			percent(
				power.active,
				sum(truth, (phase) => phase.activePower),
			),
		reactive:
			test.reactive &&
			percent(
				power.reactive,
				sum(truth, (phase) => phase.reactivePower),
			),
		...phaseErrors(test, averages, truth),
		frequency: percent(averages.frequency, settings.frequency),
	};
}

interface Sums {
	/** Wh or W, varh or var. */
	readonly active: number;
	readonly reactive: number;
}

function energyOf(before: Energies, after: Energies): Sums {
	const energies = counted(before, after);
	return {
		active: energies.forwardActive - energies.reverseActive,
		reactive: energies.forwardReactive - energies.reverseReactive,
	};
}

function powerOf({ phases }: Average): Sums {
	return {
		active: sum(phases, (phase) => phase.activePower),
		reactive: sum(phases, (phase) => phase.reactivePower),
	};
}

function scaled({ active, reactive }: Sums, factor: number): Sums {
	return { active: active * factor, reactive: reactive * factor };
}

function phaseErrors(test: LoadCase, averages: Average, truth: readonly PhaseTruth[]) {
	const separate = test.settings.wiring !== "3P3W";
	const errors = (value: (of: Measured) => number, least: (truth: PhaseTruth) => boolean) =>
		worst(
			averages.phases.map((phase, index) => {
				const true_ = truth[index];
				return true_ && least(true_) ? percent(value(phase), value(true_)) : undefined;
			}),
		);
	return {
		worstPhaseActive:
			separate && test.active
				? errors(
						(of) => of.activePower,
						(of) => Math.abs(of.activePower) > 0,
					)
				: undefined,
		worstPhaseReactive:
			separate && test.reactive
				? errors(
						(of) => of.reactivePower,
						(of) => Math.abs(of.reactivePower) > 0,
					)
				: undefined,
		voltage: errors(
			(of) => of.voltage,
			(of) => of.voltage > 0,
		),
		current: errors(
			(of) => of.current,
			(of) => of.current > 0,
		),
	};
}

/** Error in percent; undefined if the truth is 0. */
export function percent(value: number, truth: number): number | undefined {
	return truth === 0 ? undefined : (100 * (value - truth)) / truth;
}

/** The value farthest from 0, NaN being the farthest; undefined if there is none. */
export function worst(errors: readonly (number | undefined)[]): number | undefined {
	let result: number | undefined;
	for (const error of errors) {
		if (error === undefined) continue;
		if (result === undefined || Number.isNaN(error) || Math.abs(error) > Math.abs(result))
			result = error;
	}
	return result;
}
