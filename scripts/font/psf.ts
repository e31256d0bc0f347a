/** PC Screen Fonts (console fonts of Linux), versions 1 and 2: glyphs by character. */

/** First bytes of a file. */
const MAGIC_1 = 0x0436;
const MAGIC_2 = 0x864ab572;

/** Ends the list of a glyph's characters, in version 1 and in version 2. */
const END_1 = 0xffff;
const END_2 = 0xff;

interface Header {
	/** Bytes of the header. */
	readonly length: number;
	/** Number of glyphs. */
	readonly count: number;
	/** Bytes of a glyph. */
	readonly size: number;
	/** Pixels of a row. */
	readonly width: number;
	/** True for version 2, whose table of characters is UTF-8. */
	readonly isVersion2: boolean;
}

function headerOf(font: Buffer): Header {
	if (font.readUInt16LE(0) === MAGIC_1) {
		const count = font.readUInt8(2) & 1 ? 512 : 256;
		return { length: 4, count, size: font.readUInt8(3), width: 8, isVersion2: false };
	}
	if (font.readUInt32LE(0) !== MAGIC_2) throw new Error("not a PC Screen Font");
	return {
		length: font.readUInt32LE(8),
		count: font.readUInt32LE(16),
		size: font.readUInt32LE(20),
		width: font.readUInt32LE(28),
		isVersion2: true,
	};
}

/** Numbers of the glyphs by their characters. */
function charactersOf(font: Buffer, header: Header): Map<number, number> {
	const { length, count, size, isVersion2 } = header;
	const characters = new Map<number, number>();
	let at = length + count * size;
	for (let glyph = 0; glyph < count; glyph++) {
		if (isVersion2) {
			const end = font.indexOf(END_2, at);
			for (const character of font.toString("utf8", at, end))
				characters.set(character.codePointAt(0) ?? 0, glyph);
			at = end + 1;
			continue;
		}
		for (; font.readUInt16LE(at) !== END_1; at += 2) characters.set(font.readUInt16LE(at), glyph);
		at += 2;
	}
	return characters;
}

/**
 * The glyph of a character: rows from the top, pixels from the left.
 *
 * @param font contents of a .psfu file
 * @param code of the character
 */
export function glyphOf(font: Buffer, code: number): boolean[][] {
	const header = headerOf(font);
	const glyph = charactersOf(font, header).get(code);
	if (glyph === undefined) throw new Error(`the font has no character ${code.toString(16)}`);
	const rowLength = Math.ceil(header.width / 8);
	const first = header.length + glyph * header.size;
	return Array.from({ length: header.size / rowLength }, (_, y) =>
		Array.from({ length: header.width }, (_, x) => {
			const byte = font.readUInt8(first + y * rowLength + (x >> 3));
			return ((byte >> (7 - (x & 7))) & 1) === 1;
		}),
	);
}
