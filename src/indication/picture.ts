/**
 * The picture of the LCD, and the parts of it that the LCD does not have yet.
 *
 * A pixel is one bit, in pages of 8 rows as LCD controllers such as the UC1608 keep them: a byte
 * holds 8 pixels of one column, the least significant bit on top. Drawing changes the picture only;
 * `flush` sends the columns that have changed.
 */
import { LCD_HEIGHT, LCD_WIDTH, type Lcd } from "board";
import { FIRST_CODE, type Plane, WIDEST } from "indication/font";

const PAGES = LCD_HEIGHT / 8;

/** Reverses the bits of a byte. */
function mirrored(byte: number): number {
	const pairs = ((byte >> 1) & 0x55) | ((byte & 0x55) << 1);
	const nibbles = ((pairs >> 2) & 0x33) | ((pairs & 0x33) << 2);
	return ((nibbles >> 4) | (nibbles << 4)) & 0xff;
}

export default class Picture {
	private readonly lcd: Lcd;
	private readonly bytes = new Uint8Array(PAGES * LCD_WIDTH);
	/** The same bytes, two columns in a number. */
	private readonly words = new Uint16Array(this.bytes.buffer);
	/** For each page, the first column that the LCD does not have, and the one after the last. */
	private readonly from = new Uint8Array(PAGES);
	private readonly to = new Uint8Array(PAGES).fill(LCD_WIDTH);
	/** Buffer for a part of a page turned by 180°. */
	private readonly turnedPage = new Uint8Array(LCD_WIDTH);
	private isTurned = false;

	/** Starts empty. The LCD may show anything, so the first `flush` sends the whole picture. */
	constructor(lcd: Lcd) {
		this.lcd = lcd;
	}

	/** True if the LCD is mounted upside down (register 4032). */
	set turned(turned: boolean) {
		if (turned === this.isTurned) return;
		this.isTurned = turned;
		this.from.fill(0);
		this.to.fill(LCD_WIDTH);
	}

	/**
	 * Draws a character and its background; it must be inside the picture.
	 * @param plane plane of its font for row `y & 7` of a page
	 * @param x column of its top left pixel, even
	 * @param y row of its top left pixel
	 */
	glyph(plane: Plane, code: number, x: number, y: number): void {
		const { width, pages, backgrounds, words: glyphs } = plane;
		const words = this.words;
		const changedFrom = this.from;
		const changedTo = this.to;
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

	/** Sets or clears a rectangle of pixels, which must be inside the picture. */
	fill(x: number, y: number, width: number, height: number, on: boolean): void {
		const bytes = this.bytes;
		for (let page = y >> 3; page * 8 < y + height; page++) {
			const top = Math.max(0, y - page * 8);
			const bottom = Math.min(8, y + height - page * 8);
			const mask = ((1 << bottom) - 1) & ~((1 << top) - 1);
			const at = page * LCD_WIDTH + x;
			for (let i = at; i < at + width; i++) bytes[i] = on ? bytes[i] | mask : bytes[i] & ~mask;
			this.changed(page, x, x + width);
		}
	}

	/** Sends all columns changed since the last call, from the page of row `y` downward. */
	flush(y = 0): void {
		for (let page = y >> 3; page < PAGES; page++) {
			const from = this.from[page];
			const to = this.to[page];
			if (from >= to) continue;
			this.from[page] = LCD_WIDTH;
			this.to[page] = 0;
			if (this.isTurned) this.sendTurned(page, from, to);
			else this.lcd.send(page, from, this.bytes, page * LCD_WIDTH + from, to - from);
		}
	}

	private sendTurned(page: number, from: number, to: number): void {
		const turned = this.turnedPage;
		const last = page * LCD_WIDTH + to - 1;
		for (let i = 0; i < to - from; i++) turned[i] = mirrored(this.bytes[last - i]);
		this.lcd.send(PAGES - 1 - page, LCD_WIDTH - to, turned, 0, to - from);
	}

	private changed(page: number, from: number, to: number): void {
		if (from < this.from[page]) this.from[page] = from;
		if (to > this.to[page]) this.to[page] = to;
	}
}
