/**
 * Events and statistics of power quality that a meter must have: each event that was logged, in
 * their order, in a log without a gap; extremes and demand of some time since the run began, and
 * after a warning the newest ones.
 */

import { eventOf, readImage, type StoredRecord } from "../../bench/flash/image.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { registers } from "../../client/register-table.ts";
import type { Step } from "./scenario.ts";
import type { Subject } from "./subject.ts";
import { eventsOf, isOfVoltage, type VoltageEvent } from "./voltage-event.ts";

/** Registers of the extremes, and of the highest demands. */
const EXTREMES: readonly RegisterName[] = registers
	.filter(({ address }) => address >= 0x73c0 && address < 0x73e0)
	.map(({ name }) => name);
const DEMANDS: readonly RegisterName[] = registers
	.filter(({ address }) => address >= 0x73b0 && address < 0x73b4)
	.map(({ name }) => name);

/** Writes that reset the demands, and those that reset the extremes too (docs/demand.md). */
const RESETS_DEMANDS: readonly RegisterName[] = [
	"demandPeriod",
	"demandReset",
	"ctRatio",
	"wiring",
];
const RESETS_EXTREMES: readonly RegisterName[] = ["extremesReset", "ctRatio", "wiring"];

/** Extremes as text, so that NaN equals itself; demands. */
interface Statistics {
	readonly extremes: string;
	readonly demands: readonly number[];
}

function statisticsOf(subject: Subject): Statistics {
	return {
		extremes: EXTREMES.map((name) => subject.read(name)).join(),
		demands: DEMANDS.map((name) => subject.read(name)),
	};
}

/** The state after a write, of the one before it. */
function afterReset(name: RegisterName, { extremes, demands }: Statistics): Statistics {
	return {
		extremes: RESETS_EXTREMES.includes(name) ? EXTREMES.map(() => Number.NaN).join() : extremes,
		demands: RESETS_DEMANDS.includes(name) ? DEMANDS.map(() => Number.NaN) : demands,
	};
}

export class QualityHistory {
	/** Number of the newest event at the beginning. */
	#from = 0;
	#logged: VoltageEvent[] = [];
	/** Events of the step in progress. */
	#pending: readonly VoltageEvent[] = [];
	/** State that the write in progress leads to, if it is a reset. */
	#reset: Statistics | undefined;
	/** States since the beginning. */
	#seen: Statistics[] = [];

	constructor(subject: Subject) {
		this.resume(subject);
	}

	/** Continues from the state that the meter has after a power-up. */
	resume(subject: Subject): void {
		this.#from = subject.read("latestEvent");
		this.#logged = [];
		this.#pending = [];
		this.#reset = undefined;
		this.#seen = [statisticsOf(subject)];
	}

	begin(step: Step, subject: Subject): void {
		this.note(subject);
		if (step.kind === "voltage") this.#pending = eventsOf(step);
		if (step.kind === "write") this.#reset = afterReset(step.name, statisticsOf(subject));
	}

	end(subject: Subject): void {
		this.#logged.push(...this.#pending);
		this.#pending = [];
		this.#reset = undefined;
		this.note(subject);
	}

	/** Notes the state, between two windows. */
	note(subject: Subject): void {
		const now = statisticsOf(subject);
		if (JSON.stringify(now) !== JSON.stringify(this.#seen.at(-1))) this.#seen.push(now);
	}

	/**
	 * Checks a meter after a power-up, and its image.
	 * @param warned true if it had a warning and all of its hold-up time
	 * @returns the fault; undefined: none
	 */
	complaint(image: Uint8Array, subject: Subject, warned: boolean): string | undefined {
		return this.#logComplaint(image) ?? this.#statisticsComplaint(statisticsOf(subject), warned);
	}

	#logComplaint(image: Uint8Array): string | undefined {
		const byNumber = new Map<number, StoredRecord>();
		for (const { records } of readImage(image, "events"))
			for (const record of records) byNumber.set(record.sequence, record);
		const latest = Math.max(this.#from, ...byNumber.keys());
		const found: string[] = [];
		for (let number = this.#from + 1; number <= latest; number++) {
			const record = byNumber.get(number);
			if (!record) return `the event log has no event ${number} of ${latest}`;
			const { code, detail } = eventOf(record);
			if (isOfVoltage(code)) found.push(`${code} ${detail.toString(16)}`);
		}
		const inWords = ([code, detail]: VoltageEvent): string => `${code} ${detail.toString(16)}`;
		const logged = this.#logged.map(inWords);
		const expected = [...logged, ...this.#pending.map(inWords)].slice(0, found.length);
		return found.length >= logged.length && found.join() === expected.join()
			? undefined
			: `the event log has ${found.join()}, not ${logged.join()}`;
	}

	#statisticsComplaint(now: Statistics, warned: boolean): string | undefined {
		const seen = warned ? this.#seen.slice(-1) : this.#seen;
		const allowed = [...seen, ...(this.#reset ? [this.#reset] : [])];
		if (!allowed.some(({ extremes }) => extremes === now.extremes))
			return `the extremes are ${now.extremes}, not ${allowed.at(-1)?.extremes}`;
		// The period that a cut ends is a demand too.
		const isLess = allowed.every(({ demands }) =>
			demands.some((each, i) => !Number.isNaN(each) && !((now.demands[i] ?? 0) >= each)),
		);
		return isLess ? `the highest demand has fallen to ${now.demands.join()}` : undefined;
	}
}
