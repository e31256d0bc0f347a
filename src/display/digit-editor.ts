/** Sets a number digit by digit: the outside buttons turn a digit, the middle one moves on. */
import { ctPrimaryOf, ctSecondaryOf, packCtRatio } from "energy/ct-ratio";
import type TextArea from "indication/text-area";

const ZERO = 0x30;
const CARET = 0x5e;
const SLASH = 0x2f;
const MASK = 0x2a;

/** Most digits: a secondary address's. */
const MAXIMUM = 8;

/** Digits of a ratio's primary. One digit follows for its secondary, 1 or 5. */
const PRIMARY_DIGITS = 4;
const RATIO_DIGITS = PRIMARY_DIGITS + 1;

export default class DigitEditor {
	private readonly digits = new Uint8Array(MAXIMUM);
	private count = 0;
	/** Place of the present digit, from the left. */
	private place = 0;
	private isRatio = false;
	private isSecret = false;

	/** Starts with a whole number of `count` digits. */
	start(value: number, count: number): void {
		this.count = count;
		this.place = 0;
		this.isRatio = false;
		this.isSecret = false;
		let rest = value;
		for (let i = count - 1; i >= 0; i--) {
			this.digits[i] = rest % 10;
			rest = Math.floor(rest / 10);
		}
	}

	/** Starts with a ratio of current transformers, as register 401F holds it. */
	startRatio(value: number): void {
		this.start(ctPrimaryOf(value) * 10 + ctSecondaryOf(value), RATIO_DIGITS);
		this.isRatio = true;
	}

	/** Starts with `count` zeros; all digits but the present one are hidden. */
	startSecret(count: number): void {
		this.start(0, count);
		this.isSecret = true;
	}

	/** Number that the digits make up: a packed ratio if it was started as one. */
	get value(): number {
		const count = this.isRatio ? PRIMARY_DIGITS : this.count;
		let value = 0;
		for (let i = 0; i < count; i++) value = value * 10 + this.digits[i];
		return this.isRatio ? packCtRatio(value, this.digits[PRIMARY_DIGITS]) : value;
	}

	/** Turns the present digit by 1 or −1. */
	turn(step: number): void {
		const digit = this.digits[this.place];
		if (this.isRatio && this.place === PRIMARY_DIGITS)
			this.digits[this.place] = digit === 5 ? 1 : 5;
		else this.digits[this.place] = (digit + 10 + step) % 10;
	}

	/** Moves to the next digit; returns true if there is none. */
	next(): boolean {
		this.place++;
		return this.place >= this.count;
	}

	/** Writes the digits into a row, and a caret below the present one into the next row. */
	draw(area: TextArea, column: number, row: number): void {
		let at = column;
		for (let i = 0; i < this.count; i++) {
			if (this.isRatio && i === PRIMARY_DIGITS) area.put(at++, row, SLASH);
			const present = i === this.place;
			area.put(at, row, this.isSecret && !present ? MASK : ZERO + this.digits[i]);
			if (present) area.put(at, row + 1, CARET);
			at++;
		}
	}
}
