/**
 * Events of writes in the log: each of a reset or a new password once if it is in force, whatever
 * was cut.
 */

import { eventOf, readImage } from "../../bench/flash/image.ts";
import type { RegisterName } from "../../client/register-table.ts";
import type { Step } from "./scenario.ts";
import type { Subject } from "./subject.ts";

/** Registers, and the codes of the events of writes to them (docs/storage.md). */
const CODES: ReadonlyMap<RegisterName, number> = new Map([
	["password", 8],
	["resettableEnergy", 10],
	["powerDownCounter", 11],
]);

/** A change in progress that has an event. */
interface Pending {
	readonly code: number;
	/** True if the change is in force in a meter that has started; undefined: nobody can tell. */
	isInForce(subject: Subject): boolean | undefined;
}

/** Values that a step writes. */
function valuesOf(step: Step): readonly (readonly [string, number | undefined])[] {
	if (step.kind === "write") return [[step.name, step.value]];
	return step.kind === "frame" ? Object.entries(step.values) : [];
}

/** The change that a write makes; undefined: none that has an event. */
function changeOf(name: RegisterName, value: number, subject: Subject): Pending | undefined {
	const code = CODES.get(name);
	if (code === undefined) return undefined;
	if (name === "resettableEnergy") {
		const before = [...subject.meter.energy.counters.resetPoint];
		const isSame = before.every((each, i) => each === subject.whole[i]);
		const isBefore = (now: Subject): boolean =>
			now.meter.energy.counters.resetPoint.every((each, i) => each === before[i]);
		return { code, isInForce: (now) => (isSame ? undefined : !isBefore(now)) };
	}
	if (subject.read(name) === value) return undefined;
	// Starts have counted power-downs since.
	if (name === "powerDownCounter") return { code, isInForce: () => undefined };
	return { code, isInForce: (now) => now.read(name) === value };
}

export class ToldWrites {
	/** Number of the newest event at the beginning. */
	#from = 0;
	/** Codes of the events since. */
	#done: number[] = [];
	#pending: readonly Pending[] = [];

	constructor(subject: Subject) {
		this.resume(subject);
	}

	/** Continues from the state that the meter has after a power-up. */
	resume(subject: Subject): void {
		this.#from = subject.read("latestEvent");
		this.#done = [];
		this.#pending = [];
	}

	begin(step: Step, subject: Subject): void {
		this.#pending = valuesOf(step).flatMap(
			([name, value = 0]) => changeOf(name as RegisterName, value, subject) ?? [],
		);
	}

	/** Notes that the step has ended: its changes were acknowledged. */
	end(): void {
		this.#done.push(...this.#pending.map(({ code }) => code));
		this.#pending = [];
	}

	/**
	 * Checks the image of a meter that is powered up.
	 * @returns the fault; undefined: none
	 */
	complaint(image: Uint8Array, subject: Subject): string | undefined {
		const codes = new Map<number, number>();
		for (const { records } of readImage(image, "events"))
			for (const record of records) codes.set(record.sequence, eventOf(record).code);
		const found = [...codes].filter(([number]) => number > this.#from).map(([, code]) => code);
		const count = (all: readonly number[], code: number): number =>
			all.filter((each) => each === code).length;
		for (const code of CODES.values()) {
			const done = count(this.#done, code);
			const pending = this.#pending.find((each) => each.code === code);
			const isInForce = pending ? pending.isInForce(subject) : false;
			const least = done + (isInForce === true ? 1 : 0);
			const most = done + (isInForce === false ? 0 : 1);
			const times = count(found, code);
			if (times < least || times > most)
				return `event ${code} is ${times} times in the log, not ${least} to ${most} times`;
		}
		return undefined;
	}
}
