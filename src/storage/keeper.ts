/**
 * Keeps what the meter must not forget, and gives it back after a power cut: energy counters, tariff, CT history,
 * calibration, resettable counters, power-down counter. When it is written: docs/storage.md.
 */
import type { Board, DigitalIO } from "board";
import type { CtRatio } from "metrology/ct-history";
import type Metrology from "metrology/metrology";
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
import { EventCode } from "storage/event-log";
import {
	decodeCalibration,
	decodeCtPage,
	decodeResetPoint,
	encodeCalibration,
	encodeCtPage,
	encodeResetPoint,
} from "storage/metering-records";
import Storage from "storage/storage";
import type Twin from "storage/twin";
import Timer from "timer";

/** Seconds between two looks at what has changed. */
const INTERVAL = 1;

/** Seconds that pass at least between two savings of energy, and at most while any is counted. */
const SHORTEST = 60;
const LONGEST = 900;

/**
 * Wh or varh at the terminals after which energy is saved, if the time is up: 10, less what the highest power brings
 * between two looks.
 */
const UNSAVED = 9;

/** Changes of settings and resets that are kept at once; there is one more for each minute. Wear by a master that never rests. */
const CHANGES = 60;
const CHANGE_INTERVAL = 60;

/**
 * Warnings that energy is saved at once for, there being one more for each two minutes, and those that it is saved for
 * when the supply still fails {@link STILL_FAILING} ms later. Wear by a supply that chatters.
 */
const WARNINGS = 60;
const LONG_WARNINGS = 10_000;
const WARNING_INTERVAL = 120;

/** Of the hold-up time of 50 ms (`HOLD_UP_MS`) it leaves enough for all that may be under way (docs/storage.md). */
const STILL_FAILING = 15;

/** What is behind metrology and must be kept with it. */
export interface Outside {
	/** 1..5. */
	combinationCode(): number;
	/** Writes the pulses that are due to the front of `pending`. */
	savePulses(pending: number[]): void;
}

export default class Keeper {
	/** Undefined: the board has no flash. */
	readonly storage: Storage | undefined;
	/** Called when the meter stops. */
	onSpoilt: (() => void) | undefined;
	/** Times that the supply has gone since the last reset, 0..65535. */
	powerDowns = 0;
	/** Pulses that are due, LED, S0 1, S0 2: what was restored. */
	readonly pulses: number[] = new Array(PULSE_OUTPUTS).fill(0);
	/** Must be set before the first frame. */
	outside: Outside = { combinationCode: () => 1, savePulses: () => {} };
	readonly #metrology: Metrology;
	readonly #restartReason: number;
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
	/** Seconds since the last saving, and what was counted by then. */
	#seconds = 0;
	#active = 0;
	#reactive = 0;
	#warned = false;
	/** Whether a reset of the counters that can be reset has still to be kept. */
	#resetWaits = false;
	readonly #changes = new Allowance(CHANGES, CHANGE_INTERVAL);
	readonly #warnings = new Allowance(WARNINGS, WARNING_INTERVAL);
	readonly #longWarnings = new Allowance(LONG_WARNINGS, WARNING_INTERVAL);
	/** 1 while the supply fails. */
	readonly #failing: DigitalIO | undefined;
	/** Runs out when a failing supply is more than chatter; rests otherwise. */
	readonly #stillFailing = restingTimer(() => this.#failsStill());

