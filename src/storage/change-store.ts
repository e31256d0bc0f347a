/**
 * Stores changes of registers before they take effect. Each commit is stored as a whole: after a
 * power cut all of it is in force or nothing (docs/storage.md). A commit that cannot be stored or
 * logged is refused, so every client that had its answer can rely on it. Limits the wear that a
 * client causes that never stops writing.
 */
import type Energy from "energy/energy";
import type Calibration from "metrology/calibration";
import { Commit } from "metrology/calibration-quantities";
import type Seal from "metrology/seal";
import { type Custodian, Outcome, type ProposedWrite } from "registers/binding";
import { EventCode } from "registers/event-code";
import type RegisterModel from "registers/model";
import type Keeper from "storage/keeper";
import { type LegalName, LegalState, Place } from "storage/logs";
import {
	decodeResetEvent,
	encodeCalibration,
	encodeCtPage,
	encodeResetPoint,
} from "storage/metering-records";
import type Page from "storage/page";
import SettingsRecord, { type Steps, WritePlan } from "storage/settings-record";
import type Storage from "storage/storage";
import TokenBucket from "storage/token-bucket";
import type Twin from "storage/twin";
import Timer from "timer";

/**
 * Commits that are stored at any pace, and seconds until one more is. A reset counts as two, since
 * its area has half as many sectors as that of the settings.
 */
const COMMITS = 240;
const COMMIT_INTERVAL_S = 60;
const COMMITS_OF_RESET = 2;

