/**
 * The state that the meter must have at any time of a run, and the losses allowed when the supply
 * fails.
 */

import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { TARIFF_INPUT } from "../../testkit/board.ts";
import { counterFault, Ledger, type Powers, SECONDS_AT_RISK } from "./ledger.ts";
import { LegalHistory } from "./legal.ts";
import { QualityHistory } from "./quality-history.ts";
import type { Step } from "./scenario.ts";
import type { Subject } from "./subject.ts";
import { ToldWrites } from "./told-writes.ts";

/** Registers that must have their old or their new value after a cut. */
export const SETTINGS = [
	"modbusId",
	"s0Rate",
	"combinationCode",
	"lcdCycleTime",
	"wiring",
	"mbusAddress",
	"mbusIdentification",
	"password",
	"ctRatio",
	"tariff",
	"parameterLock",
	"calibrationChecksum",
	"demandPeriod",
	"nominalVoltage",
	"dipLimit",
	"interruptionLimit",
] as const;

type Settings = Record<(typeof SETTINGS)[number], number>;

export class History {
	readonly #ledger = new Ledger();
	/** Energies before each of the seconds at risk, oldest first. */
	#past: (readonly number[])[] = [];
	#powers: Powers = { active: [0, 0, 0], reactive: [0, 0, 0] };
	#before: Settings;
	#after: Settings;
	/** Base of the trip counters before and after a reset in progress. */
	#resets: [readonly number[], readonly number[]];
	readonly #legal: LegalHistory;
	readonly #quality: QualityHistory;
	readonly #told: ToldWrites;
	/** Pins that are high. */
	inputs: readonly number[];

	/**
	 * @param subject the meter at the beginning of the run
	 * @param inputs pins that are high
	 */
	constructor(subject: Subject, inputs: readonly number[]) {
		this.inputs = inputs;
		this.#before = settingsOf(subject);
		this.#after = this.#before;
		this.#resets = [[], []];
		this.#legal = new LegalHistory(subject);
		this.#quality = new QualityHistory(subject);
		this.#told = new ToldWrites(subject);
		this.resume(subject);
	}

	get powers(): Powers {
		return this.#powers;
	}

	/** Wh and varh that the meter should have counted. */
	get energy(): readonly number[] {
		return this.#ledger.energy;
	}

