/**
 * A rectangle of character cells on the picture. Writers write their whole text each time; `paint`
 * then draws only the cells whose character differs from the one on the picture.
 */
import { FIRST_CODE, type Font, type Plane, SPACE } from "indication/font";
import { type Label, LENGTH_BITS, LENGTH_MASK, pool } from "indication/label";
import type Picture from "indication/picture";

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
const UPPER_A = 0x41;

/** Most digits of a decimal number. */
const MAXIMUM_DIGITS = 9;

/** Powers of ten, by number of digits. */
const POWERS = Object.freeze([1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]);

/** Position and size of an area. */
export interface Place {
	/** Pixels from the left and from the top; `x` is even. */
	readonly x: number;
	readonly y: number;
	readonly columns: number;
	readonly rows: number;
	/** Pixels from one row to the next; the font's height if not given. */
	readonly pitch?: number;
}

export default class TextArea {
	readonly columns: number;
	private readonly picture: Picture;
	private readonly glyphWidth: number;
	/** The font as each row is drawn with it. */
	private readonly planes: readonly Plane[];
	private readonly x: number;
	private readonly y: number;
	private readonly pitch: number;
	/** Characters as they were written last. */
	private readonly codes: Uint8Array;
	/** Characters as they are on the picture. */
	private readonly shown: Uint8Array;
	/** The same bytes, four cells in a number: comparing them is four times as fast. */
	private readonly codeWords: Int32Array;
	private readonly shownWords: Int32Array;
	/** First of these numbers that may differ. */
	private nextWord = 0;

	/**
	 * The place must be empty on the picture.
	 * @throws RangeError if the font has no plane for one of the rows
	 */
	constructor(picture: Picture, font: Font, { x, y, columns, rows, pitch = font.height }: Place) {
		this.columns = columns;
		this.picture = picture;
		this.glyphWidth = font.width;
		this.planes = planesOf(font, y, pitch, rows);
		this.x = x;
		this.y = y;
		this.pitch = pitch;
		const bytes = (columns * rows + 3) & ~3;
		this.codes = new Uint8Array(bytes).fill(SPACE);
		this.shown = new Uint8Array(bytes).fill(SPACE);
		this.codeWords = new Int32Array(this.codes.buffer);
		this.shownWords = new Int32Array(this.shown.buffer);
	}

	/** Empties all cells. */
	clear(): void {
		this.codes.fill(SPACE);
		this.nextWord = 0;
	}

	/** Writes one character; a control character is blank. Ignores cells outside the area. */
	put(column: number, row: number, code: number): void {
		if (column < 0 || column >= this.columns || row < 0 || row >= this.planes.length) return;
		this.codes[row * this.columns + column] = code < FIRST_CODE ? SPACE : code;
		this.nextWord = 0;
	}

	/** Writes a text, clipped at the end of the row; returns the column after it. */
	text(column: number, row: number, text: Label): number {
		const codes = this.codes;
		const length = text & LENGTH_MASK;
		let at = row * this.columns + column;
		let from = text >> LENGTH_BITS;
		const end = Math.min(at + length, (row + 1) * this.columns);
		for (; at < end; at++, from++) codes[at] = pool[from];
		this.nextWord = 0;
		return column + length;
	}

	/**
	 * Writes a number into `width` cells, aligned to the right; dashes if it does not fit, has more
	 * than nine digits or is not finite.
	 * @param value in units of the last digit; it is rounded
	 * @param decimals digits after the point; without any there is no point
	 * @returns the column after it
	 */
	number(column: number, row: number, width: number, value: number, decimals = 0): number {
		return this.drawNumber(column, row, width, value, decimals, SPACE);
	}

	/** Writes a number in the same way, with leading zeros. */
	zeroPadded(column: number, row: number, width: number, value: number, decimals = 0): number {
		return this.drawNumber(column, row, width, value, decimals, ZERO);
	}

	/**
	 * Writes a number in the same way, but its sign in the column before: a negative one has as many
	 * digits.
	 */
	signed(column: number, row: number, width: number, value: number, decimals: number): number {
		this.put(column - 1, row, value <= -0.5 ? MINUS : SPACE);
		return this.zeroPadded(column, row, width, Math.abs(value), decimals);
	}

	/** Writes the last `digits` hexadecimal digits of a 32-bit value; returns the column after. */
	hexadecimal(column: number, row: number, value: number, digits = 8): number {
		for (let i = 0; i < digits; i++) {
			const digit = (value >>> (4 * (digits - 1 - i))) & 0xf;
			this.put(column + i, row, digit < 10 ? ZERO + digit : UPPER_A + digit - 10);
		}
		return column + digits;
	}

	/**
	 * Draws the cells whose character has changed, in order.
	 * @param most limit of characters to draw
	 * @returns true if no cell is left
	 */
	paint(most = this.codes.length): boolean {
		const codes = this.codes;
		const shown = this.shown;
		const codeWords = this.codeWords;
		const shownWords = this.shownWords;
		const columns = this.columns;
		let left = most;
		for (let word = this.nextWord; word < codeWords.length; word++) {
			if (codeWords[word] === shownWords[word]) continue;
			const end = 4 * word + 4;
			for (let at = end - 4; at < end; at++) {
				if (codes[at] === shown[at]) continue;
				if (left === 0) {
					this.nextWord = word;
					return false;
				}
				left--;
				shown[at] = codes[at];
				const column = at % columns;
				const row = (at - column) / columns;
				this.picture.glyph(
					this.planes[row],
					codes[at],
					this.x + column * this.glyphWidth,
					this.y + row * this.pitch,
				);
			}
		}
		this.nextWord = codeWords.length;
		return true;
	}

	private drawNumber(
		column: number,
		row: number,
		width: number,
		value: number,
		decimals: number,
		front: number,
	): number {
		const codes = this.codes;
		const start = row * this.columns + column;
		const limit = (row + 1) * this.columns;
		const size = value < 0 ? -value : value;
		const negative = value <= -0.5;
		const digits = width - (decimals > 0 ? 1 : 0) - (negative ? 1 : 0);
		let at = start + width;
		this.nextWord = 0;
		// The comparison is false for NaN as well.
		if (!(size < POWERS[Math.min(digits, MAXIMUM_DIGITS)] - 0.5)) {
			codes.fill(MINUS, start, Math.min(at, limit));
			return column + width;
		}
		let rest = Math.round(size);
		let tens = 0;
		for (let left = decimals; left > 0; left--) {
			tens = (rest / 10) | 0;
			if (--at < limit) codes[at] = ZERO + rest - 10 * tens;
			rest = tens;
		}
		if (decimals > 0 && --at < limit) codes[at] = POINT;
		do {
			tens = (rest / 10) | 0;
			if (--at < limit) codes[at] = ZERO + rest - 10 * tens;
			rest = tens;
		} while (rest > 0);
		if (negative && front === SPACE && --at < limit) codes[at] = MINUS;
		codes.fill(front, start, Math.min(at, limit));
		if (negative && front === ZERO) codes[start] = MINUS;
		return column + width;
	}
}

/** Finds the plane of the font for each row of an area. */
function planesOf(font: Font, y: number, pitch: number, rows: number): Plane[] {
	const planes: Plane[] = [];
	for (let row = 0; row < rows; row++) {
		const plane = font.planes[(y + row * pitch) & 7];
		if (plane === undefined) throw new RangeError(`no glyphs for row ${y + row * pitch}`);
		planes.push(plane);
	}
	return planes;
}
