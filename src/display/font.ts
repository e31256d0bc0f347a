/** A fixed-width bitmap font, as the drawing layer uses it. */
import type { FontSource } from "display/font-source";

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

export default class Font {
	readonly width: number;
	readonly height: number;
	/** Columns of all glyphs, one after the other. */
	readonly columns: Uint16Array;

	constructor({ width, height, glyphs }: FontSource) {
		const rows = glyphs();
		const digits = height >> 2;
		this.width = width;
		this.height = height;
		this.columns = new Uint16Array(rows.length * width);
		for (let glyph = 0; glyph < rows.length; glyph++) {
			const text = rows[glyph];
			for (let x = 0; x < width; x++) {
				let column = 0;
				for (let i = 0; i < digits; i++) column = column * 16 + digit(text.charCodeAt(x * digits + i));
				this.columns[glyph * width + x] = column;
			}
		}
	}
}