	/** Notes that a step begins. */
	begin(step: Step, subject: Subject): void {
		this.#quality.begin(step, subject);
		this.#told.begin(step, subject);
		if (step.kind === "load") this.#powers = step.powers;
		if (step.kind === "write") {
			if (step.name in this.#after) this.#after = { ...this.#before, [step.name]: step.value };
			if (step.name === "resettableEnergy") this.#resets = [this.#resets[1], [...subject.whole]];
		}
		if (step.kind === "frame") {
			const values = Object.entries(step.values).filter(([name]) => name in this.#after);
			this.#after = { ...this.#before, ...Object.fromEntries(values) };
			if (step.values.resettableEnergy !== undefined)
				this.#resets = [this.#resets[1], [...subject.whole]];
		}
		if (step.kind === "write" && step.name === "calibrated")
			this.#after = { ...this.#before, calibrationChecksum: -1 };
		if (step.kind === "input") this.inputs = step.level === 1 ? [TARIFF_INPUT] : [];
		if (step.kind === "input" && subject.read("tariff") <= 2)
			this.#after = { ...this.#before, tariff: 1 + step.level };
	}

	/** Notes that a second is about to be counted. */
	second(subject: Subject): void {
		this.#past.push(this.#ledger.snapshot());
		if (this.#past.length > SECONDS_AT_RISK) this.#past.shift();
		this.#ledger.count(this.#powers, 1, subject.read("tariff"), ratioOf(subject.read("ctRatio")));
		this.#quality.note(subject);
	}

	/** Notes that a window without a load was counted. */
	window(subject: Subject): void {
		this.#quality.note(subject);
	}

	/** Notes that a step has ended: its settings are in force. */
	end(step: Step, subject: Subject): void {
		this.#legal.end(step, subject);
		this.#quality.end(subject);
		this.#told.end();
		this.#adopt(subject);
	}

	#adopt(subject: Subject): void {
		this.#before = settingsOf(subject);
		this.#after = this.#before;
		this.#resets = [this.#resets[1], this.#resets[1]];
	}

	/** Continues from the state that the meter has after a power-up. */
	resume(subject: Subject): void {
		this.#ledger.rebase(subject.energy);
		this.#past = [];
		const base = [...subject.meter.energy.counters.resetPoint];
		this.#resets = [base, base];
		this.#quality.resume(subject);
		this.#told.resume(subject);
		this.#adopt(subject);
	}

	/**
	 * Checks audit trail, event log and statistics of a meter that is powered up.
	 * @returns the fault; undefined: none
	 */
	recordsComplaint(image: Uint8Array, subject: Subject, warned: boolean): string | undefined {
		return (
			this.#legal.complaint(image, subject) ??
			this.#quality.complaint(image, subject, warned) ??
			this.#told.complaint(image, subject)
		);
	}

	/**
	 * Checks a meter after a power-up.
	 * @param warned true if it had a warning and all of its hold-up time
	 * @returns the fault; undefined: none
	 */
	complaint(subject: Subject, warned: boolean): string | undefined {
		return this.#energyComplaint(subject, warned) ?? this.#settingsComplaint(subject);
	}

	#energyComplaint(subject: Subject, warned: boolean): string | undefined {
		const oldest = this.#past[0] ?? this.#ledger.energy;
		const ratio = ratioOf(this.#before.ctRatio);
		for (const [i, truth] of this.#ledger.energy.entries()) {
			const value = subject.energy[i] ?? Number.NaN;
			const fault = counterFault(value, truth, oldest[i] ?? 0, ratio, warned);
			if (fault) return `counter ${i}: ${fault}`;
		}
		if (subject.wrongPages > 0)
			return `${subject.wrongPages} counters are not the sum of their CT pages`;
		return undefined;
	}

	#settingsComplaint(subject: Subject): string | undefined {
		const now = settingsOf(subject);
		for (const name of SETTINGS) {
			// The outcome of a calibration in progress is not predicted.
			if (name === "calibrationChecksum" && this.#after[name] === -1) continue;
			if (now[name] !== this.#before[name] && now[name] !== this.#after[name])
				return `${name} is ${now[name]}, neither ${this.#before[name]} nor ${this.#after[name]}`;
		}
		const { resetPoint } = subject.meter.energy.counters;
		const matches = (base: readonly number[]) => base.every((value, i) => value === resetPoint[i]);
		const [oldBase, newBase] = this.#resets;
		// A reset that the start has finished counts from the counters that were restored.
		const finished = oldBase !== newBase && matches(subject.whole);
		if (!finished && !matches(oldBase) && !matches(newBase))
			return "the resettable counters' base is neither";
		const done: string[] = [];
		const missing: string[] = [];
		for (const name of SETTINGS)
			if (this.#after[name] !== -1 && this.#after[name] !== this.#before[name])
				(now[name] === this.#after[name] ? done : missing).push(name);
		if (oldBase.some((value, i) => value !== newBase[i]))
			(finished || matches(newBase) ? done : missing).push("resettableEnergy");
		if (done.length > 0 && missing.length > 0)
			return `a write is half in force: ${done.join(", ")} but not ${missing.join(", ")}`;
		return undefined;
	}
}

function settingsOf(subject: Subject): Settings {
	return Object.fromEntries(SETTINGS.map((name) => [name, subject.read(name)])) as Settings;
}

/** Primary over secondary current of the register's value. */
function ratioOf(register: number): number {
	return ctPrimaryOf(register) / ctSecondaryOf(register);
}
