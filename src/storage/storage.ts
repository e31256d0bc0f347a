/** The opened flash of the meter: its areas, the error code, the event log. */
import type { Flash } from "board";
import type CtHistory from "energy/ct-history";
import { EventCode } from "registers/event-code";
import { encodeMantissa, type Mantissa } from "storage/energy-record";
import Eraser from "storage/eraser";
import { ErrorCode } from "storage/error-code";
import { Fault } from "storage/fault";
import { Areas } from "storage/format";
import { AuditTrail, detailOf, EventLog, eventOf, LEGAL_VALUES } from "storage/logs";
import { decodeCtPage } from "storage/metering-records";
import Page from "storage/page";
import Ring from "storage/ring";
import Twin from "storage/twin";
import Timer from "timer";

/** Interval of the eraser while it has work. */
const ERASER_INTERVAL_MS = 20;

export default class Storage {
	readonly energy: Twin;
	readonly mantissa: Ring;
	/** Records that are not legally relevant; their owner encodes them. */
	readonly statistics: Ring;
	readonly settings: Twin;
	readonly calibration: Twin;
	readonly resets: Twin;
	readonly ctPages: Twin;
	readonly log: EventLog;
	readonly trail: AuditTrail;
	/** Seconds that the meter has metered in its life. */
	operatingSeconds = 0;
	/** True if nothing was ever stored. */
	readonly isNew: boolean;
	private readonly events: Twin;
	private readonly entries: Twin;
	/** Advances the eraser; rests while there is nothing to erase. */
	private readonly timer: Timer;
	private resting = false;
	private readonly twins: readonly Twin[];
	private readonly rings: readonly Ring[];
	/** Bits of the error code that the failures of {@link #rings} set. */
	private readonly failedBits: readonly number[];
	/** Bits of the error code that last until the next power-up. */
	private errors = 0;
	/** Bits of the error code that the event log has. */
	private logged = 0;

	/** Opens the areas; writes nothing. */
	constructor(flash: Flash) {
		const page = new Page();
		const eraser = new Eraser(flash);
		this.energy = new Twin(flash, eraser, page, Areas.energy);
		this.mantissa = new Ring(flash, eraser, page, Areas.mantissa);
		this.settings = new Twin(flash, eraser, page, Areas.settings);
		this.calibration = new Twin(flash, eraser, page, Areas.calibration);
		this.resets = new Twin(flash, eraser, page, Areas.resets);
		this.ctPages = new Twin(flash, eraser, page, Areas.ctPages);
		this.events = new Twin(flash, eraser, page, Areas.events);
		this.entries = new Twin(flash, eraser, page, Areas.auditTrail);
		this.log = new EventLog(this.events);
		this.trail = new AuditTrail(this.entries);
		this.statistics = new Ring(flash, eraser, page, Areas.statistics);
		const { MANTISSA_FAILED, MAIN_FAILED, BACKUP_FAILED, NOT_INITIALISED } = ErrorCode;
		const { energy, mantissa, settings, calibration, resets, ctPages } = this;
		const others = [settings, calibration, resets, ctPages, this.events, this.entries];
		this.twins = [energy, ...others];
		const copies = this.twins.flatMap(({ main, backup }) => [main, backup]);
		this.rings = [mantissa, ...copies, this.statistics];
		this.failedBits = [
			MANTISSA_FAILED,
			MAIN_FAILED,
			BACKUP_FAILED,
			...others.flatMap(() => [NOT_INITIALISED, NOT_INITIALISED]),
			NOT_INITIALISED,
		];
		for (const ring of this.rings) ring.open();
		this.isNew = this.rings.every(({ sequence, faults }) => sequence === 0 && faults === 0);
		this.errors = this.errorsFound();
		this.timer = Timer.repeat(() => this.erase(eraser), ERASER_INTERVAL_MS);
	}

	/** The error code of manual 8.1, bits of {@link ErrorCode}. */
	get errorCode(): number {
		let code = this.errors;
		if (this.energy.faults & Fault.UNWRITABLE) code |= ErrorCode.LOST;
		for (let i = 0; i < this.rings.length; i++)
			if (this.rings[i].faults & Fault.FAILED) code |= this.failedBits[i];
		return code;
	}

	/** True if data are lost that metering needs: the meter stops. */
	get dataLost(): boolean {
		return (this.errorCode & ErrorCode.LOST) !== 0;
	}

	/** Declares required data lost: the meter stops. */
	declareLost(): void {
		this.errors |= ErrorCode.LOST;
	}

	/** Declares required data to be in a format of other software: the meter stops. */
	declareOtherVersion(): void {
		this.errors |= ErrorCode.NOT_INITIALISED | ErrorCode.LOST;
	}

	/** Mends what is damaged: copies the newest records, erases damage where there is none. */
	repair(): void {
		for (const twin of this.twins) twin.repair();
		for (const ring of [this.mantissa, this.statistics])
			if (ring.faults & Fault.INCOMPLETE) ring.repair(ring);
		this.repairCtPages();
	}

	/** Makes room for the next record of each area, before any answer has a deadline. */
	prepare(): void {
		for (const ring of this.rings) ring.prepare();
	}

