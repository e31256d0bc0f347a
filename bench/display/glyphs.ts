/** The characters of the LCD's fonts by their pixels, for reading a picture. */
import smallFont from "../../src/indication/font-6x12.ts";
import largeFont from "../../src/indication/font-8x16.ts";

/** A font and the shapes of its glyphs. */
export interface Shapes {
	readonly width: number;
	readonly height: number;
	/** Character and number of lit pixels, by the columns as text. */
	readonly characters: ReadonlyMap<string, { character: string; pixels: number }>;
	/** Their first columns, for a quick look. */
	readonly beginnings: ReadonlySet<number>;
}

/** Characters of the codes from 0x20: ASCII, then the symbols of scripts/font/symbols.txt. */
const ASCII = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i));
const CHARACTERS = [...ASCII, "→", "←", "↓", "ᛒ", "⇄"];

/** The character for the Bluetooth symbol in `rows`. */
export const BLUETOOTH = "ᛒ";

function shapesOf({ width, height, glyphs }: typeof smallFont): Shapes {
	const digits = height / 4;
	const characters = new Map<string, { character: string; pixels: number }>();
	const beginnings = new Set<number>();
	glyphs().forEach((text, index) => {
		const columns = Array.from({ length: width }, (_, x) =>
			Number.parseInt(text.slice(x * digits, (x + 1) * digits), 16),
		);
		const pixels = columns.reduce((sum, column) => sum + ones(column), 0);
		if (pixels === 0) return;
		beginnings.add(beginningOf(columns, 0));
		characters.set(columns.join(), { character: CHARACTERS[index] ?? "?", pixels });
	});
	return { width, height, characters, beginnings };
}

/** Packs the first three columns from `x` into one number. */
export function beginningOf(columns: readonly number[], x: number): number {
	return ((columns[x] ?? 0) * 65_536 + (columns[x + 1] ?? 0)) * 65_536 + (columns[x + 2] ?? 0);
}

function ones(bits: number): number {
	let count = 0;
	for (let rest = bits; rest > 0; rest &= rest - 1) count++;
	return count;
}

/** The large font comes first: no part of it looks like a character of the small one. */
export const FONTS: readonly Shapes[] = [shapesOf(largeFont), shapesOf(smallFont)];
