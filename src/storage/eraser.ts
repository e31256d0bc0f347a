/** Erases sectors one at a time in the background, so that no write waits for an erase. */
import type { Flash } from "board";

/** An area with sectors to be erased. */
export interface Erasable {
	/** Sector of the chip to be erased now; −1 if there is none. */
	readonly sectorToErase: number;
	/** The erase of that sector has ended. */
	eraseEnded(succeeded: boolean): void;
}

export default class Eraser {
	private readonly flash: Flash;
	/** The area whose sector is being erased. */
	private active: Erasable | undefined;

	constructor(flash: Flash) {
		this.flash = flash;
	}

	/** Ends an erase that is done and starts the next; true while one is in progress. */
	advance(areas: readonly Erasable[]): boolean {
		if (this.flash.erased === undefined) return true;
		this.settle();
		for (let i = 0; i < areas.length; i++) {
			const sector = areas[i].sectorToErase;
			if (sector < 0) continue;
			this.active = areas[i];
			this.flash.startErase(sector);
			return true;
		}
		return false;
	}

	/** Waits for the erase in progress, if there is one. */
	settle(): void {
		const active = this.active;
		if (!active) return;
		this.active = undefined;
		active.eraseEnded(this.flash.waitForErase());
	}

	/** Erases a sector and waits, which must not overlap another erase; false if it failed. */
	erase(sector: number): boolean {
		// One that has taken too long may still be running.
		if (this.flash.erased === undefined && !this.flash.waitForErase()) return false;
		this.flash.startErase(sector);
		return this.flash.waitForErase();
	}
}
