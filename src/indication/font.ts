/** Fixed-width bitmap fonts, decoded into the form that the picture draws them in. */
import type { FontSource } from "indication/font-source";

export const SPACE = 0x20;

/** First character of a font. */
export const FIRST_CODE = SPACE;

/** Pixels across a glyph of the wider one of the two fonts. */
export const WIDEST = 8;

/** Codes of the symbols, which follow ASCII. The small font alone has those after REVERSE. */
export const Glyph = Object.freeze({
	FORWARD: 0x7f,
	REVERSE: 0x80,
	DOWN: 0x81,
	BLUETOOTH: 0x82,
	BUS: 0x83,
} as const);

/**
 * All glyphs of a font in the layout of the picture, for one position of a glyph's top within a
 * page of 8 rows.
 */
export interface Plane {
	/** Pixels of a glyph. */
	readonly width: number;
	/** Pages that a glyph covers. */
	readonly pages: number;
	/** For each page, the bits outside a glyph, for two columns at once. */
	readonly backgrounds: Uint16Array;
	/** The glyphs in sequence, each with its pages from the top; a number holds two columns. */
	readonly words: Uint16Array;
}

export interface Font {
	/** Pixels of a glyph; the width is 6 or {@link WIDEST}. */
	readonly width: number;
	readonly height: number;
	/** Indexed by the row of a page, 0..7, where a glyph's top is; undefined if unused. */
	readonly planes: readonly (Plane | undefined)[];
}

/** Value of a lower-case hexadecimal digit. */
function digit(code: number): number {
	return code <= 0x39 ? code - 0x30 : code - 0x61 + 10;
}

/** Decodes the columns of all glyphs, in sequence. */
function columnsOf({ width, height, glyphs }: FontSource): Uint16Array {
	const texts = glyphs();
	const digits = height >> 2;
	const columns = new Uint16Array(texts.length * width);
	for (let i = 0; i < columns.length; i++) {
		const text = texts[Math.floor(i / width)];
		const start = (i % width) * digits;
		for (let k = start; k < start + digits; k++)
			columns[i] = columns[i] * 16 + digit(text.charCodeAt(k));
	}
	return columns;
}

function planeOf(columns: Uint16Array, width: number, height: number, top: number): Plane {
	const pages = (top + height + 7) >> 3;
	const words = new Uint16Array((columns.length * pages) >> 1);
	const bytes = new Uint8Array(words.buffer);
	const backgrounds = new Uint16Array(pages);
	const area = ((1 << height) - 1) << top;
	for (let page = 0; page < pages; page++)
		backgrounds[page] = (~(area >> (8 * page)) & 0xff) * 0x0101;
	for (let i = 0; i < columns.length; i++) {
		const glyph = Math.floor(i / width);
		for (let page = 0; page < pages; page++)
			bytes[(glyph * pages + page) * width + (i % width)] = (columns[i] << top) >> (8 * page);
	}
	return Object.freeze({ width, pages, backgrounds, words });
}

/**
 * Decodes a font. Call it while modules are loaded: it takes long on a microcontroller.
 * @param tops rows of a page, 0..7, at which glyphs are drawn
 */
export function fontOf(source: FontSource, tops: readonly number[]): Font {
	const { width, height } = source;
	const columns = columnsOf(source);
	const planes: (Plane | undefined)[] = new Array(8).fill(undefined);
	for (const top of tops) planes[top] = planeOf(columns, width, height, top);
	return Object.freeze({ width, height, planes: Object.freeze(planes) });
}
