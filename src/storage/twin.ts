/** Two rings with the same records: each record is written to main, then to backup. */
import type { Flash } from "board";
import type Eraser from "storage/eraser";
import { Fault } from "storage/fault";
import type { Area } from "storage/format";
import type Page from "storage/page";
import Ring from "storage/ring";

export default class Twin {
	readonly main: Ring;
	readonly backup: Ring;
	private readonly page: Page;
	private unwritable = 0;

	constructor(flash: Flash, eraser: Eraser, page: Page, [main, backup]: readonly [Area, Area]) {
		this.page = page;
		this.main = new Ring(flash, eraser, page, main);
		this.backup = new Ring(flash, eraser, page, backup);
	}

	/** Sequence of the newest record; 0 if there is none. */
	get sequence(): number {
		return Math.max(this.main.sequence, this.backup.sequence);
	}

	/** The faults of {@link Fault} that concern a twin, as bits. */
	get faults(): number {
		const { main, backup } = this;
		const mainIncomplete = (main.faults & Fault.INCOMPLETE) !== 0;
		const backupIncomplete = (backup.faults & Fault.INCOMPLETE) !== 0;
		let faults = this.unwritable;
		if (mainIncomplete && backupIncomplete) faults |= Fault.LOST;
		if (mainIncomplete || main.sequence < backup.sequence) faults |= Fault.MAIN_WRONG;
		// A backup that lags by one record is in order: the supply failed between the two writes.
		if (backupIncomplete || backup.sequence < main.sequence - 1) faults |= Fault.BACKUP_WRONG;
		return faults;
	}

	/** True if neither ring took the last record; so it is for the next until the power-up. */
	get failed(): boolean {
		return this.unwritable !== 0;
	}

	/** Lends the newest record to `decode`; false if there is none, or if `decode` returns false. */
	read<Data>(decode: (page: Page, data: Data) => unknown, data: Data): boolean {
		const { main, backup } = this;
		return (main.sequence >= backup.sequence ? main : backup).read(decode, data);
	}

	/**
	 * True if nothing is lost: the record `known` is there, and no newer one was in both rings.
	 * @param known sequence that was reached at least; 0: no record was ever written
	 */
	isComplete(known: number): boolean {
		if (this.sequence < known) return false;
		return this.sequence === 0 || (this.faults & Fault.LOST) === 0;
	}

	/**
	 * Mends each ring that is damaged, lags or would erase its newest record, so that it is whole
	 * before the other fails.
	 */
	repair(): void {
		const { main, backup, sequence } = this;
		const newest = main.sequence === sequence ? main : backup;
		for (const ring of [main, backup])
			if (ring.faults & (Fault.INCOMPLETE | Fault.STRANDED) || ring.sequence < sequence)
				ring.repair(newest);
	}

	/**
	 * Writes the record that `encode` makes of `data` as the newest; false if neither ring took it.
	 * @param encode is lent the page for this call; must call `begin` of the page first
	 * @param sequence higher than that of the newest record
	 */
	write<Data>(
		encode: (page: Page, data: Data) => void,
		data: Data,
		sequence = this.sequence + 1,
	): boolean {
		const page = this.page;
		encode(page, data);
		const inMain = this.main.append(page, sequence);
		const inBackup = this.backup.append(page, sequence);
		this.unwritable = inMain || inBackup ? 0 : Fault.UNWRITABLE;
		return inMain || inBackup;
	}

	/** Finds the latest record that matches in either ring, like `Ring.find`. */
	find(back: number, matches: (page: Page) => number): boolean {
		return this.main.find(back, matches) || this.backup.find(back, matches);
	}
}
