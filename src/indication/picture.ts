/**
 * The picture on the LCD and what of it the LCD does not have yet.
 *
 * One bit a pixel, in pages of 8 rows as the controllers of such LCDs (UC1608) keep them: a byte is 8 pixels of one
 * column, the least significant bit on top. What is drawn stays here until `flush` sends the columns that changed.
 */
import { LCD_HEIGHT, LCD_WIDTH, type Lcd } from "board";
import { FIRST_CODE, type Plane, WIDEST } from "indication/font";

const PAGES = LCD_HEIGHT / 8;

/** A byte's bits in reverse order. */
function mirrored(byte: number): number {
	const pairs = ((byte >> 1) & 0x55) | ((byte & 0x55) << 1);
	const nibbles = ((pairs >> 2) & 0x33) | ((pairs & 0x33) << 2);
	return ((nibbles >> 4) | (nibbles << 4)) & 0xff;
}

export default class Picture {
	readonly #lcd: Lcd;
	readonly #bytes = new Uint8Array(PAGES * LCD_WIDTH);
	/** The same, two columns a number. */
	readonly #words = new Uint16Array(this.#bytes.buffer);
	/** Of each page, the columns that the LCD does not have: from, up to but not including. */
	readonly #from = new Uint8Array(PAGES);
	readonly #to = new Uint8Array(PAGES).fill(LCD_WIDTH);
	/** One page turned by 180°. */
	readonly #turnedPage = new Uint8Array(LCD_WIDTH);
	#turned = false;

	/** The LCD is taken to show anything: all of the picture, which is empty, is to be sent. */
	constructor(lcd: Lcd) {
		this.#lcd = lcd;
	}

	/** Whether the LCD is mounted upside down (register 4032). */
	set turned(turned: boolean) {
		if (turned === this.#turned) return;
		this.#turned = turned;
		this.#from.fill(0);
		this.#to.fill(LCD_WIDTH);
	}

	/**
	 * Draws a character and its background; it must lie inside the picture.
	 * @param plane of its font, made for the row of a page that `y` is
	 * @param x column of its top left pixel, even
	 * @param y row of its top left pixel
	 */
	glyph(plane: Plane, code: number, x: number, y: number): void {
		const { width, pages, backgrounds, words: glyphs } = plane;
		const words = this.#words;
		const changedFrom = this.#from;
		const changedTo = this.#to;
		const wide = width === WIDEST;
		const right = x + width;
		const top = y >> 3;
		let at = (top * LCD_WIDTH + x) >> 1;
		let from = ((code - FIRST_CODE) * pages * width) >> 1;
		for (let page = top; page < top + pages; page++) {
			const keep = backgrounds[page - top];
			words[at] = (words[at] & keep) | glyphs[from];
			words[at + 1] = (words[at + 1] & keep) | glyphs[from + 1];
			words[at + 2] = (words[at + 2] & keep) | glyphs[from + 2];
			if (wide) words[at + 3] = (words[at + 3] & keep) | glyphs[from + 3];
			at += LCD_WIDTH / 2;
			from += width >> 1;
			if (x < changedFrom[page]) changedFrom[page] = x;
			if (right > changedTo[page]) changedTo[page] = right;
		}
	}

	/** Sets or clears a rectangle of pixels, which must lie inside. */
	fill(x: number, y: number, width: number, height: number, on: boolean): void {
		const bytes = this.#bytes;
		for (let page = y >> 3; page * 8 < y + height; page++) {
			const top = Math.max(0, y - page * 8);
			const bottom = Math.min(8, y + height - page * 8);
			const mask = ((1 << bottom) - 1) & ~((1 << top) - 1);
			const at = page * LCD_WIDTH + x;
			for (let i = at; i < at + width; i++) bytes[i] = on ? bytes[i] | mask : bytes[i] & ~mask;
			this.#changed(page, x, x + width);
		}
	}

	/** Sends what has changed since the last time, from the page of a row of pixels on. */
	flush(y = 0): void {
		for (let page = y >> 3; page < PAGES; page++) {
			const from = this.#from[page];
			const to = this.#to[page];
			if (from >= to) continue;
			this.#from[page] = LCD_WIDTH;
			this.#to[page] = 0;
			if (this.#turned) this.#sendTurned(page, from, to);
			else this.#lcd.send(page, from, this.#bytes, page * LCD_WIDTH + from, to - from);
		}
	}

	#sendTurned(page: number, from: number, to: number): void {
		const turned = this.#turnedPage;
		const last = page * LCD_WIDTH + to - 1;
		for (let i = 0; i < to - from; i++) turned[i] = mirrored(this.#bytes[last - i]);
		this.#lcd.send(PAGES - 1 - page, LCD_WIDTH - to, turned, 0, to - from);
	}

	#changed(page: number, from: number, to: number): void {
		if (from < this.#from[page]) this.#from[page] = from;
		if (to > this.#to[page]) this.#to[page] = to;
	}
}