	/** Opens the storage and gives metrology what it had. Nothing is written before {@link begin}. */
	constructor(board: Board, metrology: Metrology) {
		const { io, powerFail } = board.pins;
		this.#metrology = metrology;
		this.#restartReason = board.restartReason ?? 0;
		this.storage = board.flash ? new Storage(board.flash) : undefined;
		if (!this.storage) return;
		if (!this.storage.isNew && !this.storage.spoilt) this.#restore(this.storage);
		metrology.stopped = this.storage.spoilt;
		this.#failing = new io({
			pin: powerFail,
			mode: io.Input,
			edge: io.Rising,
			onReadable: () => this.#powerFails(),
		});
		Timer.repeat(() => this.#look(), INTERVAL * 1000);
	}

	/** See Storage.errorCode; 0 where there is no storage. */
	get errorCode(): number {
		return this.storage ? this.storage.errorCode : 0;
	}

	/** Whether the meter has stopped: energies and readings cannot be vouched for. */
	get spoilt(): boolean {
		return this.#metrology.stopped;
	}

	/** Whether the last power cut came with a warning, and nothing was lost: {@link pulses} hold what was due. */
	get warned(): boolean {
		return this.#warned;
	}

	/** Puts right what is wrong in one copy, counts and logs the power-up, saves. To be called once, when all is wired. */
	begin(): void {
		const { storage } = this;
		if (!storage || this.spoilt) return;
		storage.repair();
		storage.prepare();
		const { operatingSeconds } = storage;
		// A meter that has not metered yet comes from the factory: nobody has switched it off.
		const metered = operatingSeconds > 0;
		const restarted = this.#restartReason > 0;
		if (metered && !restarted) this.powerDowns = Math.min(this.powerDowns + 1, 0xffff);
		this.save();
		if (restarted) storage.note(EventCode.RESTART, this.#restartReason);
		else {
			if (!storage.isNew && metered) storage.note(EventCode.POWER_DOWN, this.#warned ? 1 : 0);
			storage.note(EventCode.POWER_UP, this.powerDowns);
		}
		storage.logErrors();
	}

	/** Saves energy and what was set with it. @returns whether one copy at least has it */
	save(): boolean {
		const { storage } = this;
		if (!storage || this.spoilt) return false;
		this.#encode(storage);
		const saved = storage.keep(storage.energy);
		if (storage.spoilt) {
			this.#metrology.stopped = true;
			this.onSpoilt?.();
		}
		this.#seconds = 0;
		this.#active = this.#metrology.energy.activeThroughput;
		this.#reactive = this.#metrology.energy.reactiveThroughput;
		return saved;
	}

	/** Whether a change may be kept at once; if not, it is up to the caller to ask again later. */
	spendChange(): boolean {
		return this.#changes.spend();
	}

	/** Keeps a record of settings, which the page holds, and energy with it. */
	keepSettings(): void {
		this.#keep(this.storage?.settings);
	}

	/** Keeps the calibration constants in force. */
	keepCalibration(): void {
		const { storage } = this;
		const { calibration } = this.#metrology;
		if (!storage) return;
		encodeCalibration(storage.page, calibration);
		this.#keep(storage.calibration);
		storage.note(EventCode.CALIBRATION, calibration.checksum);
	}

	/** Keeps the reset of the counters that can be reset, which has happened; now, or when one more change may be kept. */
	keepReset(): void {
		const { storage } = this;
		this.#resetWaits = !this.#changes.spend();
		if (this.#resetWaits || !storage || !this.save()) return;
		encodeResetPoint(storage.page, this.#metrology.energy.resetPoint);
		this.#keep(storage.resets);
		storage.note(EventCode.RESET);
	}

	/** Changes the ratio of the current transformers, which CtHistory.allows. */
	changeRatio(ratio: CtRatio): void {
		const { storage } = this;
		const { ctHistory, energy } = this.#metrology;
		const { pages, present } = ctHistory;
		if (ratio.primary === present.primary && ratio.secondary === present.secondary) return;
		// The page begins with counters that are stored before it: it never tells of energy that is lost.
		this.save();
		ctHistory.change(ratio, energy.whole);
		if (!storage || ctHistory.pages === pages) return;
		encodeCtPage(storage.page, ctHistory);
		this.#keep(storage.ctPages);
		storage.note(EventCode.CT_RATIO, ratio.primary * 0x10000 + ratio.secondary);
	}

	/** Sets the power-down counter to zero. */
	resetPowerDowns(): void {
		const before = this.powerDowns;
		if (before === 0) return;
		this.powerDowns = 0;
		this.save();
		this.storage?.note(EventCode.POWER_DOWN_RESET, before);
	}

	/** Keeps the record in the page, then energy, which says that the record exists. */
	#keep(twin: Twin | undefined): void {
		if (!this.storage || !twin || this.spoilt) return;
		this.storage.keep(twin);
		this.save();
	}

	#restore(storage: Storage): void {
		const { page, energy, mantissa } = storage;
		const { energy: counters, tariff } = this.#metrology;
		const state = this.#state;
		energy.load();
		decodeEnergy(page, state, counters);
		storage.operatingSeconds = state.operatingSeconds;
		this.powerDowns = state.powerDowns;
		tariff.restore(state.tariff, state.tariffInput);
		this.#warned = mantissa.load() && decodeMantissa(page, energy.sequence, counters, this.pulses);
		const complete =
			this.#restorePages(storage) &&
			storage.settings.sequence >= state.settings &&
			this.#restoreCalibration(storage) &&
			this.#restoreResets(storage);
		if (!complete) storage.lose();
	}

	/** @returns false: a page is missing */
	#restorePages(storage: Storage): boolean {
		const count = Math.max(this.#state.ctChanges, storage.ctPages.sequence);
		for (let index = 1; index <= count; index++) {
			if (!storage.loadCtPage(index)) return false;
			decodeCtPage(storage.page, this.#metrology.ctHistory);
		}
		return true;
	}

	#restoreCalibration(storage: Storage): boolean {
		if (storage.calibration.sequence < this.#state.calibration) return false;
		return (
			!storage.calibration.load() || decodeCalibration(storage.page, this.#metrology.calibration)
		);
	}

	#restoreResets(storage: Storage): boolean {
		if (storage.resets.sequence < this.#state.resets) return false;
		if (storage.resets.load()) decodeResetPoint(storage.page, this.#metrology.energy.resetPoint);
		return true;
	}

	/** Every second: counts it, and saves what is due. */
	#look(): void {
		const { storage } = this;
		const { energy, calibrating } = this.#metrology;
		if (!storage || this.spoilt) return;
		if (!calibrating) storage.operatingSeconds += INTERVAL;
		this.#seconds += INTERVAL;
		this.#changes.pass(INTERVAL);
		this.#warnings.pass(INTERVAL);
		this.#longWarnings.pass(INTERVAL);
		if (this.#resetWaits) this.keepReset();
		if (this.#seconds < SHORTEST) return;
		const active = energy.activeThroughput - this.#active;
		const reactive = energy.reactiveThroughput - this.#reactive;
		if (active >= UNSAVED || reactive >= UNSAVED || this.#seconds >= LONGEST) this.save();
	}

	/** The supply fails, or chatters. */
	#powerFails(): void {
		if (this.#warnings.spend()) this.#saveAll();
		else Timer.schedule(this.#stillFailing, STILL_FAILING, STILL_FAILING);
	}

	#failsStill(): void {
		Timer.schedule(this.#stillFailing);
		if (this.#failing?.read() === 1 && this.#longWarnings.spend()) this.#saveAll();
	}

	/** What is left of the supply is enough for this, whatever was being done (docs/storage.md). */
	#saveAll(): void {
		const { storage } = this;
		if (!storage || !this.save()) return;
		this.outside.savePulses(this.pulses);
		encodeMantissa(storage.page, storage.energy.sequence, this.#metrology.energy, this.pulses);
		storage.keepMantissa();
	}

	#encode(storage: Storage): void {
		const { ctHistory, energy, tariff } = this.#metrology;
		const { present } = ctHistory;
		const state = this.#state;
		state.operatingSeconds = storage.operatingSeconds;
		state.powerDowns = this.powerDowns;
		state.tariff = tariff.number;
		state.combinationCode = this.outside.combinationCode();
		state.ctPrimary = present.primary;
		state.ctSecondary = present.secondary;
		state.ctChanges = ctHistory.pages - 1;
		state.settings = storage.settings.sequence;
		state.calibration = storage.calibration.sequence;
		state.resets = storage.resets.sequence;
		state.tariffInput = tariff.inputActive;
		encodeEnergy(storage.page, state, energy);
	}
}
