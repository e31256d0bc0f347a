/** Source form of a font; scripts/commands/font.ts generates `font-6x12` and `font-8x16`. */
export interface FontSource {
	/** Pixels of every glyph. */
	readonly width: number;
	readonly height: number;
	/**
	 * Glyphs by code, the first is 20h: their columns from left to right, `height / 4` hexadecimal
	 * digits each, the least significant bit on top. A function, so that the texts become garbage
	 * once they are decoded.
	 */
	readonly glyphs: () => readonly string[];
}
