/** How a font stands in flash; `font-6x12` and `font-8x16` are made by scripts/commands/font.ts. */
export interface FontSource {
	/** Pixels of every glyph. */
	readonly width: number;
	readonly height: number;
	/**
	 * Glyphs of the codes from 20 on: the columns of each from left to right, `height / 4` hexadecimal
	 * digits each, the least significant bit on top. A function, so that they are garbage once they are read.
	 */
	readonly glyphs: () => readonly string[];
}
