/**
 * Stores changes of registers when they happen, each commit as a whole: a power cut leaves all of it or nothing
 * (docs/storage.md). Limits the wear by a client that never rests.
 */
import { ctPrimaryOf, ctSecondaryOf, packCtRatio } from "energy/ct-ratio";
import type Energy from "energy/energy";
import type Calibration from "metrology/calibration";
import type { Changes } from "registers/binding";
import { EventCode } from "registers/event-code";
import type RegisterModel from "registers/model";
import Allowance from "storage/allowance";
import type Keeper from "storage/keeper";
import { encodeCalibration, encodeCtPage, encodeResetPoint } from "storage/metering-records";
import SettingsRecord, { type Steps } from "storage/settings-record";
import type Storage from "storage/storage";
import Timer from "timer";

/** Commits that are stored at once, and seconds for one more. */
const CHANGES = 60;
const CHANGE_INTERVAL_S = 60;

/** Names of the rows that lead to other records than that of the settings. */
export type StepName =
	| "tariff"
	| "ctRatio"
	| "resettableEnergy"
	| "powerDownCounter"
	| "calibrated";

export default class ChangeStore {
	readonly #model: RegisterModel<StepName>;
	readonly #keeper: Keeper;
	readonly #energy: Energy;
	readonly #calibration: Calibration;
	readonly #record: SettingsRecord;
	readonly #allowance = new Allowance(CHANGES, CHANGE_INTERVAL_S);
	readonly #tariff: number;
	readonly #ctRatio: number;
	readonly #reset: number;
	readonly #powerDowns: number;
	readonly #calibrated: number;
	/** Work that is due: a record of settings, steps, a calibration, rows to be logged. */
	readonly #steps: Steps = { tariff: 0, ctRatio: 0, resetCounters: false, resetPowerDowns: false };
	readonly #logged: number[] = [];
	#settingsDue = false;
	#calibrationDue = false;
	/** Power-down counter before its reset. */
	#powerDownsBefore = 0;

	constructor(
		model: RegisterModel<StepName>,
		keeper: Keeper,
		energy: Energy,
		calibration: Calibration,
	) {
		this.#model = model;
		this.#keeper = keeper;
		this.#energy = energy;
		this.#calibration = calibration;
		this.#record = new SettingsRecord(model);
		this.#tariff = model.indexOf("tariff");
		this.#ctRatio = model.indexOf("ctRatio");
		this.#reset = model.indexOf("resettableEnergy");
		this.#powerDowns = model.indexOf("powerDownCounter");
		this.#calibrated = model.indexOf("calibrated");
	}

