/**
 * The audit trail that a meter must have: an unbroken chain, an entry of every change that was
 * acknowledged, and the values in force in the newest entry.
 */

import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import type { RegisterName } from "../../client/register-table.ts";
import { type Entry, type LegalValues, trailOf } from "../flash-dump/trail.ts";
import type { Step } from "./scenario.ts";

/** Code and detail of an event. */
type LegalEvent = readonly [code: number, detail: number];

/** Codes of events (docs/storage.md). */
const SEAL_OPENED = 3;
const SEAL_CLOSED = 4;
const CALIBRATION = 5;
const OF_REGISTERS: Readonly<Partial<Record<RegisterName, number>>> = {
	ctRatio: 6,
	combinationCode: 7,
	wiring: 12,
	parameterLock: 16,
};

/** Primary and secondary current as an event has them. */
function packed(ratio: number): number {
	return ctPrimaryOf(ratio) * 0x10000 + ctSecondaryOf(ratio);
}

/** A meter whose registers are read. */
export interface Legible {
	read(name: RegisterName): number;
	readonly sealOpen: boolean;
}

/** The legally relevant values that a meter has now. */
function valuesOf(subject: Legible): LegalValues {
	return {
		seal: subject.sealOpen ? 1 : 0,
		calibration: subject.read("calibrationChecksum"),
		ctRatio: packed(subject.read("ctRatio")),
		combinationCode: subject.read("combinationCode"),
		wiring: subject.read("wiring"),
		parameterLock: subject.read("parameterLock"),
	};
}

/** The legally relevant changes of a run. */
export class LegalHistory {
	/** Number of the newest entry at the beginning. */
	readonly #from: number;
	readonly #events: LegalEvent[] = [];
	/** Values of registers before the step in progress. */
	#before: LegalValues;

	constructor(subject: Legible) {
		this.#from = subject.read("latestEntry");
		this.#before = valuesOf(subject);
	}

	/** Notes that a step has ended: its changes were acknowledged. */
	end(step: Step, subject: Legible): void {
		const now = valuesOf(subject);
		if (step.kind === "seal" && now.seal !== this.#before.seal)
			this.#events.push([now.seal === 1 ? SEAL_OPENED : SEAL_CLOSED, 0]);
		if (step.kind === "write") this.#note(step.name, step.value, now);
		if (step.kind === "frame")
			for (const [name, value = 0] of Object.entries(step.values))
				this.#note(name as RegisterName, value, now);
		this.#before = now;
	}

	/**
	 * Checks the trail in the image of a meter that is powered up.
	 * @returns the fault; undefined: none
	 */
	complaint(image: Uint8Array, subject: Legible): string | undefined {
		const { entries, breaks } = trailOf(image);
		if (breaks.length > 0) return `the audit trail is broken: ${breaks.join(", ")}`;
		const inForce = JSON.stringify(valuesOf(subject));
		const logged = JSON.stringify(entries.at(-1)?.values ?? valuesOf(subject));
		if (logged !== inForce) return `the audit trail ends with ${logged}, in force is ${inForce}`;
		return this.#missing(entries);
	}

	/** Tells the first acknowledged change that has no entry; they must come in their order. */
	#missing(entries: readonly Entry[]): string | undefined {
		let at = entries.findIndex(({ number }) => number > this.#from);
		for (const [code, detail] of this.#events) {
			while (at >= 0 && entries[at] && !isOf(entries[at], code, detail)) at++;
			if (at < 0 || !entries[at]) return `the audit trail has no entry of ${code}, ${detail}`;
			at++;
		}
		return undefined;
	}

	#note(name: RegisterName, value: number, now: LegalValues): void {
		const code = OF_REGISTERS[name];
		if (name === "calibrated") this.#events.push([CALIBRATION, now.calibration]);
		if (
			code === undefined ||
			this.#before[name as keyof LegalValues] === now[name as keyof LegalValues]
		)
			return;
		this.#events.push([code, name === "ctRatio" ? packed(value) : value]);
	}
}

function isOf(entry: Entry | undefined, code: number, detail: number): boolean {
	return entry?.code === code && entry.detail === detail;
}
