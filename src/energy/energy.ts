/**
 * Energy: counts the load of each window by tariff, phase and quadrant, and answers for the
 * registers that tell it.
 */
import type { DigitalPins } from "board";
import { mayFollow } from "energy/combination";
import EnergyCounters from "energy/counters";
import CtHistory from "energy/ct-history";
import { ctPrimaryOf, ctSecondaryOf, packCtRatio } from "energy/ct-ratio";
import EnergySum, { ENERGY_COUNT, FIRST_ENERGY, incrementOf } from "energy/energy-sum";
import type { EnergyKind, energyQuantities } from "energy/quantities";
import type { energySettings } from "energy/settings";
import Tariff from "energy/tariff";
import type Load from "metrology/load";
import type Seal from "metrology/seal";
import { type Binding, Outcome, type StagedWrite } from "registers/binding";
import type RegisterModel from "registers/model";

export type EnergyName =
	| (typeof energyQuantities)[number]["name"]
	| (typeof energySettings)[number]["name"];

/** Hears of windows whose energy has been counted. */
export interface CountedListener {
	/** @param frames length of the window */
	addWindow(frames: number): void;
}

export default class Energy {
	readonly counters = new EnergyCounters();
	readonly ctHistory = new CtHistory();
	readonly tariff: Tariff;
	private readonly sum = new EnergySum(this.counters, this.ctHistory);
	private readonly model: RegisterModel<EnergyName>;
	private readonly seal: Seal;
	private readonly combinationRow: number;
	private readonly lock: number;
	private readonly listeners: CountedListener[] = [];

	constructor(model: RegisterModel<EnergyName>, pins: DigitalPins, seal: Seal) {
		this.model = model;
		this.seal = seal;
		this.combinationRow = model.indexOf("combinationCode");
		this.lock = model.indexOf("parameterLock");
		this.tariff = new Tariff(model, pins);
		this.bindEnergies();
		this.bindSettings();
	}

	/** Combination code, 1..5. */
	get combinationCode(): number {
		return this.model.get(this.combinationRow);
	}

	/** True once the meter has stopped (manual 8.1): nothing is counted any more. */
	get stopped(): boolean {
		return this.model.stopped;
	}

	/** Stops counting for good, since stored data are lost. */
	stop(): void {
		this.model.stop();
	}

	/** Tells `listener` of every window whose energy has been counted. */
	addListener(listener: CountedListener): void {
		this.listeners.push(listener);
	}

	/** Counts the energy of one window at the primary side, unless the meter has stopped. */
	count(load: Load): void {
		if (this.model.stopped) return;
		this.counters.count(load, this.tariff.index, this.ctHistory.factor);
		for (let i = 0; i < this.listeners.length; i++) this.listeners[i].addWindow(load.frames);
	}

	/** Wh or varh of all phases that the last window added. */
	increment(kind: EnergyKind): number {
		return incrementOf(kind, this.combinationCode, this.counters.increments);
	}

	private bindEnergies(): void {
		const model = this.model;
		const base = model.indexOf(FIRST_ENERGY);
		const resettable = model.indexOf("resettableEnergy");
		const binding: Binding = {
			readMany: (first, last, values) =>
				this.sum.sum(base, first, last, this.combinationCode, values),
			// Only 0 is in range: a reset.
			apply: (index) => {
				if (index === resettable) this.counters.reset();
			},
		};
		for (let place = 0; place < ENERGY_COUNT; place++) model.bind(base + place, binding);
	}

	private bindSettings(): void {
		const model = this.model;
		const { ctHistory } = this;
		model.bind(this.combinationRow, {
			judge: (_, code, staged) =>
				this.isLocked(staged) || !mayFollow(this.combinationCode, code)
					? Outcome.REFUSED
					: Outcome.DONE,
		});
		model.bind(this.lock, { isWritable: () => this.seal.pass() });
		model.bind(model.indexOf("ctPrimary"), { read: () => ctHistory.present.primary });
		model.bind(model.indexOf("ctRatio"), {
			read: () => packCtRatio(ctHistory.present.primary, ctHistory.present.secondary),
			judge: (_, ratio, staged) =>
				this.isLocked(staged)
					? Outcome.REFUSED
					: this.judgeRatio(ctPrimaryOf(ratio), ctSecondaryOf(ratio)),
			apply: (_, ratio) =>
				ctHistory.change(
					{ primary: ctPrimaryOf(ratio), secondary: ctSecondaryOf(ratio) },
					this.counters.whole,
				),
		});
	}

	/** True if the lock is on, and the seal closed or the write meant for other meters as well. */
	private isLocked(write: StagedWrite): boolean {
		if (this.model.get(this.lock) === 0) return false;
		return write.isBroadcast || !this.seal.pass();
	}

	private judgeRatio(primary: number, secondary: number): Outcome {
		if (primary % 5 !== 0 || (secondary !== 1 && secondary !== 5)) return Outcome.BAD_VALUE;
		return this.ctHistory.allows({ primary, secondary }) ? Outcome.DONE : Outcome.REFUSED;
	}
}