	/** Restores the settings; writes nothing. */
	restore(): void {
		const { storage } = this.#keeper;
		if (!storage || storage.isNew || !storage.settings.load()) return;
		this.#record.decode(storage.page);
		if (!this.#keeper.settingsInterrupted) return;
		storage.settings.load();
		if (!this.#record.decodeSteps(storage.page, this.#steps)) this.#keeper.settingsDone();
	}

	/** Finishes an interrupted write, then stores changes and has the keeper look every second. */
	start(): void {
		this.#finishInterrupted();
		const rows = [
			...this.#record.rows,
			this.#tariff,
			this.#ctRatio,
			this.#reset,
			this.#powerDowns,
			this.#calibrated,
		];
		this.#model.onChange(rows, (changes) => this.#note(changes));
		Timer.repeat(() => this.#second(), 1000);
	}

	#finishInterrupted(): void {
		const { storage } = this.#keeper;
		if (!storage || this.#energy.stopped || !this.#keeper.settingsInterrupted) return;
		const { tariff, ctRatio, resetCounters, resetPowerDowns } = this.#steps;
		const { present } = this.#energy.ctHistory;
		if (ctRatio === packCtRatio(present.primary, present.secondary)) this.#steps.ctRatio = 0;
		const write = this.#model.begin();
		if (tariff > 0) write.restore(this.#tariff, tariff);
		if (this.#steps.ctRatio > 0) write.restore(this.#ctRatio, ctRatio);
		if (resetCounters) write.restore(this.#reset, 0);
		if (resetPowerDowns) write.restore(this.#powerDowns, 0);
		write.commit();
		this.#finish(storage);
	}

	#note(changes: Changes): void {
		if (!this.#keeper.storage || this.#energy.stopped) return;
		for (let i = 0; i < changes.count; i++) {
			const index = changes.rowAt(i);
			const { stored, logged } = this.#model.attributesOf(index);
			if (stored !== undefined) this.#settingsDue = true;
			if (logged && !this.#logged.includes(index)) this.#logged.push(index);
		}
		if (changes.has(this.#tariff)) this.#steps.tariff = this.#model.get(this.#tariff);
		if (changes.has(this.#ctRatio)) this.#steps.ctRatio = this.#model.get(this.#ctRatio);
		if (changes.has(this.#reset)) this.#steps.resetCounters = true;
		if (changes.has(this.#calibrated)) this.#calibrationDue = true;
		if (changes.has(this.#powerDowns) && changes.previous(this.#powerDowns) > 0) {
			this.#steps.resetPowerDowns = true;
			this.#powerDownsBefore = changes.previous(this.#powerDowns);
		}
		this.#storeIfAllowed();
	}

	/** Stores changes before the keeper saves energy, which is saved with them. */
	#second(): void {
		this.#keeper.countSecond();
		this.#allowance.pass(1);
		this.#storeIfAllowed();
		this.#keeper.saveIfDue();
	}

	#storeIfAllowed(): void {
		const { storage } = this.#keeper;
		const { tariff, ctRatio, resetCounters, resetPowerDowns } = this.#steps;
		const isLimited = this.#settingsDue || tariff > 0 || resetCounters;
		// These happen seldom: seven times in a meter's life, under the open seal, once a power cut.
		const isFree = ctRatio > 0 || this.#calibrationDue || (resetPowerDowns && !isLimited);
		if (!storage || this.#energy.stopped || !(isLimited || isFree)) return;
		if (isFree || this.#allowance.spend()) this.#store(storage);
	}

	#store(storage: Storage): void {
		const { tariff, ctRatio, resetCounters, resetPowerDowns } = this.#steps;
		const records =
			(this.#settingsDue ? 1 : 0) +
			(tariff > 0 || resetPowerDowns ? 1 : 0) +
			(ctRatio > 0 ? 1 : 0) +
			(resetCounters ? 1 : 0);
		if (this.#settingsDue || records > 1) {
			this.#record.encode(storage.page, records > 1 ? this.#steps : undefined);
			storage.keep(storage.settings);
		}
		this.#finish(storage);
	}

	/** Carries out the steps; energy, saved last, says that the record of settings is done. */
	#finish(storage: Storage): void {
		const steps = this.#steps;
		const changed = steps.ctRatio > 0 && this.#keepCtPage(storage);
		const reset = steps.resetCounters && this.#keepResetPoint(storage);
		if (this.#calibrationDue) {
			encodeCalibration(storage.page, this.#calibration);
			storage.keep(storage.calibration);
		}
		this.#keeper.settingsDone();
		this.#keeper.save();
		this.#log(storage, changed, reset);
		this.#settingsDue = false;
		this.#calibrationDue = false;
		steps.tariff = 0;
		steps.ctRatio = 0;
		steps.resetCounters = false;
		steps.resetPowerDowns = false;
	}

	/** False if the page could not be written because the meter has stopped. */
	#keepCtPage(storage: Storage): boolean {
		// The page begins with counters that are stored before it: it never tells of energy that is lost.
		this.#keeper.save();
		if (this.#energy.stopped) return false;
		encodeCtPage(storage.page, this.#energy.ctHistory);
		storage.keep(storage.ctPages);
		this.#keeper.ctHistoryDone();
		return true;
	}

	#keepResetPoint(storage: Storage): boolean {
		if (!this.#keeper.save()) return false;
		encodeResetPoint(storage.page, this.#energy.counters.resetPoint);
		storage.keep(storage.resets);
		return true;
	}

	#log(storage: Storage, ctRatioChanged: boolean, reset: boolean): void {
		const { ctRatio, resetPowerDowns } = this.#steps;
		for (let i = 0; i < this.#logged.length; i++) {
			const index = this.#logged[i];
			const { logged } = this.#model.attributesOf(index);
			if (logged) storage.note(logged.code, logged.withValue ? this.#model.get(index) : 0);
		}
		this.#logged.length = 0;
		if (ctRatioChanged)
			storage.note(EventCode.CT_RATIO, ctPrimaryOf(ctRatio) * 0x10000 + ctSecondaryOf(ctRatio));
		if (reset) storage.note(EventCode.RESET);
		if (resetPowerDowns) storage.note(EventCode.POWER_DOWN_RESET, this.#powerDownsBefore);
		if (this.#calibrationDue) storage.note(EventCode.CALIBRATION, this.#calibration.checksum);
	}
}
