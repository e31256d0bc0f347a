/**
 * Stores changes of registers before they take effect. Each commit is stored as a whole: after a
 * power cut all of it is in force or nothing (docs/storage.md). A commit that cannot be stored or
 * logged is refused, so every client that had its answer can rely on it. Limits the wear that a
 * client causes that never stops writing.
 */
import type Energy from "energy/energy";
import type Calibration from "metrology/calibration";
import type Seal from "metrology/seal";
import { type Custodian, Outcome, type ProposedWrite } from "registers/binding";
import { EventCode } from "registers/event-code";
import type RegisterModel from "registers/model";
import type Keeper from "storage/keeper";
import LegalState, { type LegalName, Place } from "storage/legal-state";
import { encodeCalibration, encodeCtPage, encodeResetPoint } from "storage/metering-records";
import type Page from "storage/page";
import SettingsRecord, { type Steps } from "storage/settings-record";
import type Storage from "storage/storage";
import TokenBucket from "storage/token-bucket";
import Timer from "timer";

/** Commits that are stored at any pace, and seconds until one more is. */
const COMMITS = 240;
const COMMIT_INTERVAL_S = 60;

/** Names of the rows that change other records than that of the settings. */
export type StepName = LegalName | "tariff" | "resettableEnergy" | "powerDownCounter";

/** Changes of a commit: steps, settings, calibration; and events of rows that have changed. */
interface Plan extends Steps {
	settings: boolean;
	calibration: boolean;
	/** Power-down counter before its reset. */
	powerDowns: number;
	readonly events: EventCode[];
}

export default class ChangeStore implements Custodian {
	private readonly model: RegisterModel<StepName>;
	private readonly keeper: Keeper;
	private readonly energy: Energy;
	private readonly calibration: Calibration;
	private readonly legal: LegalState;
	/** Legally relevant values of a new meter. */
	private readonly newValues: readonly number[];
	private readonly record: SettingsRecord;
	private readonly commits = new TokenBucket(COMMITS, COMMIT_INTERVAL_S);
	private readonly tariff: number;
	private readonly ctRatio: number;
	private readonly reset: number;
	private readonly powerDowns: number;
	private readonly calibrated: number;
	private readonly plan: Plan = {
		tariff: 0,
		ctRatio: 0,
		resetCounters: false,
		resetPowerDowns: false,
		settings: false,
		calibration: false,
		powerDowns: 0,
		events: [],
	};

	constructor(
		model: RegisterModel<StepName>,
		keeper: Keeper,
		energy: Energy,
		calibration: Calibration,
		seal: Seal,
	) {
		this.model = model;
		this.keeper = keeper;
		this.energy = energy;
		this.calibration = calibration;
		this.legal = new LegalState(model, calibration, seal);
		this.newValues = this.legal.values().slice();
		this.record = new SettingsRecord(model);
		this.tariff = model.indexOf("tariff");
		this.ctRatio = model.indexOf("ctRatio");
		this.reset = model.indexOf("resettableEnergy");
		this.powerDowns = model.indexOf("powerDownCounter");
		this.calibrated = model.indexOf("calibrated");
		seal.onChange(() => this.logValues());
	}

	/** Restores the settings, and continues the audit trail; writes nothing. */
	restore(): void {
		const { storage } = this.keeper;
		storage?.openTrail(this.keeper.auditTrail, this.newValues);
		if (!storage || storage.isNew) return;
		storage.settings.read((page, plan) => {
			const interrupted = this.keeper.settingsInterrupted;
			if (interrupted && !this.record.decodeSteps(page, plan)) this.keeper.settingsDone();
			this.record.decode(page);
		}, this.plan);
	}

	/**
	 * Finishes an interrupted write, and logs whatever has changed without an entry; from then, keeps
	 * the writes of registers and calls the keeper every second.
	 */
	start(): void {
		this.finishInterrupted();
		this.logValues();
		this.model.entrust(this);
		Timer.repeat(() => this.everySecond(), 1000);
	}

	admit(write: ProposedWrite): Outcome {
		const { storage } = this.keeper;
		if (!storage || !this.makePlan(write)) return Outcome.DONE;
		const { tariff, ctRatio, resetCounters, resetPowerDowns, settings, calibration } = this.plan;
		// The record of settings has no room for constants: a cut could leave half of the write.
		if (this.energy.stopped || (settings && calibration)) return Outcome.REFUSED;
		const isLimited = settings || tariff > 0 || resetCounters;
		// These are rare: seven in a meter's life; under the open seal only; one for each power cut.
		const isFree = ctRatio > 0 || calibration || (resetPowerDowns && !isLimited);
		const values = this.legal.values(write);
		const written = calibration ? Place.CALIBRATION : -1;
		// First, or a client that is refused again and again would make all others' writes busy.
		if (!storage.trail.hasRoomFor(values, written)) return Outcome.REFUSED;
		if (!isFree && !this.commits.tryTake()) return Outcome.BUSY;
		if (storage.logValues(values, written) && this.storeSettings(storage, write))
			return Outcome.DONE;
		// The audit trail is not left with a value that will not be in force.
		this.logValues();
		return Outcome.REFUSED;
	}

