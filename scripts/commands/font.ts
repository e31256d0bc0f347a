/**
 * `npm run font`: writes src/indication/font-*.ts from the console fonts of Debian's fonts-spleen
 * (BSD-2-Clause) and the symbols in scripts/font/symbols.txt.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ROOT } from "../../engine/root.ts";
import { glyphOf } from "../font/psf.ts";
import { type DrawnSymbol, symbolsOf } from "../font/symbols.ts";

/** Where fonts-spleen puts its console fonts. */
const FONTS = "/usr/share/consolefonts";

/** Width and height of the fonts in pixels. */
const SIZES = [
	{ width: 6, height: 12 },
	{ width: 8, height: 16 },
] as const;

/** First and last character taken from a font; the symbols follow. */
const FIRST = 0x20;
const LAST = 0x7e;

/** A glyph's columns from the left, the top pixel in the least significant bit, in hexadecimal. */
function columnsOf(rows: readonly (readonly boolean[])[], width: number): string {
	const digits = Math.ceil(rows.length / 4);
	let text = "";
	for (let x = 0; x < width; x++) {
		const column = rows.reduce((bits, row, y) => (row[x] ? bits | (1 << y) : bits), 0);
		text += column.toString(16).padStart(digits, "0");
	}
	return text;
}

function sourceOf(width: number, height: number, glyphs: readonly string[]): string {
	const size = `${width}x${height}`;
	return `/**
 * Spleen ${size}, characters 20 to 7E, and the symbols of scripts/font/symbols.txt. Made by
 * \`npm run font\`.
 *
 * Spleen is Copyright (c) 2018-2020, Frederic Cambus, under the BSD-2-Clause licence; NOTICE has
 * its text.
 */
import type { FontSource } from "indication/font-source";

const source: FontSource = Object.freeze({
	width: ${width},
	height: ${height},
	glyphs: (): readonly string[] => [
${glyphs.map((text) => `\t\t"${text}",`).join("\n")}
	],
});

export default source;
`;
}

function glyphsOf(width: number, height: number, symbols: readonly DrawnSymbol[]): string[] {
	const size = `${width}x${height}`;
	const font = gunzipSync(readFileSync(join(FONTS, `spleen-${size}.psfu.gz`)));
	const glyphs = [];
	const drawn = symbols.filter((symbol) => symbol.size === size);
	for (let code = FIRST; code <= LAST; code++) {
		const own = drawn.find(({ meaning }) => meaning === String.fromCharCode(code));
		glyphs.push(columnsOf(own?.rows ?? glyphOf(font, code), width));
	}
	for (const { meaning, rows } of drawn)
		if (meaning.length > 1) glyphs.push(columnsOf(rows, width));
	return glyphs;
}

export function font(): void {
	const symbols = symbolsOf(readFileSync(join(ROOT, "scripts/font/symbols.txt"), "utf8"));
	for (const { width, height } of SIZES) {
		const source = sourceOf(width, height, glyphsOf(width, height, symbols));
		writeFileSync(join(ROOT, `src/indication/font-${width}x${height}.ts`), source);
	}
}
