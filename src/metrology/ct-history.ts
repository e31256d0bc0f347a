/**
 * The ratio of the current transformers, its changes, and what was counted under each (manual 7.6.6).
 *
 * A page is the difference of the lifetime counters at its end and at its beginning, so that the pages add up to
 * the lifetime counters to the Wh, whatever is counted.
 */
import { Kind, ROLL_OVER, TARIFFS } from "metrology/energy";

/** Changes that a meter takes in its life; page 0 is the ratio it was made with. */
export const MAXIMUM_CHANGES = 7;

/** Counters that pages are made of: those of the tariffs. */
export const PAGE_COUNTERS = TARIFFS * Kind.COUNT;

/** A ratio of current transformers. */
export interface CtRatio {
	/** A, 5..9995 in steps of 5. */
	readonly primary: number;
	/** A, 1 or 5. */
	readonly secondary: number;
}

export default class CtHistory {
	/** Ratios of the pages; the last is in force. */
	readonly #ratios: CtRatio[] = [{ primary: 5, secondary: 5 }];
	/** Counters at the end of each page but the last. */
	readonly #ends: number[][] = [];

	/** The ratio in force. */
	get present(): CtRatio {
		return this.#ratios[this.#ratios.length - 1];
	}

	/** Primary over secondary. */
	get factor(): number {
		return this.present.primary / this.present.secondary;
	}

	/** Pages in use, 1..8. */
	get pages(): number {
		return this.#ratios.length;
	}

	/** The ratio of a page in use, from 0 on. */
	ratioOf(page: number): CtRatio {
		return this.#ratios[page];
	}

	/** Whether the ratio may be set to this one: it is in force already, or changes are left. */
	allows({ primary, secondary }: CtRatio): boolean {
		const { present } = this;
		if (present.primary === primary && present.secondary === secondary) return true;
		return this.#ends.length < MAXIMUM_CHANGES;
	}

	/** Begins a new page with another ratio, if {@link allows} it. @param whole the energy counters as they stand */
	change(ratio: CtRatio, whole: readonly number[]): void {
		const { present } = this;
		if (!this.allows(ratio)) return;
		if (present.primary === ratio.primary && present.secondary === ratio.secondary) return;
		this.#ends.push(whole.slice(0, PAGE_COUNTERS));
		this.#ratios.push({ primary: ratio.primary, secondary: ratio.secondary });
	}

	/**
	 * Goes on after a power cut: begins the next page, as it was stored.
	 * @param ends counters at its beginning, {@link PAGE_COUNTERS}
	 */
	restore({ primary, secondary }: CtRatio, ends: readonly number[]): void {
		this.#ends.push(ends.slice());
		this.#ratios.push({ primary, secondary });
	}

	/** Counters at the end of the last page but one, of which there must be two. */
	get lastEnds(): readonly number[] {
		return this.#ends[this.#ends.length - 1];
	}

	/**
	 * What one of the tariffs' counters counted under a page's ratio, Wh.
	 * @param page 0..7; 0 Wh where there is no such page yet
	 */
	energy(page: number, counter: number, whole: readonly number[]): number {
		if (page >= this.#ratios.length) return 0;
		const from = page === 0 ? 0 : this.#ends[page - 1][counter];
		const to = page === this.#ends.length ? whole[counter] : this.#ends[page][counter];
		return (to - from + ROLL_OVER) % ROLL_OVER;
	}
}
