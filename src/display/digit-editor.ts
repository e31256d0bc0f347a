/** Digits that are set one after the other: the buttons outside turn a digit, the middle one goes on to the next. */
import { ctPrimaryOf, ctSecondaryOf, packCtRatio } from "energy/ct-ratio";
import type TextArea from "indication/text-area";

const ZERO = 0x30;
const SPACE = 0x20;
const CARET = 0x5e;
const SLASH = 0x2f;
const STAR = 0x2a;

/** Most digits: a CT ratio's. */
const MAXIMUM = 5;

/** Digits of a ratio's primary; the one of its secondary follows, 1 or 5. */
const PRIMARY_DIGITS = 4;

export default class DigitEditor {
	readonly #digits = new Uint8Array(MAXIMUM);
	#count = 0;
	/** The digit that is being set, from the left. */
	#place = 0;
	#ratio = false;

	/** Begins with a whole number of `count` digits. */
	start(value: number, count: number): void {
		this.#count = count;
		this.#place = 0;
		this.#ratio = false;
		let rest = value;
		for (let i = count - 1; i >= 0; i--) {
			this.#digits[i] = rest % 10;
			rest = Math.floor(rest / 10);
		}
	}

	/** Begins with a ratio of current transformers, as register 401F has it. */
	startRatio(value: number): void {
		this.start(ctPrimaryOf(value) * 10 + ctSecondaryOf(value), MAXIMUM);
		this.#ratio = true;
	}

	/** What the digits say, in the form that was begun with. */
	get value(): number {
		const count = this.#ratio ? PRIMARY_DIGITS : this.#count;
		let value = 0;
		for (let i = 0; i < count; i++) value = value * 10 + this.#digits[i];
		return this.#ratio ? packCtRatio(value, this.#digits[PRIMARY_DIGITS]) : value;
	}

	/** Turns the present digit. @param step 1 up, −1 down */
	turn(step: number): void {
		const digit = this.#digits[this.#place];
		if (this.#ratio && this.#place === PRIMARY_DIGITS)
			this.#digits[this.#place] = digit === 5 ? 1 : 5;
		else this.#digits[this.#place] = (digit + 10 + step) % 10;
	}

	/** Goes on to the next digit. @returns whether that was the last */
	next(): boolean {
		this.#place++;
		return this.#place >= this.#count;
	}

	/**
	 * Writes the digits into a row, and a caret below the present one into the next.
	 * @param secret whether the others are hidden
	 */
	draw(area: TextArea, column: number, row: number, secret: boolean): void {
		let at = column;
		for (let i = 0; i < this.#count; i++) {
			if (this.#ratio && i === PRIMARY_DIGITS) {
				area.put(at, row + 1, SPACE);
				area.put(at++, row, SLASH);
			}
			area.put(at, row, secret && i !== this.#place ? STAR : ZERO + this.#digits[i]);
			area.put(at++, row + 1, i === this.#place ? CARET : SPACE);
		}
		area.blank(at, row);
		area.blank(at, row + 1);
	}
}