	complete(): void {
		const { storage } = this.keeper;
		if (!storage || this.isEmpty) return;
		this.carryOut(storage);
		this.logValues();
	}

	/** Logs legally relevant values in force that differ from those logged last. */
	private logValues(): void {
		this.keeper.storage?.logValues(this.legal.values());
	}

	/** Carries out the steps of a write that the last power cut interrupted. */
	private finishInterrupted(): void {
		const { storage } = this.keeper;
		if (!storage || this.energy.stopped || !this.keeper.settingsInterrupted) return;
		const plan = this.plan;
		plan.powerDowns = this.keeper.powerDowns;
		if (plan.ctRatio === this.model.get(this.ctRatio)) plan.ctRatio = 0;
		const write = this.model.begin();
		if (plan.tariff > 0) write.restore(this.tariff, plan.tariff);
		if (plan.ctRatio > 0) write.restore(this.ctRatio, plan.ctRatio);
		if (plan.resetCounters) write.restore(this.reset, 0);
		if (plan.resetPowerDowns) write.restore(this.powerDowns, 0);
		write.enforce();
		this.carryOut(storage);
	}

	/** Plans how a write is stored; false if it changes nothing that is. */
	private makePlan(write: ProposedWrite): boolean {
		const plan = this.plan;
		this.clearPlan();
		for (let i = 0; i < write.count; i++) {
			const index = write.rowAt(i);
			const { stored, logged } = this.model.attributesOf(index);
			if (!write.changes(index)) continue;
			if (stored !== undefined) plan.settings = true;
			if (logged !== undefined) plan.events.push(logged);
		}
		if (write.changes(this.tariff)) plan.tariff = write.valueOf(this.tariff);
		if (write.changes(this.ctRatio)) plan.ctRatio = write.valueOf(this.ctRatio);
		plan.resetCounters = write.changes(this.reset);
		plan.calibration = write.changes(this.calibrated);
		plan.powerDowns = this.keeper.powerDowns;
		plan.resetPowerDowns = plan.powerDowns > 0 && write.changes(this.powerDowns);
		return !this.isEmpty;
	}

	private get isEmpty(): boolean {
		const { tariff, ctRatio, resetCounters, resetPowerDowns, settings, calibration } = this.plan;
		return !(
			settings ||
			calibration ||
			resetCounters ||
			resetPowerDowns ||
			tariff > 0 ||
			ctRatio > 0
		);
	}

	private clearPlan(): void {
		const plan = this.plan;
		plan.tariff = 0;
		plan.ctRatio = 0;
		plan.resetCounters = false;
		plan.resetPowerDowns = false;
		plan.settings = false;
		plan.calibration = false;
		plan.events.length = 0;
	}

	/** Saves a tariff that the input has changed, if that is allowed now. */
	private everySecond(): void {
		this.keeper.countSecond();
		this.commits.advance(1);
		if (!this.keeper.isTariffSaved && this.commits.tryTake()) this.keeper.save();
		this.keeper.saveIfDue();
	}

	/** Writes the record of settings, unless one other record is all; false if that fails. */
	private storeSettings(storage: Storage, write: ProposedWrite): boolean {
		const { tariff, ctRatio, resetCounters, resetPowerDowns, settings } = this.plan;
		const others =
			(tariff > 0 || resetPowerDowns ? 1 : 0) + (ctRatio > 0 ? 1 : 0) + (resetCounters ? 1 : 0);
		if (!settings && others < 2) return true;
		const encode = (page: Page, steps: Steps | undefined): void =>
			this.record.encode(page, write, steps);
		return storage.write(storage.settings, encode, others > 0 ? this.plan : undefined);
	}

	/** Carries out the steps. Energy, saved last, marks the record of settings as done. */
	private carryOut(storage: Storage): void {
		const plan = this.plan;
		if (plan.ctRatio > 0) this.writeCtPage(storage);
		const reset = plan.resetCounters && this.writeResetPoint(storage);
		if (plan.calibration) storage.write(storage.calibration, encodeCalibration, this.calibration);
		this.keeper.settingsDone();
		this.keeper.save();
		for (const code of plan.events) storage.logEvent(code);
		if (reset) storage.logEvent(EventCode.RESET);
		if (plan.resetPowerDowns) storage.logEvent(EventCode.POWER_DOWN_RESET, plan.powerDowns);
		this.clearPlan();
	}

	private writeCtPage(storage: Storage): void {
		// The counters at the page's start are stored first, so a page never counts lost energy.
		this.keeper.save();
		if (this.energy.stopped) return;
		storage.write(storage.ctPages, encodeCtPage, this.energy.ctHistory);
		this.keeper.ctHistoryDone();
	}

	/** False if nothing was written, since energy, which comes first, could not be saved. */
	private writeResetPoint(storage: Storage): boolean {
		if (!this.keeper.save()) return false;
		storage.write(storage.resets, encodeResetPoint, this.energy.counters.resetPoint);
		return true;
	}
}
