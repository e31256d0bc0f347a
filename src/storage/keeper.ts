/**
 * Saves the energy record and the mantissa, and restores all data but the settings after a power
 * cut: energy counters, tariff, CT history, calibration, resettable counters, power-down counter.
 * docs/storage.md says when each is written.
 */
import type { DigitalPins } from "board";
import type Energy from "energy/energy";
import type Calibration from "metrology/calibration";
import { EventCode } from "registers/event-code";
import {
	decodeEnergy,
	decodeMantissa,
	type EnergyState,
	encodeEnergy,
	type Mantissa,
	newEnergyState,
	PULSE_OUTPUTS,
} from "storage/energy-record";
import { decodeCalibration, decodeResetPoint, isCalibrationKnown } from "storage/metering-records";
import type Storage from "storage/storage";
import SupplyWatch from "storage/supply-watch";

/** Shortest and longest time between two saves of energy. */
const SHORTEST_S = 60;
const LONGEST_S = 900;

/**
 * Wh or varh at the terminals after which energy is saved, once {@link SHORTEST_S} is over: the 10
 * of docs/storage.md less the energy of a second at the highest power, 1.4, and the fraction that
 * the last save has left out.
 */
const UNSAVED_WH = 7.5;

const POWER_DOWNS_MAXIMUM = 0xffff;

/** Pulses that are due and must outlive a power cut. */
export interface PulseStore {
	/**
	 * Writes the due pulses of each output to `pending`, which has {@link PULSE_OUTPUTS} places, and
	 * begins none until {@link resume}.
	 */
	save(pending: number[]): void;
	/** The supply has come back. */
	resume(): void;
	restore(pending: readonly number[]): void;
}

/** Parts of the meter whose state is saved and restored. */
export interface KeptParts {
	readonly energy: Energy;
	readonly metrology: { readonly calibrating: boolean; readonly calibration: Calibration };
	readonly pulses: PulseStore;
}

export default class Keeper {
	/** Undefined if the board has no flash. */
	readonly storage: Storage | undefined;
	/** Power cuts since the last reset, 0..65535. */
	powerDowns = 0;
	private readonly parts: KeptParts;
	private readonly restartReason: number;
	private readonly state: EnergyState;
	private readonly mantissa: Mantissa;
	/** Seconds since energy was saved, and the throughputs then, in Wh and varh. */
	private secondsUnsaved = 0;
	private savedWh = 0;
	private savedVarh = 0;
	/** True if energy was saved at the last power cut, so that none was lost. */
	private warned = false;
	/** True from a save on power fail until the supply has come back: no pulse begins. */
	private held = false;
	private readonly supply: SupplyWatch;
	/** Called when the supply fails, after everything else is saved. */
	private readonly last: (() => void)[] = [];

	/** @param storage undefined for a board without flash, whose meter keeps nothing */
	constructor(
		storage: Storage | undefined,
		pins: DigitalPins,
		parts: KeptParts,
		restartReason: number,
	) {
		this.storage = storage;
		this.supply = new SupplyWatch(
			pins,
			() => this.saveAll(),
			() => this.recover(),
		);
		this.parts = parts;
		this.restartReason = restartReason;
		const { counters } = parts.energy;
		this.state = newEnergyState(counters);
		this.mantissa = { energySequence: 0, counters, pulses: new Array(PULSE_OUTPUTS).fill(0) };
	}

	/** Error code of manual 8.1; 0 without storage. */
	get errorCode(): number {
		return this.storage ? this.storage.errorCode : 0;
	}

	/**
	 * True if the newest record of settings is newer than the energy record knows: the supply failed
	 * before its steps were carried out.
	 */
	get settingsInterrupted(): boolean {
		return this.storage !== undefined && this.storage.settings.sequence > this.state.settings;
	}

	/** The same of the record of a reset of the resettable counters, whose event may be missing. */
	get resetInterrupted(): boolean {
		return this.storage !== undefined && this.storage.resets.sequence > this.state.resets;
	}

	/** Marks the newest records of settings and of a reset as done, in the next energy record. */
	writeDone(): void {
		if (!this.storage) return;
		this.state.settings = this.storage.settings.sequence;
		this.state.resets = this.storage.resets.sequence;
	}

	/** Number that the audit trail has reached at least, by the energy record. */
	get auditTrail(): number {
		return this.state.auditTrail;
	}

	/** True if the newest energy record has the tariff in force and the level of its input. */
	get isTariffSaved(): boolean {
		const { tariff } = this.parts.energy;
		return this.state.tariff === tariff.number && this.state.tariffInput === tariff.inputActive;
	}

	/** Gives the parts their state; writes nothing. */
	restore(): void {
		const { storage } = this;
		if (!storage) return;
		if (!storage.isNew && !storage.dataLost) this.restoreFrom(storage);
		if (storage.dataLost) this.parts.energy.stop();
	}

	/** Repairs copies, counts the power cut, saves energy and logs the power-up. */
	begin(): void {
		const { storage } = this;
		if (!storage) return;
		if (this.warned) this.parts.pulses.restore(this.mantissa.pulses);
		if (!this.parts.energy.stopped) this.beginWith(storage);
	}

	/** Starts to save energy and mantissa whenever the supply fails. */
	watch(): void {
		if (!this.storage) return;
		this.supply.start();
	}

	/** Has `save` save what may be lost, at the end of a save on power fail. */
	saveLast(save: () => void): void {
		this.last.push(save);
	}

