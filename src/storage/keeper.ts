/**
 * Keeps what the meter must not forget besides its settings, and restores it after a power cut: energy counters,
 * tariff, CT history, calibration, resettable counters, power-down counter. docs/storage.md says when it is written.
 */
import type { DigitalIO, DigitalPins } from "board";
import type Energy from "energy/energy";
import type Calibration from "metrology/calibration";
import { EventCode } from "registers/event-code";
import restingTimer from "resting-timer";
import Allowance from "storage/allowance";
import {
	decodeEnergy,
	decodeMantissa,
	type EnergyState,
	encodeEnergy,
	encodeMantissa,
	PULSE_OUTPUTS,
} from "storage/energy-record";
import { decodeCalibration, decodeCtPage, decodeResetPoint } from "storage/metering-records";
import type Storage from "storage/storage";
import Timer from "timer";

/** Seconds between two savings of energy: at least, and at most while any is counted. */
const SHORTEST_S = 60;
const LONGEST_S = 900;

/**
 * Wh or varh at the terminals after which energy is saved, if the time is up: 10, less what the highest power brings
 * in a second.
 */
const UNSAVED_WH = 9;

/**
 * Warnings that energy is saved at once for, one more for each two minutes, and those that it is saved for when the
 * supply still fails {@link STILL_FAILING_MS} later. They limit the wear by a supply that chatters.
 */
const WARNINGS = 60;
const LONG_WARNINGS = 10_000;
const WARNING_INTERVAL_S = 120;

/** Leaves enough of the hold-up time (`HOLD_UP_MS`) for all that may be under way (docs/storage.md). */
const STILL_FAILING_MS = 15;

/** Most that the power-down counter holds. */
const POWER_DOWNS_MAXIMUM = 0xffff;

/** Pulses that are due and must outlive a power cut. */
export interface PulseStore {
	/** Writes them to the front of `pending`, which has {@link PULSE_OUTPUTS} places. */
	save(pending: number[]): void;
	restore(pending: readonly number[]): void;
}

/** Parts of the meter whose state is kept. */
export interface KeptParts {
	readonly energy: Energy;
	readonly metrology: { readonly calibrating: boolean; readonly calibration: Calibration };
	readonly pulses: PulseStore;
}

