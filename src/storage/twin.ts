/** Two rings that hold the same, main and backup: a record is written to the one, then to the other. */
import type { Flash } from "board";
import type Eraser from "storage/eraser";
import type { Area } from "storage/format";
import type Page from "storage/page";
import Ring from "storage/ring";

export default class Twin {
	readonly main: Ring;
	readonly backup: Ring;

	constructor(flash: Flash, eraser: Eraser, page: Page, [main, backup]: readonly [Area, Area]) {
		this.main = new Ring(flash, eraser, page, main);
		this.backup = new Ring(flash, eraser, page, backup);
	}

	/** Finds the newest record of both. */
	open(): void {
		this.main.open();
		this.backup.open();
	}

	/** Of the newest record; 0: there is none. */
	get sequence(): number {
		return Math.max(this.main.sequence, this.backup.sequence);
	}

	/** Whether something newer than the newest record was stored, and neither ring has it any more. */
	get lost(): boolean {
		return this.main.incomplete && this.backup.incomplete;
	}

	/**
	 * Whether a copy is not as it was written. A backup that is one record behind is: the supply went between the
	 * two.
	 */
	get mainIsWrong(): boolean {
		return this.main.incomplete || this.main.sequence < this.backup.sequence;
	}
	get backupIsWrong(): boolean {
		return this.backup.incomplete || this.backup.sequence < this.main.sequence - 1;
	}

	/** Whether neither takes records any more. */
	get dead(): boolean {
		return this.#dead;
	}
	#dead = false;

	/** Reads the newest record into the page. @returns false: there is none */
	load(): boolean {
		return (this.main.sequence >= this.backup.sequence ? this.main : this.backup).load();
	}

	/** Gives the ring that is behind the newest record, so that both have it. The page then holds it. */
	repair(): void {
		const { main, backup, sequence } = this;
		if (main.sequence === backup.sequence || !this.load()) return;
		(main.sequence < backup.sequence ? main : backup).append(sequence);
	}

	/** Writes the record in the page as the newest. @returns whether one of the rings has it */
	append(): boolean {
		const sequence = this.sequence + 1;
		const inMain = this.main.append(sequence);
		const inBackup = this.backup.append(sequence);
		this.#dead = !inMain && !inBackup;
		return !this.#dead;
	}

	/**
	 * Reads the latest record that matches into the page, whichever ring has it; see Ring.find.
	 */
	find(back: number, matches: (page: Page) => number): boolean {
		return this.main.find(back, matches) || this.backup.find(back, matches);
	}
}
