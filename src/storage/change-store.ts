/**
 * Stores changes of registers as they happen. Each commit is stored as a whole: after a power cut
 * all of it is in force or nothing (docs/storage.md). Limits the wear that a client causes that
 * never stops writing.
 */
import { ctPrimaryOf, ctSecondaryOf, packCtRatio } from "energy/ct-ratio";
import type Energy from "energy/energy";
import type Calibration from "metrology/calibration";
import type { Changes } from "registers/binding";
import { EventCode } from "registers/event-code";
import type RegisterModel from "registers/model";
import type Keeper from "storage/keeper";
import { encodeCalibration, encodeCtPage, encodeResetPoint } from "storage/metering-records";
import type Page from "storage/page";
import SettingsRecord, { type Steps } from "storage/settings-record";
import type Storage from "storage/storage";
import TokenBucket from "storage/token-bucket";
import Timer from "timer";

/** Commits that are stored without a wait, and seconds until one more is. */
const COMMITS = 60;
const COMMIT_INTERVAL_S = 60;

/** Names of the rows that change other records than that of the settings. */
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
	readonly #commits = new TokenBucket(COMMITS, COMMIT_INTERVAL_S);
	readonly #tariff: number;
	readonly #ctRatio: number;
	readonly #reset: number;
	readonly #powerDowns: number;
	readonly #calibrated: number;
	/** Changes to be stored: steps, settings, calibration; and rows to be logged then. */
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
		if (!storage || storage.isNew) return;
		storage.settings.read((page, steps) => {
			const interrupted = this.#keeper.settingsInterrupted;
			if (interrupted && !this.#record.decodeSteps(page, steps)) this.#keeper.settingsDone();
			this.#record.decode(page);
		}, this.#steps);
	}

	/** Finishes an interrupted write; from then, stores changes and calls the keeper every second. */
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
		this.#model.onChange(rows, (changes) => this.#collect(changes));
		Timer.repeat(() => this.#everySecond(), 1000);
	}

	/** Carries out the steps of a write that the last power cut interrupted. */
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
		this.#carryOut(storage);
	}

	/** Collects the changes of a commit and stores them if that is allowed now. */
	#collect(changes: Changes): void {
		const { storage } = this.#keeper;
		if (!storage || this.#energy.stopped) return;
		if (changes.count === 1 && changes.has(this.#powerDowns)) {
			this.#resetPowerDowns(storage, changes.previous(this.#powerDowns));
			return;
		}
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

	/** Stores a reset by itself at once, whatever else waits: it happens once for each power cut. */
	#resetPowerDowns(storage: Storage, before: number): void {
		if (before === 0) return;
		this.#keeper.save();
		storage.logEvent(EventCode.POWER_DOWN_RESET, before);
	}

	/** Stores changes before the keeper looks at energy, since energy is saved with them. */
	#everySecond(): void {
		this.#keeper.countSecond();
		this.#commits.advance(1);
		this.#storeIfAllowed();
		this.#keeper.saveIfDue();
	}

	#storeIfAllowed(): void {
		const { storage } = this.#keeper;
		const { tariff, ctRatio, resetCounters, resetPowerDowns } = this.#steps;
		const isLimited = this.#settingsDue || tariff > 0 || resetCounters;
		// These are rare: seven in a meter's life; under the open seal only; one for each power cut.
		const isFree = ctRatio > 0 || this.#calibrationDue || (resetPowerDowns && !isLimited);
		if (!storage || this.#energy.stopped || !(isLimited || isFree)) return;
		if (isFree || this.#commits.tryTake()) this.#store(storage);
	}

	#store(storage: Storage): void {
		const { tariff, ctRatio, resetCounters, resetPowerDowns } = this.#steps;
		const records =
			(this.#settingsDue ? 1 : 0) +
			(tariff > 0 || resetPowerDowns ? 1 : 0) +
			(ctRatio > 0 ? 1 : 0) +
			(resetCounters ? 1 : 0);
		if (this.#settingsDue || records > 1) {
			const steps = records > 1 ? this.#steps : undefined;
			storage.write(storage.settings, this.#encodeSettings, steps);
		}
		this.#carryOut(storage);
	}

	/** Carries out the steps. Energy, saved last, marks the record of settings as done. */
	#carryOut(storage: Storage): void {
		const steps = this.#steps;
		const changed = steps.ctRatio > 0 && this.#writeCtPage(storage);
		const reset = steps.resetCounters && this.#writeResetPoint(storage);
		if (this.#calibrationDue)
			storage.write(storage.calibration, encodeCalibration, this.#calibration);
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

	/** False if nothing was written because the meter has stopped. */
	#writeCtPage(storage: Storage): boolean {
		// The counters at the page's start are stored first, so a page never counts lost energy.
		this.#keeper.save();
		if (this.#energy.stopped) return false;
		storage.write(storage.ctPages, encodeCtPage, this.#energy.ctHistory);
		this.#keeper.ctHistoryDone();
		return true;
	}

	/** False if nothing was written, since energy, which comes first, could not be saved. */
	#writeResetPoint(storage: Storage): boolean {
		if (!this.#keeper.save()) return false;
		storage.write(storage.resets, encodeResetPoint, this.#energy.counters.resetPoint);
		return true;
	}

	readonly #encodeSettings = (page: Page, steps: Steps | undefined): void =>
		this.#record.encode(page, steps);

	#log(storage: Storage, ctRatioChanged: boolean, reset: boolean): void {
		const { ctRatio, resetPowerDowns } = this.#steps;
		for (let i = 0; i < this.#logged.length; i++) {
			const index = this.#logged[i];
			const { logged } = this.#model.attributesOf(index);
			if (logged) storage.logEvent(logged.code, logged.withValue ? this.#model.get(index) : 0);
		}
		this.#logged.length = 0;
		if (ctRatioChanged)
			storage.logEvent(EventCode.CT_RATIO, ctPrimaryOf(ctRatio) * 0x10000 + ctSecondaryOf(ctRatio));
		if (reset) storage.logEvent(EventCode.RESET);
		if (resetPowerDowns) storage.logEvent(EventCode.POWER_DOWN_RESET, this.#powerDownsBefore);
		if (this.#calibrationDue) storage.logEvent(EventCode.CALIBRATION, this.#calibration.checksum);
	}
}
