/**
 * A rectangle of character cells on the picture. It remembers what stands in each cell; `paint` draws only those whose
 * character has changed, so that a screen may write all of its text again every second.
 */
import { FIRST_CODE, type Font, type Plane } from "indication/font";
import { type Label, lengthOf, pool, startOf } from "indication/label";
import type Picture from "indication/picture";

const SPACE = 0x20;
const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
const UPPER_A = 0x41;

/** Where an area lies; `pitch` is the pixels from one row to the next, the font's height unless given. */
export interface Place {
	readonly x: number;
	readonly y: number;
	readonly columns: number;
	readonly rows: number;
	readonly pitch?: number;
}

export default class TextArea {
	readonly columns: number;
	readonly rows: number;
	readonly #picture: Picture;
	readonly #glyphWidth: number;
	/** The font as it is drawn in each row. */
	readonly #planes: readonly Plane[];
	readonly #x: number;
	readonly #y: number;
	readonly #pitch: number;
	/** Codes of the characters that stand in the cells. */
	readonly #codes: Uint8Array;
	/** Numbers as they were last written, by their first cells; NaN where there is none. */
	readonly #numbers: Float64Array;
	/** Whether none of them is left. */
	#forgotten = true;
	/** Cells that are still to be drawn: 1; none lies before the first. */
	readonly #due: Uint8Array;
	#firstDue: number;

	/** The place must be empty on the picture. */
	constructor(picture: Picture, font: Font, { x, y, columns, rows, pitch = font.height }: Place) {
		this.columns = columns;
		this.rows = rows;
		this.#picture = picture;
		this.#glyphWidth = font.width;
		this.#planes = planesOf(font, y, pitch, rows);
		this.#x = x;
		this.#y = y;
		this.#pitch = pitch;
		this.#codes = new Uint8Array(columns * rows).fill(SPACE);
		this.#numbers = new Float64Array(columns * rows).fill(Number.NaN);
		this.#due = new Uint8Array(columns * rows);
		this.#firstDue = columns * rows;
	}

	/** Puts a character into a cell; one that does not exist is left out. */
	put(column: number, row: number, code: number): void {
		if (this.#codes[row * this.columns + column] !== code && this.#set(column, row, code))
			this.reset();
	}

	/** Puts a character of a number; returns whether the cell exists. */
	#set(column: number, row: number, code: number): boolean {
		if (column < 0 || column >= this.columns || row < 0 || row >= this.rows) return false;
		const at = row * this.columns + column;
		if (this.#codes[at] === code) return true;
		this.#codes[at] = code;
		this.#due[at] = 1;
		if (at < this.#firstDue) this.#firstDue = at;
		return true;
	}

	/** Writes a text from a cell on, what of it there are cells for in the row; returns the column behind it. */
	text(column: number, row: number, text: Label): number {
		const length = lengthOf(text);
		const start = startOf(text);
		const at = row * this.columns + column;
		const end = Math.min(length, this.columns - column);
		const codes = this.#codes;
		const due = this.#due;
		let changed = false;
		for (let i = 0; i < end; i++) {
			if (codes[at + i] === pool[start + i]) continue;
			codes[at + i] = pool[start + i];
			due[at + i] = 1;
			changed = true;
		}
		if (changed) this.#changed(at);
		return column + length;
	}

	/** Puts spaces from a cell on up to column `end`, which is left; returns it. */
	blank(column: number, row: number, end = this.columns): number {
		const at = row * this.columns;
		const codes = this.#codes;
		const due = this.#due;
		let changed = false;
		for (let i = at + column; i < at + end; i++) {
			if (codes[i] === SPACE) continue;
			codes[i] = SPACE;
			due[i] = 1;
			changed = true;
		}
		if (changed) this.#changed(at + column);
		return end;
	}

	/** Text was written, the first of it not before a cell. */
	#changed(at: number): void {
		if (at < this.#firstDue) this.#firstDue = at;
		this.reset();
	}

	/**
	 * Draws the cells that have changed, in their order.
	 * @param most how many at most; all if not given
	 * @returns whether none is left
	 */
	paint(most = this.#due.length): boolean {
		const due = this.#due;
		const codes = this.#codes;
		const picture = this.#picture;
		const planes = this.#planes;
		const width = this.#glyphWidth;
		const columns = this.columns;
		let at = this.#firstDue;
		for (let left = most; at < due.length && left > 0; at++) {
			if (due[at] === 0) continue;
			due[at] = 0;
			left--;
			const column = at % columns;
			const row = (at - column) / columns;
			const code = codes[at] < FIRST_CODE ? SPACE : codes[at];
			picture.glyph(planes[row], code, this.#x + column * width, this.#y + row * this.#pitch);
		}
		this.#firstDue = at;
		return at === due.length;
	}

	/**
	 * Writes a number into `width` cells, aligned to the right; dashes if it does not fit or is none. Nothing is done
	 * if it is the number that was written there last, and nothing but numbers has been written since or {@link reset}.
	 * @param value in units of the last digit, rounded here
	 * @param decimals digits behind the point; 0: there is no point
	 * @param zeros whether the cells in front are zeros and not spaces
	 * @returns the column behind it
	 */
	number(
		column: number,
		row: number,
		width: number,
		value: number,
		decimals = 0,
		zeros = false,
	): number {
		const at = row * this.columns + column;
		if (this.#numbers[at] === value) return column + width;
		this.#numbers[at] = value;
		this.#forgotten = false;
		let rest = Math.round(Math.abs(value));
		const negative = value < 0 && rest > 0;
		const digits = width - (decimals > 0 ? 1 : 0) - (negative ? 1 : 0);
		// Also false for NaN.
		if (!(rest < 10 ** digits)) return this.#dashes(column, row, width);
		let end = column + width;
		for (let place = 0; place < digits; place++) {
			if (decimals > 0 && place === decimals) this.#set(--end, row, POINT);
			if (rest === 0 && place > decimals && !zeros) break;
			const tens = Math.floor(rest / 10);
			this.#set(--end, row, ZERO + rest - 10 * tens);
			rest = tens;
		}
		if (negative) this.#set(--end, row, MINUS);
		while (end > column) this.#set(--end, row, SPACE);
		return column + width;
	}

	/** Writes a 32-bit value as eight hexadecimal digits, or fewer of its last ones. */
	hexadecimal(column: number, row: number, value: number, digits = 8): number {
		for (let i = 0; i < digits; i++) {
			const digit = (value >>> (4 * (digits - 1 - i))) & 0xf;
			this.put(column + i, row, digit < 10 ? ZERO + digit : UPPER_A + digit - 10);
		}
		return column + digits;
	}

	/** Forgets which numbers were written: other numbers are to be written over them. */
	reset(): void {
		if (!this.#forgotten) this.#numbers.fill(Number.NaN);
		this.#forgotten = true;
	}

	/** Empties all cells. */
	clear(): void {
		this.reset();
		for (let row = 0; row < this.rows; row++) this.blank(0, row);
	}

	#dashes(column: number, row: number, width: number): number {
		for (let i = 0; i < width; i++) this.#set(column + i, row, MINUS);
		return column + width;
	}
}

/** The planes that a font needs for each of an area's rows. */
function planesOf(font: Font, y: number, pitch: number, rows: number): Plane[] {
	const planes: Plane[] = [];
	for (let row = 0; row < rows; row++) {
		const plane = font.planes[(y + row * pitch) & 7];
		if (plane === undefined) throw new RangeError(`no glyphs for row ${y + row * pitch}`);
		planes.push(plane);
	}
	return planes;
}
