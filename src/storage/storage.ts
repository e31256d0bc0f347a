/** The flash of the meter, opened: its areas, the error code that says how they are, the event log. */
import type { Flash } from "board";
import { EventCode } from "registers/event-code";
import Eraser from "storage/eraser";
import { ErrorCode } from "storage/error-code";
import EventLog from "storage/event-log";
import { Areas } from "storage/format";
import Page from "storage/page";
import Ring from "storage/ring";
import Twin from "storage/twin";
import Timer from "timer";

/** Milliseconds between two looks at what is to be erased and at an erase that goes on, while there is any. */
const ERASER_INTERVAL = 20;

export default class Storage {
	readonly page = new Page();
	readonly energy: Twin;
	readonly mantissa: Ring;
	readonly settings: Twin;
	readonly calibration: Twin;
	readonly resets: Twin;
	readonly ctPages: Twin;
	readonly log: EventLog;
	/** Seconds that the meter has metered in its life. */
	operatingSeconds = 0;
	/** Whether nothing was ever stored. */
	readonly isNew: boolean;
	readonly #events: Twin;
	/** Looks after the erases; rests while there are none. */
	readonly #timer: Timer;
	#resting = false;
	readonly #rings: readonly Ring[];
	/** What does not go away before the next power-up. */
	#errors = 0;
	/** What the event log knows. */
	#logged = 0;

	/** Opens what is stored; nothing is written. */
	constructor(flash: Flash) {
		const { page } = this;
		const eraser = new Eraser(flash);
		this.energy = new Twin(flash, eraser, page, Areas.energy);
		this.mantissa = new Ring(flash, eraser, page, Areas.mantissa);
		this.settings = new Twin(flash, eraser, page, Areas.settings);
		this.calibration = new Twin(flash, eraser, page, Areas.calibration);
		this.resets = new Twin(flash, eraser, page, Areas.resets);
		this.ctPages = new Twin(flash, eraser, page, Areas.ctPages);
		this.#events = new Twin(flash, eraser, page, Areas.events);
		this.log = new EventLog(this.#events, page);
		const twins = [
			this.energy,
			this.settings,
			this.calibration,
			this.resets,
			this.ctPages,
			this.#events,
		];
		this.#rings = [this.mantissa, ...twins.flatMap(({ main, backup }) => [main, backup])];
		for (const ring of this.#rings) ring.open();
		this.isNew = this.#rings.every(
			(ring) => ring.sequence === 0 && !ring.incomplete && !ring.otherVersion,
		);
		this.#judge();
		this.#timer = Timer.repeat(() => this.#erase(eraser), ERASER_INTERVAL);
	}

	/** The error code of manual 8.1. */
	get errorCode(): number {
		const { energy, mantissa } = this;
		let code = this.#errors;
		if (mantissa.failed) code |= ErrorCode.MANTISSA_FAILED;
		if (energy.backup.failed) code |= ErrorCode.BACKUP_FAILED;
		if (energy.main.failed) code |= ErrorCode.MAIN_FAILED;
		if (energy.dead) code |= ErrorCode.LOST;
		for (let i = 0; i < this.#rings.length; i++)
			if (this.#rings[i].failed)
				code |= this.#isEnergy(this.#rings[i]) ? 0 : ErrorCode.NOT_INITIALISED;
		return code;
	}

	/** Whether the meter has stopped: what is stored cannot be vouched for. */
	get spoilt(): boolean {
		return (this.errorCode & ErrorCode.LOST) !== 0;
	}

	/** Something that must be there is not: the meter stops. */
	lose(): void {
		this.#errors |= ErrorCode.LOST;
	}

	/** Gives each copy that is behind the newest record. */
	repair(): void {
		for (const twin of [this.energy, this.settings, this.calibration, this.resets, this.#events])
			twin.repair();
		this.#repairPages();
	}

	/** Makes room for the next record of each area, before anything is to be answered in time. */
	prepare(): void {
		for (const ring of this.#rings) ring.prepare();
	}

	/** Writes the record in the page to both rings. @returns whether one has it */
	keep(twin: Twin): boolean {
		const kept = twin.append();
		this.logErrors();
		this.#wake();
		return kept;
	}

	/** Writes the mantissa's record, which is in the page. */
	keepMantissa(): void {
		this.mantissa.append(this.mantissa.sequence + 1);
		this.#wake();
	}

	/** Logs an event, now. The page is used. */
	note(code: EventCode, detail = 0, seconds = this.operatingSeconds): void {
		if (this.spoilt) return;
		this.log.add(code, seconds, detail);
		this.#wake();
	}

	/**
	 * Logs what the event log does not know of the error code yet, that the meter has stopped too: the last that is
	 * written then. The page is used.
	 */
	logErrors(): void {
		const code = this.errorCode;
		if ((code & ~this.#logged) === 0) return;
		this.#logged |= code;
		this.log.add(EventCode.STORAGE_FAULT, this.operatingSeconds, code);
		this.#wake();
	}

	/** Puts page `index` of the CT history, from 1 on, into the page. @returns false: it is not there */
	loadCtPage(index: number): boolean {
		return this.ctPages.find(0, ({ sequence }) => (sequence === index ? 1 : 0));
	}

	#erase(eraser: Eraser): void {
		// What cannot be vouched for stays as it is, to be looked at.
		if (!this.spoilt && eraser.go(this.#rings)) return;
		this.#resting = true;
		Timer.schedule(this.#timer);
	}

	#wake(): void {
		if (!this.#resting) return;
		this.#resting = false;
		Timer.schedule(this.#timer, ERASER_INTERVAL, ERASER_INTERVAL);
	}

	#isEnergy(ring: Ring): boolean {
		return ring === this.mantissa || ring === this.energy.main || ring === this.energy.backup;
	}

	#judge(): void {
		const { energy, mantissa } = this;
		if (this.#rings.some(({ otherVersion }) => otherVersion))
			this.#errors |= ErrorCode.NOT_INITIALISED | ErrorCode.LOST;
		if (this.isNew) return;
		if (mantissa.incomplete) this.#errors |= ErrorCode.MANTISSA_WRONG;
		if (energy.backupIsWrong) this.#errors |= ErrorCode.BACKUP_WRONG;
		if (energy.mainIsWrong) this.#errors |= ErrorCode.MAIN_WRONG;
		const lost = [energy, this.settings, this.calibration, this.resets, this.ctPages].some(
			(twin) => twin.lost,
		);
		if (energy.sequence === 0 || lost) this.#errors |= ErrorCode.LOST;
	}

	/** Every page of the CT history stays in force: a copy that lacks one gets it and those behind it. */
	#repairPages(): void {
		const { main, backup, sequence } = this.ctPages;
		for (const [ring, other] of [
			[main, backup],
			[backup, main],
		]) {
			let from = 1;
			while (from <= sequence && ring.find(0, (page) => (page.sequence === from ? 1 : 0))) from++;
			for (let index = from; index <= sequence; index++)
				if (other.find(0, (page) => (page.sequence === index ? 1 : 0))) ring.append(index);
		}
	}
}
