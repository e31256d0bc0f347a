/** The state that a meter must have, by the manual, without a line of the firmware. */
import { counterFault, Ledger, SECONDS_AT_RISK } from "../torture/ledger.ts";
import { Directions } from "./directions.ts";
import { COUNTERS, type Counted, ROLL_OVER } from "./energies.ts";
import type { Gains } from "./injection.ts";
import { countedPowers, type LifeLoad } from "./load.ts";

/** Settings that a life watches, by register. */
export const SETTINGS = [
	"modbusId",
	"s0Rate",
	"pulseWidth",
	"pulseType",
	"combinationCode",
	"lcdCycleTime",
	"ctRatio",
	"tariff",
	"wiring",
	"parameterLock",
	"mbusAddress",
	"mbusIdentification",
] as const;

type Settings = Record<(typeof SETTINGS)[number], number>;

/** A new meter. */
const NEW: Settings = {
	modbusId: 1,
	s0Rate: 1000,
	pulseWidth: 30,
	pulseType: 1,
	combinationCode: 1,
	lcdCycleTime: 10,
	ctRatio: 5_0005,
	tariff: 1,
	wiring: 0,
	parameterLock: 0,
	mbusAddress: 0,
	mbusIdentification: 12345678,
};

/** Registers that can be written while the calibration seal is open only. */
const SEALED: readonly string[] = ["wiring", "parameterLock"];

const NETTED = 5;
const CT_CHANGES = 7;

/** Power in kW that S0 pulses must keep up with (manual 7.6.3: 3 × 230 V, 5 A). */
const HIGHEST_KW = 3.45;

/** Imp/kWh of the LED. */
const LED_RATE = 10_000;

/** Values of registers. */
export type Values = Readonly<Record<string, number>>;

/** Permitted difference of binary fractions, Wh. */
const ROUNDING = 1e-6;

const zeros = (): number[] => new Array(COUNTERS).fill(0);
const NOMINAL: Gains = { voltageGain: 1, currentGain: 1, powerGain: 1 };

/** Primary over secondary current of a register's value. */
function factorOf(ratio: number): number {
	return Math.floor(ratio / 10_000) / (ratio % 10_000);
}

export class Truth {
	readonly #ledger = new Ledger();
	readonly directions = new Directions();
	settings: Settings = { ...NEW };
	input: 0 | 1 = 0;
	sealOpen = false;
	gains: readonly Gains[] = [NOMINAL, NOMINAL, NOMINAL];
	/** Counters at the beginning of the pages of the CT history, and at the last reset. */
	pages: (readonly number[])[] = [zeros()];
	reset: readonly number[] = zeros();
	/** Pulses of LED, S0 1 and S0 2 since power-up that energy has earned. */
	due: [number, number, number] = [0, 0, 0];
	/** Tariff before a change of its input that may not be saved yet. */
	unsavedTariff: number | undefined;
	/** Changes that were sent and not answered. */
	pending: Values = {};
	/**
	 * True if S0 pulses may still be due for energy of a time in which they could not keep up: a
	 * larger CT ratio is not refused for their sake.
	 */
	pulsesLag = false;
	/** Counters before each of the seconds at risk, oldest first, and how long ago that is. */
	#past: { readonly energy: readonly number[]; seconds: number }[] = [];

	get factor(): number {
		return factorOf(this.settings.ctRatio);
	}