export default class Keeper {
	/** Undefined: the board has no flash. */
	readonly storage: Storage | undefined;
	/** Times that the supply has gone since the last reset, 0..65535. */
	powerDowns = 0;
	readonly #parts: KeptParts;
	readonly #pins: DigitalPins;
	readonly #restartReason: number;
	readonly #pulses: number[] = new Array(PULSE_OUTPUTS).fill(0);
	readonly #state: EnergyState = {
		operatingSeconds: 0,
		powerDowns: 0,
		tariff: 1,
		combinationCode: 1,
		ctPrimary: 5,
		ctSecondary: 5,
		ctChanges: 0,
		settings: 0,
		calibration: 0,
		resets: 0,
		tariffInput: false,
	};
	/** Sequence of the last record of settings that was carried out whole. */
	#settings = 0;
	/** Changes of the CT ratio that have their page in flash. */
	#ctChanges = 0;
	/** Seconds since the last saving, and the throughput at it. */
	#seconds = 0;
	#active = 0;
	#reactive = 0;
	/** True if the last power cut came with a warning: nothing was lost. */
	#warned = false;
	readonly #warnings = new Allowance(WARNINGS, WARNING_INTERVAL_S);
	readonly #longWarnings = new Allowance(LONG_WARNINGS, WARNING_INTERVAL_S);
	/** 1 while the supply fails. */
	#failing: DigitalIO | undefined;
	/** Runs out when a failing supply is more than chatter; rests otherwise. */
	readonly #stillFailing = restingTimer(() => this.#lookAtSupply());

	/** @param storage undefined for a board without flash, whose meter forgets */
	constructor(
		storage: Storage | undefined,
		pins: DigitalPins,
		parts: KeptParts,
		restartReason: number,
	) {
		this.storage = storage;
		this.#pins = pins;
		this.#parts = parts;
		this.#restartReason = restartReason;
	}

	/** Error code of manual 8.1; 0 where there is no storage. */
	get errorCode(): number {
		return this.storage ? this.storage.errorCode : 0;
	}

	/** True if a record of settings was not carried out whole when the supply went. */
	get settingsInterrupted(): boolean {
		return this.storage !== undefined && this.storage.settings.sequence > this.#settings;
	}

	/** The last record of settings has been carried out whole. */
	settingsDone(): void {
		if (this.storage) this.#settings = this.storage.settings.sequence;
	}

	/** The pages of the CT history are in flash, or could not be written. */
	ctHistoryDone(): void {
		this.#ctChanges = this.#parts.energy.ctHistory.pages - 1;
	}

	/** Gives the parts their state; writes nothing. */
	restore(): void {
		const { storage } = this;
		if (!storage) return;
		if (!storage.isNew && !storage.spoilt) this.#restore(storage);
		if (storage.spoilt) this.#parts.energy.stop();
	}

	/** Repairs copies, counts and logs the power-up, saves. */
	begin(): void {
		const { storage } = this;
		if (!storage) return;
		if (this.#warned) this.#parts.pulses.restore(this.#pulses);
		if (!this.#parts.energy.stopped) this.#begin(storage);
	}

	/** Begins to save everything when the supply fails. */
	watch(): void {
		if (!this.storage) return;
		const { io, powerFail } = this.#pins;
		this.#failing = new io({
			pin: powerFail,
			mode: io.Input,
			edge: io.Rising,
			onReadable: () => this.#warn(),
		});
	}

	/** Saves energy and what was set with it; true if at least one copy has it. */
	save(): boolean {
		const { storage } = this;
		const { energy } = this.#parts;
		if (!storage || energy.stopped) return false;
		this.#encode(storage);
		const saved = storage.keep(storage.energy);
		if (storage.spoilt) energy.stop();
		this.#seconds = 0;
		this.#active = energy.counters.activeThroughput;
		this.#reactive = energy.counters.reactiveThroughput;
		return saved;
	}

	#begin(storage: Storage): void {
		storage.repair();
		storage.prepare();
		const { operatingSeconds } = storage;
		// A meter that has not metered yet comes from the factory: nobody has switched it off.
		const metered = operatingSeconds > 0;
		const restarted = this.#restartReason > 0;
		if (metered && !restarted) this.powerDowns = Math.min(this.powerDowns + 1, POWER_DOWNS_MAXIMUM);
		this.save();
		if (restarted) storage.note(EventCode.RESTART, this.#restartReason);
		else {
			if (!storage.isNew && metered) storage.note(EventCode.POWER_DOWN, this.#warned ? 1 : 0);
			storage.note(EventCode.POWER_UP, this.powerDowns);
		}
		storage.logErrors();
	}

	#restore(storage: Storage): void {
		const { page, energy, mantissa } = storage;
		const { counters } = this.#parts.energy;
		const state = this.#state;
		energy.load();
		decodeEnergy(page, state, counters);
		storage.operatingSeconds = state.operatingSeconds;
		this.powerDowns = state.powerDowns;
		this.#settings = state.settings;
		this.#parts.energy.restoreTariff(state.tariff, state.tariffInput);
		this.#warned = mantissa.load() && decodeMantissa(page, energy.sequence, counters, this.#pulses);
		const complete =
			this.#restorePages(storage) &&
			storage.settings.sequence >= state.settings &&
			this.#restoreCalibration(storage) &&
			this.#restoreResets(storage);
		if (!complete) storage.lose();
	}

	/** False if a page is missing. */
	#restorePages(storage: Storage): boolean {
		const count = Math.max(this.#state.ctChanges, storage.ctPages.sequence);
		for (let index = 1; index <= count; index++) {
			if (!storage.loadCtPage(index)) return false;
			decodeCtPage(storage.page, this.#parts.energy.ctHistory);
		}
		this.#ctChanges = count;
		return true;
	}

	#restoreCalibration(storage: Storage): boolean {
		if (storage.calibration.sequence < this.#state.calibration) return false;
		const { calibration } = this.#parts.metrology;
		return !storage.calibration.load() || decodeCalibration(storage.page, calibration);
	}

	#restoreResets(storage: Storage): boolean {
		if (storage.resets.sequence < this.#state.resets) return false;
		const { resetPoint } = this.#parts.energy.counters;
		if (storage.resets.load()) decodeResetPoint(storage.page, resetPoint);
		return true;
	}

	/** To be called every second, before {@link saveIfDue}. */
	countSecond(): void {
		const { storage } = this;
		const { energy, metrology } = this.#parts;
		if (!storage || energy.stopped) return;
		if (!metrology.calibrating) storage.operatingSeconds += 1;
		this.#seconds += 1;
		this.#warnings.pass(1);
		this.#longWarnings.pass(1);
	}

	/** Saves energy if enough of it is unsaved, or for long enough. */
	saveIfDue(): void {
		const { energy } = this.#parts;
		if (energy.stopped || this.#seconds < SHORTEST_S) return;
		const active = energy.counters.activeThroughput - this.#active;
		const reactive = energy.counters.reactiveThroughput - this.#reactive;
		if (active >= UNSAVED_WH || reactive >= UNSAVED_WH || this.#seconds >= LONGEST_S) this.save();
	}

	/** The supply fails, or chatters. */
	#warn(): void {
		if (this.#warnings.spend()) this.#saveAll();
		else Timer.schedule(this.#stillFailing, STILL_FAILING_MS, STILL_FAILING_MS);
	}

	#lookAtSupply(): void {
		Timer.schedule(this.#stillFailing);
		if (this.#failing?.read() === 1 && this.#longWarnings.spend()) this.#saveAll();
	}

	/** The rest of the supply is enough for this, whatever was being done (docs/storage.md). */
	#saveAll(): void {
		const { storage } = this;
		if (!storage || !this.save()) return;
		const { energy, pulses } = this.#parts;
		pulses.save(this.#pulses);
		encodeMantissa(storage.page, storage.energy.sequence, energy.counters, this.#pulses);
		storage.keepMantissa();
	}

	/** Encodes the state as far as the other records in flash go. */
	#encode(storage: Storage): void {
		const { energy } = this.#parts;
		const { ctHistory, tariff } = energy;
		const { primary, secondary } = ctHistory.ratioOf(this.#ctChanges);
		const state = this.#state;
		state.operatingSeconds = storage.operatingSeconds;
		state.powerDowns = this.powerDowns;
		state.tariff = tariff.number;
		state.combinationCode = energy.combinationCode;
		state.ctPrimary = primary;
		state.ctSecondary = secondary;
		state.ctChanges = this.#ctChanges;
		state.settings = this.#settings;
		state.calibration = storage.calibration.sequence;
		state.resets = storage.resets.sequence;
		state.tariffInput = energy.inputActive;
		encodeEnergy(storage.page, state, energy.counters);
	}
}
