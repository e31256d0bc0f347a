/**
 * `npm run font`: writes src/indication/font-*.ts from the console fonts of Debian's fonts-spleen (BSD-2-Clause) and
 * the symbols in scripts/font/symbols.txt.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { root } from "./bundle.mjs";
import { glyphOf } from "./font/psf.mjs";
import { symbolsOf } from "./font/symbols.mjs";

/** Where fonts-spleen puts its console fonts. */
const FONTS = "/usr/share/consolefonts";

/** First and last character taken of a font; the symbols follow. */
const FIRST = 0x20;
const LAST = 0x7e;

/** One glyph's columns from left to right, each the least significant bit on top, as hexadecimal digits. */
function columnsOf(rows, width) {
	const digits = Math.ceil(rows.length / 4);
	let text = "";
	for (let x = 0; x < width; x++) {
		let column = 0;
		for (let y = 0; y < rows.length; y++) if (rows[y][x]) column |= 1 << y;
		text += column.toString(16).padStart(digits, "0");
	}
	return text;
}

function sourceOf(width, height, glyphs) {
	return `/**
 * Spleen ${width}x${height}, characters 20 to 7E, and the symbols of scripts/font/symbols.txt. Made by \`npm run font\`.
 *
 * Spleen is Copyright (c) 2018-2020, Frederic Cambus, and under the BSD-2-Clause licence, whose text stands in NOTICE.
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

const symbols = symbolsOf(readFileSync(join(root, "scripts/font/symbols.txt"), "utf8"));
for (const [width, height] of [
	[6, 12],
	[8, 16],
]) {
	const font = gunzipSync(readFileSync(join(FONTS, `spleen-${width}x${height}.psfu.gz`)));
	const glyphs = [];
	for (let code = FIRST; code <= LAST; code++) glyphs.push(columnsOf(glyphOf(font, code), width));
	for (const { size, rows } of symbols)
		if (size === `${width}x${height}`) glyphs.push(columnsOf(rows, width));
	writeFileSync(
		join(root, `src/indication/font-${width}x${height}.ts`),
		sourceOf(width, height, glyphs),
	);
}
