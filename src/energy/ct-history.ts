/**
 * The ratio of the current transformers, its changes, and what was counted under each (manual
 * 7.6.6).
 *
 * A page is the difference of the lifetime counters at its end and at its beginning, so that the
 * pages add up to the lifetime counters to the Wh, whatever is counted.
 */
import { Kind, TARIFFS } from "energy/counters";

/** Changes allowed in a meter's life; page 0 has the ratio of a new meter. */
export const MAXIMUM_CHANGES = 7;

/** Counters that pages are made of: those of the tariffs. */
export const PAGE_COUNTERS = TARIFFS * Kind.COUNT;

/** Counters of a meter that has counted nothing. */
const NOTHING: readonly number[] = Object.freeze(new Array(PAGE_COUNTERS).fill(0));

/** A ratio of current transformers. */
export interface CtRatio {
	/** A, 5..9995 in steps of 5. */
	readonly primary: number;
	/** A, 1 or 5. */
	readonly secondary: number;
}

export default class CtHistory {
	/** Ratios of the pages; the last is in force. */
	private readonly ratios: CtRatio[] = [{ primary: 5, secondary: 5 }];
	/** The counters at the beginning of each page in use, {@link PAGE_COUNTERS} each. */
	readonly beginnings: (readonly number[])[] = [NOTHING];

	/** The ratio in force. */
	get present(): CtRatio {
		return this.ratios[this.ratios.length - 1];
	}

	/** Primary over secondary. */
	get factor(): number {
		return this.present.primary / this.present.secondary;
	}

	/** Pages in use, 1..8. */
	get pages(): number {
		return this.ratios.length;
	}

	/** The ratio of a page in use; the first is 0. */
	ratioOf(page: number): CtRatio {
		return this.ratios[page];
	}

	/** True if the ratio may be set to this one: it is in force already, or changes are left. */
	allows(ratio: CtRatio): boolean {
		return this.isPresent(ratio) || this.beginnings.length <= MAXIMUM_CHANGES;
	}

	/**
	 * Begins a new page with another ratio, if {@link allows} it.
	 * @param whole the energy counters as they stand
	 */
	change(ratio: CtRatio, whole: readonly number[]): void {
		if (this.isPresent(ratio) || !this.allows(ratio)) return;
		this.beginnings.push(whole.slice(0, PAGE_COUNTERS));
		this.ratios.push({ primary: ratio.primary, secondary: ratio.secondary });
	}

	/**
	 * Continues after a power cut: begins the next page, as it was stored.
	 * @param beginning counters at its beginning, {@link PAGE_COUNTERS}
	 */
	restore({ primary, secondary }: CtRatio, beginning: readonly number[]): void {
		this.beginnings.push(beginning.slice());
		this.ratios.push({ primary, secondary });
	}

	private isPresent({ primary, secondary }: CtRatio): boolean {
		const { present } = this;
		return present.primary === primary && present.secondary === secondary;
	}
}