	/** Writes the record that `encode` makes of `data` to both copies; false if neither stored it. */
	write<Data>(twin: Twin, encode: (page: Page, data: Data) => void, data: Data): boolean {
		const written = twin.write(encode, data);
		this.logErrors();
		this.wakeEraser();
		return written;
	}

	/** Writes the mantissa's record. A failure shows in the error code. */
	writeMantissa(mantissa: Mantissa): void {
		this.mantissa.write(encodeMantissa, mantissa);
		this.wakeEraser();
	}

	/**
	 * Writes the record of statistics that `encode` makes of `data`, unless the meter has stopped. A
	 * failure shows in the error code.
	 */
	writeStatistics<Data>(encode: (page: Page, data: Data) => void, data: Data): void {
		if (this.dataLost) return;
		this.statistics.write(encode, data);
		this.wakeEraser();
	}

	/** Logs an event that is not legally relevant at once, unless the meter has stopped. */
	logEvent(code: EventCode, detail = 0, seconds = this.operatingSeconds): void {
		if (this.dataLost) return;
		this.log.add(code, seconds, detail);
		this.wakeEraser();
	}

	/** Logs a legally relevant event that changes no value, unless the meter has stopped. */
	logLegal(code: EventCode, detail: number): void {
		if (!this.dataLost) this.addToBoth(code, detail);
	}

	/**
	 * Logs the legally relevant values that differ from those logged last, in the audit trail and
	 * then in the event log. False if the audit trail did not take one, or if the meter has stopped.
	 * @param values as {@link LegalState} has them
	 * @param written place of a value that is logged even if it stays; −1: none
	 */
	logValues(values: readonly number[], written = -1): boolean {
		for (let place = 0; place < LEGAL_VALUES; place++) {
			if (place !== written && !this.trail.differs(place, values)) continue;
			const value = values[place];
			if (this.dataLost || !this.trail.addValue(place, value, this.operatingSeconds)) return false;
			this.log.add(eventOf(place, value), this.operatingSeconds, detailOf(place, value));
			this.wakeEraser();
		}
		return true;
	}

	/** Logs new bits of the error code; a stop of the meter is the last event that is written. */
	logErrors(): void {
		const code = this.errorCode;
		if ((code & ~this.logged) === 0) return;
		this.logged |= code;
		this.addToBoth(EventCode.STORAGE_FAULT, code);
	}

	/**
	 * Continues the audit trail, and says so if entries of it are lost.
	 * @param known number that the trail had reached at least
	 * @param values legally relevant values of a meter without an entry
	 */
	openTrail(known: number, values: readonly number[]): void {
		if (!this.entries.isComplete(known)) this.errors |= ErrorCode.NOT_INITIALISED;
		this.trail.log.skipTo(known);
		this.trail.open(values);
	}

	private addToBoth(code: EventCode, detail: number): void {
		this.trail.add(code, this.operatingSeconds, detail);
		this.log.add(code, this.operatingSeconds, detail);
		this.wakeEraser();
	}

	/** Adds page `index` (from 1) to the CT history; false if it is missing. */
	readCtPage(index: number, history: CtHistory): boolean {
		return findRecord(this.ctPages, index, (page) => decodeCtPage(page, history));
	}

	private erase(eraser: Eraser): void {
		// An image with lost data stays as it is, for an inspection.
		if (!this.dataLost && eraser.advance(this.rings)) return;
		this.resting = true;
		Timer.schedule(this.timer);
	}

	private wakeEraser(): void {
		if (!this.resting) return;
		this.resting = false;
		Timer.schedule(this.timer, ERASER_INTERVAL_MS, ERASER_INTERVAL_MS);
	}

	/** Bits of the error code for the areas as they were opened. */
	private errorsFound(): number {
		const { energy, mantissa, statistics } = this;
		const faults = this.twins.reduce((all, twin) => all | twin.faults, 0);
		let errors = 0;
		if (this.rings.some((ring) => ring.faults & Fault.OTHER_VERSION))
			errors |= ErrorCode.NOT_INITIALISED | ErrorCode.LOST;
		if (this.isNew) return errors;
		if (mantissa.faults & Fault.INCOMPLETE) errors |= ErrorCode.MANTISSA_WRONG;
		if (statistics.faults & Fault.INCOMPLETE) errors |= ErrorCode.NOT_INITIALISED;
		if (faults & Fault.BACKUP_WRONG) errors |= ErrorCode.BACKUP_WRONG;
		if (faults & Fault.MAIN_WRONG) errors |= ErrorCode.MAIN_WRONG;
		if (!energy.isComplete(1)) errors |= ErrorCode.LOST;
		return errors;
	}

	/** Copies missing pages of the CT history to the copy that lacks them: both need every page. */
	private repairCtPages(): void {
		const { main, backup, sequence } = this.ctPages;
		for (const [ring, other] of [
			[main, backup],
			[backup, main],
		]) {
			let from = 1;
			while (from <= sequence && findRecord(ring, from)) from++;
			for (let index = from; index <= sequence; index++)
				findRecord(other, index, (page) => ring.append(page, index));
		}
	}
}

/** Lends the record of a sequence to `use`; false if there is none. */
function findRecord(area: Ring | Twin, sequence: number, use?: (page: Page) => void): boolean {
	return area.find(0, (page) => {
		if (page.sequence !== sequence) return 0;
		use?.(page);
		return 1;
	});
}
