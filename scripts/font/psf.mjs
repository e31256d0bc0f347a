/** PC Screen Fonts (console fonts of Linux), versions 1 and 2: glyphs by the character they stand for. */

/** First bytes of a file. */
const MAGIC_1 = 0x0436;
const MAGIC_2 = 0x864ab572;

/** Ends a glyph's characters in the table of version 1 and of version 2. */
const END_1 = 0xffff;
const END_2 = 0xff;

function headerOf(font) {
	if (font.readUInt16LE(0) === MAGIC_1)
		return { length: 4, count: font[2] & 1 ? 512 : 256, size: font[3], width: 8, wide: false };
	if (font.readUInt32LE(0) !== MAGIC_2) throw new Error("not a PC Screen Font");
	const [length, count, size, width] = [8, 16, 20, 28].map((at) => font.readUInt32LE(at));
	return { length, count, size, width, wide: true };
}

/** Numbers of the glyphs by their characters. */
function charactersOf(font, { length, count, size, wide }) {
	const characters = new Map();
	let at = length + count * size;
	for (let glyph = 0; glyph < count; glyph++) {
		if (wide) {
			const end = font.indexOf(END_2, at);
			for (const character of font.toString("utf8", at, end))
				characters.set(character.codePointAt(0), glyph);
			at = end + 1;
			continue;
		}
		for (; font.readUInt16LE(at) !== END_1; at += 2) characters.set(font.readUInt16LE(at), glyph);
		at += 2;
	}
	return characters;
}

/**
 * The glyph of a character, rows from the top, each an array of booleans from the left.
 * @param {Buffer} font contents of a .psfu file
 * @param {number} code of the character
 */
export function glyphOf(font, code) {
	const header = headerOf(font);
	const glyph = charactersOf(font, header).get(code);
	if (glyph === undefined) throw new Error(`the font has no character ${code.toString(16)}`);
	const rowLength = Math.ceil(header.width / 8);
	const first = header.length + glyph * header.size;
	return Array.from({ length: header.size / rowLength }, (_, y) =>
		Array.from({ length: header.width }, (_, x) => {
			const byte = font[first + y * rowLength + (x >> 3)];
			return ((byte >> (7 - (x & 7))) & 1) === 1;
		}),
	);
}