/** Names of the rows that change other records than that of the settings. */
export type StepName = LegalName | "tariff" | "resettableEnergy" | "powerDownCounter" | "password";

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
	/** Half of them, for the tariff input: one that chatters must not make all clients busy. */
	private readonly inputs = new TokenBucket(COMMITS / 2, 2 * COMMIT_INTERVAL_S);
	private readonly tariff: number;
	private readonly ctRatio: number;
	private readonly reset: number;
	private readonly powerDowns: number;
	private readonly calibrated: number;
	private readonly password: number;
	private readonly plan = new WritePlan();

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
		this.password = model.indexOf("password");
		seal.onChange(() => this.logValues());
	}

	/** Restores the settings, and continues the audit trail; writes nothing. */
	restore(): void {
		const { keeper, plan } = this;
		const { storage } = keeper;
		storage?.openTrail(keeper.auditTrail, this.newValues);
		if (!storage || storage.isNew) return;
		storage.settings.read((page) => {
			const interrupted = keeper.settingsInterrupted;
			if (interrupted && !this.record.decodeSteps(page, plan)) keeper.writeDone();
			this.record.decode(page);
		}, undefined);
		if (!plan.resetPowerDowns) return;
		// The power cut came after the reset: it counts.
		plan.powerDowns = keeper.powerDowns;
		keeper.powerDowns = 0;
	}

	/**
	 * Finishes an interrupted write, and logs whatever has changed without an entry; then keeps the
	 * writes of registers and calls the keeper every second.
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
		if (this.energy.stopped || (this.plan.decides && calibration > 0)) return Outcome.REFUSED;
		// No end of tries that fail may fill the audit trail, or wear the flash out.
		if (this.plan.isBlocked(storage)) return Outcome.REFUSED;
		const isLimited = settings || tariff > 0 || resetCounters;
		// These are rare: seven in a meter's life; under the open seal only; one for each power cut.
		const isFree = ctRatio > 0 || calibration > 0 || (resetPowerDowns && !isLimited);
		const values = this.legal.values(write);
		const written = calibration > 0 ? Place.CALIBRATION : -1;
		// First, or a client that is refused again and again would make all others' writes busy.
		if (!storage.trail.hasRoomFor(values, written)) return Outcome.REFUSED;
		if (!isFree && !this.commits.tryTake(resetCounters ? COMMITS_OF_RESET : 1)) return Outcome.BUSY;
		if (storage.logValues(values, written) && this.store(storage, write)) return Outcome.DONE;
		// The audit trail is not left with a value that will not be in force.
		this.logValues();
		return Outcome.REFUSED;
	}

	complete(): void {
		const { storage } = this.keeper;
		if (!storage || this.plan.isEmpty) return;
		this.finish(storage);
		this.logValues();
	}

	/** Logs legally relevant values in force that differ from those logged last. */
	private logValues(): void {
		this.keeper.storage?.logValues(this.legal.values());
	}

	/** Finishes a write that the last power cut interrupted. */
	private finishInterrupted(): void {
		const { storage, settingsInterrupted, resetInterrupted } = this.keeper;
		if (!storage || this.energy.stopped) return;
		if (settingsInterrupted) this.carryOut(storage);
		else if (resetInterrupted) {
			// A reset by itself is in force, but its event may be missing.
			this.plan.resetCounters = true;
			storage.resets.read(decodeResetEvent, this.plan);
			this.finish(storage);
		}
	}

	/** Carries out the steps of the newest record of settings. */
	private carryOut(storage: Storage): void {
		const plan = this.plan;
		if (plan.ctRatio === this.model.get(this.ctRatio)) plan.ctRatio = 0;
		if (!this.storeSteps(storage)) {
			this.stop(storage);
			return;
		}
		const write = this.model.begin();
		if (plan.tariff > 0) write.restore(this.tariff, plan.tariff);
		if (plan.ctRatio > 0) write.restore(this.ctRatio, plan.ctRatio);
		if (plan.resetCounters) write.restore(this.reset, 0);
		write.enforce();
		this.finish(storage);
	}

	/** Plans how a write is stored; false if it changes nothing that is. */
	private makePlan(write: ProposedWrite): boolean {
		const plan = this.plan;
		plan.clear();
		for (let i = 0; i < write.count; i++) {
			const index = write.rowAt(i);
			if (this.model.attributesOf(index).stored !== undefined && write.changes(index))
				plan.settings = true;
		}
		if (write.changes(this.tariff)) plan.tariff = write.valueOf(this.tariff);
		if (write.changes(this.ctRatio)) plan.ctRatio = write.valueOf(this.ctRatio);
		plan.resetCounters = write.changes(this.reset);
		if (write.changes(this.calibrated)) plan.calibration = write.valueOf(this.calibrated);
		plan.powerDowns = this.keeper.powerDowns;
		plan.resetPowerDowns = plan.powerDowns > 0 && write.changes(this.powerDowns);
		plan.newPassword = write.changes(this.password);
		return !plan.isEmpty;
	}

	/** Saves a tariff that the input has changed, if that is allowed now. */
	private everySecond(): void {
		this.keeper.countSecond();
		this.commits.advance(1);
		this.inputs.advance(1);
		if (!this.keeper.isTariffSaved && this.inputs.tryTake() && this.commits.tryTake())
			this.keeper.save();
		this.keeper.saveIfDue();
	}

	/**
	 * Stores a write before it takes effect, so that one that cannot be stored is refused; false if
	 * that fails.
	 */
	private store(storage: Storage, write: ProposedWrite): boolean {
		const plan = this.plan;
		plan.firstEvent = storage.log.latest + 1;
		if (!plan.decides) return this.storeSteps(storage);
		const encode = (page: Page, steps: Steps): void => this.record.encode(page, write, steps);
		if (!storage.write(storage.settings, encode, plan)) return false;
		if (this.storeSteps(storage)) return true;
		this.stop(storage);
		return false;
	}

	/** Stops the meter: its record of settings has decided on steps that cannot be stored. */
	private stop(storage: Storage): void {
		storage.declareLost();
		storage.logErrors();
		this.energy.stop();
	}

	/** Writes the other records of a write before it takes effect; false if one was not stored. */
	private storeSteps(storage: Storage): boolean {
		const { ctRatio, resetCounters, calibration, firstEvent } = this.plan;
		const { whole } = this.energy.counters;
		const write = (twin: Twin, encode: (page: Page) => void): boolean =>
			storage.write(twin, encode, undefined);
		// The counters that a page or a reset refers to are stored first: it never counts lost energy.
		if ((ctRatio > 0 || resetCounters) && !this.keeper.save()) return false;
		return (
			(ctRatio === 0 || write(storage.ctPages, (page) => encodeCtPage(page, ctRatio, whole))) &&
			(!resetCounters ||
				write(storage.resets, (page) => encodeResetPoint(page, whole, firstEvent))) &&
			(calibration === 0 ||
				write(storage.calibration, (page) =>
					encodeCalibration(page, this.calibration, calibration === Commit.NOMINAL),
				))
		);
	}

	/**
	 * Logs a write that is in force. Energy, saved last, marks the record of settings as done: a cut
	 * before it has the next start log what is missing.
	 */
	private finish(storage: Storage): void {
		const { newPassword, resetCounters, resetPowerDowns, powerDowns } = this.plan;
		if (newPassword) this.log(storage, EventCode.PASSWORD);
		if (resetCounters) this.log(storage, EventCode.RESET);
		if (resetPowerDowns) this.log(storage, EventCode.POWER_DOWN_RESET, powerDowns);
		this.keeper.writeDone();
		this.keeper.save();
		this.plan.clear();
	}

	/** Logs an event of the write, unless that was done before a cut. */
	private log(storage: Storage, code: EventCode, detail = 0): void {
		// Older software has stored no number, and logged the event last.
		const { firstEvent } = this.plan;
		if (firstEvent === 0 || !storage.log.has(code, firstEvent)) storage.logEvent(code, detail);
	}
}