	/** Saves energy and the state that belongs to it; false if neither copy could store it. */
	save(): boolean {
		const { storage } = this;
		const { energy } = this.parts;
		if (!storage || energy.stopped) return false;
		this.collectState(storage);
		const saved = storage.write(storage.energy, encodeEnergy, this.state);
		if (saved && this.held) this.saveMantissa(storage);
		if (storage.dataLost) energy.stop();
		this.secondsUnsaved = 0;
		this.savedWh = energy.counters.activeThroughput;
		this.savedVarh = energy.counters.reactiveThroughput;
		return saved;
	}

	private beginWith(storage: Storage): void {
		storage.repair();
		storage.prepare();
		const { operatingSeconds } = storage;
		// A meter that has never metered comes from the factory: there was no power cut.
		const metered = operatingSeconds > 0;
		const restarted = this.restartReason > 0;
		if (metered && !restarted) this.powerDowns = Math.min(this.powerDowns + 1, POWER_DOWNS_MAXIMUM);
		this.save();
		if (restarted) storage.logLegal(EventCode.RESTART, this.restartReason);
		else {
			if (!storage.isNew && metered) storage.logEvent(EventCode.POWER_DOWN, this.warned ? 1 : 0);
			storage.logEvent(EventCode.POWER_UP, this.powerDowns);
		}
		storage.logErrors();
	}

	private restoreFrom(storage: Storage): void {
		const { energy, mantissa } = storage;
		const state = this.state;
		if (!energy.read(decodeEnergy, state)) storage.declareLost();
		storage.operatingSeconds = state.operatingSeconds;
		this.powerDowns = state.powerDowns;
		this.parts.energy.tariff.restore(state.tariff, state.tariffInput);
		this.mantissa.energySequence = energy.sequence;
		// An interrupted write is newer than the mantissa of a warning that came before it.
		this.warned = mantissa.read(decodeMantissa, this.mantissa) && !this.settingsInterrupted;
		const complete =
			this.restorePages(storage) &&
			storage.settings.isComplete(state.settings) &&
			this.restoreCalibration(storage) &&
			this.restoreResets(storage);
		if (!complete) storage.declareLost();
	}

	/** False if a page is missing. */
	private restorePages(storage: Storage): boolean {
		const { ctHistory } = this.parts.energy;
		if (!storage.ctPages.isComplete(this.state.ctChanges)) return false;
		const count = storage.ctPages.sequence;
		for (let index = 1; index <= count; index++)
			if (!storage.readCtPage(index, ctHistory)) return false;
		return true;
	}

	/** False if the record is missing, of an unknown layout, or has a constant out of range. */
	private restoreCalibration(storage: Storage): boolean {
		if (!storage.calibration.isComplete(this.state.calibration)) return false;
		if (storage.calibration.sequence === 0) return true;
		const { calibration } = this.parts.metrology;
		if (storage.calibration.read(isCalibrationKnown, undefined))
			return storage.calibration.read(decodeCalibration, calibration);
		storage.declareOtherVersion();
		return false;
	}

	/** False if the record is missing. */
	private restoreResets(storage: Storage): boolean {
		if (!storage.resets.isComplete(this.state.resets)) return false;
		const { resetPoint } = this.parts.energy.counters;
		storage.resets.read(decodeResetPoint, resetPoint);
		return true;
	}

	/** Must be called every second, before {@link saveIfDue}. */
	countSecond(): void {
		const { storage } = this;
		const { energy, metrology } = this.parts;
		if (!storage || energy.stopped) return;
		if (!metrology.calibrating) storage.operatingSeconds += 1;
		// From the first second that is stored, power cuts are counted.
		const isFirst = this.state.operatingSeconds === 0 && storage.operatingSeconds > 0;
		this.secondsUnsaved = isFirst ? LONGEST_S : this.secondsUnsaved + 1;
		this.supply.countSecond();
	}

	/** Saves energy if enough of it is unsaved, or if the last save is long ago. */
	saveIfDue(): void {
		const { energy } = this.parts;
		const seconds = this.secondsUnsaved;
		if (energy.stopped || seconds < SHORTEST_S) return;
		const unsavedWh = energy.counters.activeThroughput - this.savedWh;
		const unsavedVarh = energy.counters.reactiveThroughput - this.savedVarh;
		if (unsavedWh >= UNSAVED_WH || unsavedVarh >= UNSAVED_WH || seconds >= LONGEST_S) this.save();
	}

	/** Saves energy, mantissa, then the rest; the hold-up time is enough (docs/storage.md). */
	private saveAll(): void {
		this.held = true;
		if (!this.save()) return;
		for (let i = 0; i < this.last.length; i++) this.last[i]();
	}

	/** Saves what belongs to the energy record just written; pulses wait for {@link recover}. */
	private saveMantissa(storage: Storage): void {
		this.parts.pulses.save(this.mantissa.pulses);
		this.mantissa.energySequence = storage.energy.sequence;
		storage.writeMantissa(this.mantissa);
	}

	/**
	 * The supply has come back: pulses continue. Energy is saved within a second, so that the
	 * mantissa, whose pulses are being made now, is too old to be restored.
	 */
	private recover(): void {
		this.parts.pulses.resume();
		if (this.held) this.secondsUnsaved = LONGEST_S;
		this.held = false;
	}

	/** Collects the state that belongs to the records of the other areas that are in flash. */
	private collectState(storage: Storage): void {
		const state = this.state;
		const { combinationCode, ctHistory, tariff } = this.parts.energy;
		state.operatingSeconds = storage.operatingSeconds;
		state.powerDowns = this.powerDowns;
		state.tariff = tariff.number;
		state.combinationCode = combinationCode;
		state.ctPrimary = ctHistory.present.primary;
		state.ctSecondary = ctHistory.present.secondary;
		state.ctChanges = ctHistory.pages - 1;
		state.calibration = storage.calibration.sequence;
		state.auditTrail = storage.trail.log.latest;
		state.tariffInput = tariff.inputActive;
	}
}
