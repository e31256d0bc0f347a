/** Erases sectors one at a time, beside the program: what is to be written next never waits for it. */
import type { Flash } from "board";

/** What has sectors to be erased. */
export interface Erasable {
	/** Sector of the chip that is to be erased now; −1: none. */
	readonly toBeErased: number;
	/** The sector that was to be erased is, or cannot be. */
	takeErased(succeeded: boolean): void;
}

export default class Eraser {
	readonly #flash: Flash;
	/** Whose sector is being erased. */
	#present: Erasable | undefined;

	constructor(flash: Flash) {
		this.#flash = flash;
	}

	/**
	 * Takes what is done, and begins the next erase.
	 * @param all that may have something to be erased
	 * @returns whether an erase goes on
	 */
	go(all: readonly Erasable[]): boolean {
		if (this.#present) {
			if (this.#flash.erased === undefined) return true;
			this.settle();
		}
		for (let i = 0; i < all.length; i++) {
			const sector = all[i].toBeErased;
			if (sector < 0) continue;
			this.#present = all[i];
			this.#flash.startErase(sector);
			return true;
		}
		return false;
	}

	/** Waits for the erase that goes on, if one does. */
	settle(): void {
		const present = this.#present;
		if (!present) return;
		this.#present = undefined;
		present.takeErased(this.#flash.waitForErase());
	}

	/** Erases a sector and waits; none may be going on. @returns whether it has succeeded */
	erase(sector: number): boolean {
		this.#flash.startErase(sector);
		return this.#flash.waitForErase();
	}
}
