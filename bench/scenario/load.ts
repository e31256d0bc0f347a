/** Loads of a meter: power per phase over time, which becomes current and angle. */
import { type MainsSettings, RANGES } from "../mains/settings.ts";
import { quotientOf } from "../truth/ct-ratio.ts";
import { parseCsv, readCsv } from "./csv.ts";
import { dayOf } from "./days.ts";
import type { Load, Power } from "./power.ts";
import type { LoadSetup, MeterSetup } from "./scenario.ts";
import type { Path, ScenarioError } from "./source-text.ts";

/** Loads of a meter, as currents at its terminals. */
export interface MeterLoads {
	/** Current and angle of L1, L2, L3, as a part of the mains. */
	phasesAt(seconds: number, mains: MainsSettings): { current: number; angle: number }[];
	next(seconds: number): number;
}

/** Surroundings of a meter's loads. */
export interface LoadContext {
	readonly seed: number;
	/** Time of day at the start, s. */
	readonly clockSeconds: number;
	readonly durationSeconds: number;
	/** Mains at the start. */
	readonly mains: MainsSettings;
	/** Path of a file that the scenario names. */
	pathOf(csv: string): string;
	/** An error at a place of the meter's loads. */
	fail(path: Path, problem: string): ScenarioError;
}

/** Current of the CT's secondary side unless `ct` says otherwise: none is transformed. */
const NO_RATIO = "5/5";

/**
 * The loads of a meter; undefined if it has none.
 * @throws ScenarioError: a bad file, or a current that the terminals do not take
 */
export function loadsOf(meter: MeterSetup, context: LoadContext): MeterLoads | undefined {
	const { load, ct = NO_RATIO } = meter;
	if (load === undefined) return undefined;
	const setups = Array.isArray(load) ? (load as readonly LoadSetup[]) : [load as LoadSetup];
	const ratio = quotientOf(ct);
	const loads = setups.map((setup, index) =>
		scaled(setup, loadOf(setup, context, Array.isArray(load) ? [index] : [])),
	);
	const sum: MeterLoads = {
		phasesAt: (seconds, mains) => {
			const powers = loads.map((each) => each.at(seconds));
			return ([0, 1, 2] as const).map((phase) =>
				currentOf(
					powers.map((each) => each[phase]),
					mains.phases[phase].voltage * ratio,
				),
			);
		},
		next: (seconds) => Math.min(...loads.map((each) => each.next(seconds))),
	};
	checkCurrents(sum, context);
	return sum;
}

function loadOf(setup: LoadSetup, context: LoadContext, path: Path): Load {
	const { day, csv, profile, phases, repeat = false } = setup;
	if ([day, csv, profile].filter((each) => each !== undefined).length !== 1)
		throw context.fail(path, "needs exactly one of day, csv and profile");
	if (day !== undefined) return dayOf(day, context.seed, context.clockSeconds, phases);
	if (phases !== undefined)
		throw context.fail([...path, "phases"], "goes with day, a profile has all phases");
	const key = csv === undefined ? "profile" : "csv";
	const fail = (problem: string): ScenarioError => context.fail([...path, key], problem);
	if (csv !== undefined) return readCsv(context.pathOf(csv), repeat, fail);
	return parseCsv(key, profile ?? "", repeat, fail);
}

function scaled({ scale = 1 }: LoadSetup, load: Load): Load {
	const times = ({ active, reactive }: Power): Power => ({
		active: active * scale,
		reactive: reactive * scale,
	});
	return {
		at: (seconds) => {
			const [first, second, third] = load.at(seconds);
			return [times(first), times(second), times(third)];
		},
		next: load.next,
	};
}

/** @param volts voltage of the phase, times the ratio of the current transformers */
function currentOf(powers: readonly Power[], volts: number): { current: number; angle: number } {
	const active = powers.reduce((sum, power) => sum + power.active, 0);
	const reactive = powers.reduce((sum, power) => sum + power.reactive, 0);
	const apparent = Math.hypot(active, reactive);
	if (apparent === 0 || volts === 0) return { current: 0, angle: 0 };
	return { current: apparent / volts, angle: (Math.atan2(reactive, active) * 180) / Math.PI };
}

/** Loads are checked that far ahead: a week, or two days of changes by the second. */
const CHECKED_SECONDS = 7 * 86_400;
const CHECKED_CHANGES = 200_000;

function checkCurrents(loads: MeterLoads, context: LoadContext): void {
	const { mains, fail } = context;
	const endSeconds = Math.min(context.durationSeconds, CHECKED_SECONDS);
	let changes = 0;
	for (let at = 0; at < endSeconds && changes < CHECKED_CHANGES; at = loads.next(at), changes++)
		for (const [index, { current }] of loads.phasesAt(at, mains).entries())
			if (current > RANGES.current.maximum)
				throw fail(
					[],
					`needs ${current.toFixed(2)} A on L${index + 1} at ${at} s, the terminals take ` +
						`${RANGES.current.maximum} A: a larger ct divides it`,
				);
}