	get counted(): Counted {
		const { pages, reset } = this;
		const { combinationCode } = this.settings;
		return { now: this.#ledger.energy, pages, reset, combinationCode };
	}

	/** Counts windows of a load. */
	meter(load: LifeLoad, windows: number, windowSeconds: number): void {
		const risky = Math.min(windows, Math.ceil(SECONDS_AT_RISK / windowSeconds));
		if (windows > risky) this.#count(load, (windows - risky) * windowSeconds);
		for (let i = 0; i < risky; i++) {
			this.#past.push({ energy: this.#ledger.snapshot(), seconds: windowSeconds });
			this.#count(load, windowSeconds);
		}
		let seconds = this.#past.reduce((sum, each) => sum + each.seconds, 0);
		while (seconds - (this.#past[0]?.seconds ?? 0) >= SECONDS_AT_RISK)
			seconds -= this.#past.shift()?.seconds ?? 0;
	}

	/** True if a write must be done; false if it must be refused. */
	allows(name: string, value: number): boolean {
		const { combinationCode, ctRatio, parameterLock, s0Rate, pulseWidth } = this.settings;
		const locked = parameterLock === 1 && !this.sealOpen;
		if (SEALED.includes(name)) return this.sealOpen;
		if (name === "combinationCode")
			return !locked && (combinationCode !== NETTED || value === NETTED);
		if (name === "ctRatio")
			return !locked && (value === ctRatio || this.pages.length <= CT_CHANGES);
		if (name === "lcdCycleTime") return value <= 30;
		if (name === "s0Rate") return this.#keepsUp(value, pulseWidth);
		if (name === "pulseWidth") return this.#keepsUp(s0Rate, value);
		return true;
	}

	/**
	 * Values are in force.
	 * @param counters the meter's whole Wh now
	 * @param emitted pulses since power-up
	 */
	adopt(values: Values, counters: readonly number[], emitted: readonly number[]): void {
		const { s0Rate, pulseType, ctRatio } = this.settings;
		for (const name of SETTINGS) this.settings[name] = values[name] ?? this.settings[name];
		if (this.settings.ctRatio !== ctRatio) this.pages.push([...counters]);
		if (values.resettableEnergy !== undefined) this.reset = [...counters];
		if (this.settings.s0Rate !== s0Rate || this.settings.pulseType !== pulseType) {
			this.due = [this.due[0], emitted[1] ?? 0, emitted[2] ?? 0];
			this.pulsesLag = false;
		}
	}

	/** The input of the tariff has another level: T1 and T2 follow it. */
	followInput(level: 0 | 1): void {
		if (this.input !== level && this.settings.tariff <= 2) this.settings.tariff = 1 + level;
		this.input = level;
	}

	/** Whole Wh of the counters. */
	get whole(): number[] {
		return this.#ledger.energy.map(Math.floor);
	}

	/**
	 * Judges stored counters after a power cut.
	 * @param unsure a window that may have been counted
	 */
	stored(
		counters: readonly number[],
		warned: boolean,
		unsure?: { load: LifeLoad; seconds: number },
	): string | undefined {
		const truth = this.#ledger.snapshot();
		const oldest = this.#past[0]?.energy ?? truth;
		if (unsure) this.#count(unsure.load, unsure.seconds);
		for (const [i, value] of counters.entries()) {
			const sure = truth[i] ?? 0;
			const most = (this.#ledger.energy[i] ?? 0) + ROUNDING;
			// Since its last start the meter may have rolled over, which the truth does not.
			const unrolled = sure - value > ROLL_OVER / 2 ? value + ROLL_OVER : value;
			const judged = unrolled <= most ? Math.min(unrolled, sure) : unrolled;
			const fault = counterFault(judged, sure, oldest[i] ?? 0, this.factor, warned);
			if (fault) return `counter ${i}: ${fault}`;
		}
		return undefined;
	}

	/**
	 * Continues from the counters that are stored.
	 * @param owed pulses that are stored; undefined: none is owed
	 */
	resume(counters: readonly number[], owed: readonly number[] | undefined): void {
		this.#ledger.rebase(counters);
		this.directions.restart();
		this.#past = [];
		this.due = [owed?.[0] ?? 0, owed?.[1] ?? 0, owed?.[2] ?? 0];
		if (!owed) this.pulsesLag = false;
	}

	#keepsUp(rate: number, widthMs: number): boolean {
		return ((rate * HIGHEST_KW * this.factor) / 3600) * 2 * widthMs <= 1000;
	}

	#count(load: LifeLoad, seconds: number): void {
		const { wiring, tariff, combinationCode, s0Rate, pulseWidth, pulseType } = this.settings;
		if (!this.#keepsUp(s0Rate, pulseWidth)) this.pulsesLag = true;
		const powers = countedPowers(load, wiring);
		this.#ledger.count(powers, seconds, tariff, this.factor);
		const netted = combinationCode === NETTED;
		const [forward, reverse] = split(powers.active, netted);
		const [forwardReactive, reverseReactive] = split(powers.reactive, netted);
		const kWh = seconds / 3_600_000;
		const primary = kWh * this.factor * s0Rate;
		this.due[0] += (forward + reverse) * kWh * LED_RATE;
		this.due[1] += (pulseType === 1 ? forward + reverse : forward) * primary;
		this.due[2] += (pulseType === 1 ? forwardReactive + reverseReactive : reverse) * primary;
	}
}

/** Positive and negative parts, of each phase or of their sum. */
function split(powers: readonly number[], netted: boolean): [number, number] {
	const parts = netted ? [powers.reduce((sum, power) => sum + power, 0)] : powers;
	return [
		parts.reduce((sum, power) => sum + Math.max(0, power), 0),
		parts.reduce((sum, power) => sum + Math.max(0, -power), 0),
	];
}
