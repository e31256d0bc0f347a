/** A fixed-width bitmap font, as the drawing layer uses it. */
import type { FontSource } from "indication/font-source";

/** First character of a font: space. */
export const FIRST_CODE = 0x20;

/** Codes of the symbols behind ASCII's characters; those after REVERSE are only in the small font. */
export const Glyph = Object.freeze({
	FORWARD: 0x7f,
	REVERSE: 0x80,
	DOWN: 0x81,
	BLUETOOTH: 0x82,
	BUS: 0x83,
} as const);

function digit(code: number): number {
	return code <= 0x39 ? code - 0x30 : code - 0x61 + 10;
}

/** A font's glyphs as they stand in the pages of a picture when their top is so many pixels below a page's. */
export interface Plane {
	/** Pages that a glyph lies in. */
	readonly pages: number;
	/** Of each page, what belongs to a glyph, for two columns at once. */
	readonly masks: Uint16Array;
	/** All glyphs, one after the other: their pages from the top, of each page two columns a number. */
	readonly words: Uint16Array;
}

export default class Font {
	/** Pixels of a glyph; the width is even. */
	readonly width: number;
	readonly height: number;
	/** Columns of all glyphs, one after the other. */
	readonly #columns: Uint16Array;
	/** By the pixels below a page's top, as they were asked for. */
	readonly #planes: (Plane | undefined)[] = new Array(8).fill(undefined);

	constructor({ width, height, glyphs }: FontSource) {
		const rows = glyphs();
		const digits = height >> 2;
		this.width = width;
		this.height = height;
		this.#columns = new Uint16Array(rows.length * width);
		for (let glyph = 0; glyph < rows.length; glyph++) {
			const text = rows[glyph];
			for (let x = 0; x < width; x++) {
				let column = 0;
				for (let i = 0; i < digits; i++)
					column = column * 16 + digit(text.charCodeAt(x * digits + i));
				this.#columns[glyph * width + x] = column;
			}
		}
	}

	/** Glyphs `shift` pixels below a page's top, 0..7; kept, since a display has few such places. */
	plane(shift: number): Plane {
		const kept = this.#planes[shift];
		if (kept) return kept;
		const plane = this.#make(shift);
		this.#planes[shift] = plane;
		return plane;
	}

	#make(shift: number): Plane {
		const { width, height } = this;
		const columns = this.#columns;
		const pages = (shift + height + 7) >> 3;
		const words = new Uint16Array((columns.length * pages) >> 1);
		const bytes = new Uint8Array(words.buffer);
		const masks = new Uint16Array(pages);
		const area = ((1 << height) - 1) << shift;
		for (let page = 0; page < pages; page++) masks[page] = ((area >> (8 * page)) & 0xff) * 0x0101;
		for (let i = 0; i < columns.length; i++) {
			const glyph = Math.floor(i / width);
			for (let page = 0; page < pages; page++)
				bytes[(glyph * pages + page) * width + (i % width)] = (columns[i] << shift) >> (8 * page);
		}
		return { pages, masks, words };
	}
}
