/**
 * Dips, swells and interruptions of a life: their windows, and the events that the log must have of
 * them; and extremes and demands, which a start must bring back as they are stored.
 */
import { FRAME_RATE_HZ } from "sampling";
import { eventOf, newestOf, readImage, statisticsOf } from "../../bench/flash/image.ts";
import { framesIn } from "../../bench/meter/pace.ts";
import {
	DECLARED_VOLTS,
	eventsOf,
	isOfVoltage,
	type VoltageEvent,
	type VoltageStep,
} from "../torture/voltage-event.ts";
import { countedPhases, type LifeLoad, windowOf } from "./load.ts";
import type { LifeMeter } from "./meter.ts";
import type { Observed } from "./registers.ts";
import type { Truth } from "./truth.ts";

const WINDOW_FRAMES = framesIn(0.2);
const HALVES_A_WINDOW = 20;

/** Events that a meter logs in a row (src/quality/voltage-watch.ts), and those of one step. */
const MOST_EVENTS = 20;
const MOST_AT_ONCE = 3;

/** Registers of the counts since power-up, by the events' codes. */
const COUNTS = { dips: 18, swells: 19, interruptions: 20 } as const;

/** Places of the highest demands in the record of statistics, by their registers. */
const DEMANDS = { forwardDemandMaximum: 7, reverseDemandMaximum: 8 } as const;

/** Extremes by the pairs of the record (docs/storage.md). */
const EXTREMES = ["L1", "L2", "L3"].flatMap((phase) => [
	`voltageMinimum${phase}`,
	`voltageMaximum${phase}`,
]);

export class Voltages {
	readonly #meter: LifeMeter;
	readonly #truth: Truth;
	/** Events logged since power-up, and those of the step in progress. */
	#logged: VoltageEvent[] = [];
	#pending: readonly VoltageEvent[] = [];
	/** Newest event at the power-up. */
	#from = 0;

	constructor(meter: LifeMeter, truth: Truth) {
		this.#meter = meter;
		this.#truth = truth;
	}

	/** Performs a step without a load; returns the seconds that it has lasted. */
	async leaveLimits(step: VoltageStep): Promise<number> {
		// One more would be counted, and not logged.
		if (this.#logged.length + MOST_AT_ONCE > MOST_EVENTS) return 0;
		this.#pending = eventsOf(step, countedPhases(this.#truth.settings.wiring));
		let seconds = await this.#windows([1, 1, 1], HALVES_A_WINDOW, false);
		for (let left = step.halves; left > 0; left -= HALVES_A_WINDOW)
			seconds += await this.#windows(step.parts, Math.min(left, HALVES_A_WINDOW), true);
		seconds += await this.#windows([1, 1, 1], HALVES_A_WINDOW, false);
		if (!this.#meter.running) return seconds;
		this.#logged.push(...this.#pending);
		this.#pending = [];
		return seconds;
	}

	/** A window with some half cycles; returns its seconds, 0 if it has surely not been counted. */
	async #windows(parts: readonly number[], halves: number, isOutside: boolean): Promise<number> {
		const volts = parts.map((part) => part * DECLARED_VOLTS);
		const load: LifeLoad = {
			phases: volts.map((each) => [each, 0, 0] as const),
			frequencyHz: 50,
			reversed: false,
		};
		const { gains } = this.#truth;
		const told = {
			volts: volts.map((each, phase) => each / (gains[phase]?.voltageGain ?? 1)),
			halves,
			isOutside,
		};
		const window = windowOf(load, WINDOW_FRAMES, gains, 0, told);
		const done = await this.#meter.windows(window, WINDOW_FRAMES, 1);
		const seconds = WINDOW_FRAMES / FRAME_RATE_HZ;
		this.#truth.meter(load, done, seconds);
		this.#truth.directions.pass(load, this.#truth.settings.wiring, false);
		return done * seconds;
	}

	/** Judges the counts since power-up. @returns the fault; undefined: none */
	countFault(observed: Observed): string | undefined {
		for (const [name, code] of Object.entries(COUNTS)) {
			const logged = this.#logged.filter(([each]) => each === code).length;
			const count = observed.get(name);
			if (count !== logged) return `${name} are ${count}, not ${logged}`;
		}
		return undefined;
	}

	/**
	 * Judges log and statistics after a start, and begins again.
	 * @param isDamaged true if the image was damaged while the meter was off
	 * @returns the fault; undefined: none
	 */
	startFault(image: Uint8Array, observed: Observed, isDamaged: boolean): string | undefined {
		const fault = isDamaged
			? undefined
			: (this.#logFault(image) ?? statisticsFault(image, observed));
		this.#from = observed.get("latestEvent") ?? 0;
		this.#logged = [];
		this.#pending = [];
		return fault;
	}

	#logFault(image: Uint8Array): string | undefined {
		const found = new Map<number, string>();
		for (const { records } of readImage(image, "events"))
			for (const record of records) {
				const { number, code, detail } = eventOf(record);
				if (number > this.#from && isOfVoltage(code)) found.set(number, inWords([code, detail]));
			}
		const events = [...found].sort(([a], [b]) => a - b).map(([, words]) => words);
		const logged = this.#logged.map(inWords);
		const expected = [...logged, ...this.#pending.map(inWords)].slice(0, events.length);
		return events.length >= logged.length && events.join() === expected.join()
			? undefined
			: `the event log has the voltages' events ${events.join()}, not ${logged.join()}`;
	}
}

const inWords = ([code, detail]: VoltageEvent): string => `${code} ${detail.toString(16)}`;

/** Number of the newest record of statistics. */
export const statisticsIn = (image: Uint8Array): number =>
	newestOf(image, "statistics")?.sequence ?? 0;

/** Judges what a start has brought back of the record of statistics. */
function statisticsFault(image: Uint8Array, observed: Observed): string | undefined {
	const record = newestOf(image, "statistics");
	if (!record) return undefined;
	const { extremes, demand } = statisticsOf(record);
	// Another CT ratio has reset both.
	if (Number.isNaN(observed.get("voltageMaximumL1"))) return undefined;
	for (const [place, name] of EXTREMES.entries()) {
		const [stored = Number.NaN, read = Number.NaN] = [extremes[place], observed.get(name)];
		if (!Object.is(stored, read)) return `${name} is ${read}, stored is ${stored}`;
	}
	for (const [name, place] of Object.entries(DEMANDS)) {
		const [stored = Number.NaN, read = Number.NaN] = [demand[place], observed.get(name)];
		if (!Number.isNaN(stored) && !(read >= Math.fround(stored)))
			return `${name} is ${read}, stored is ${stored}`;
	}
	return undefined;
}
