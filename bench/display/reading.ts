/**
 * Reads the picture on the LCD as a person does: finds characters by their pixels, whatever the
 * firmware meant to write, and joins them to rows of text. An LCD mounted upside down is read
 * upside down.
 */
import { LCD_HEIGHT, LCD_WIDTH } from "../../src/board.ts";
import { BLUETOOTH, beginningOf, FONTS, type Shapes } from "./glyphs.ts";

/** Contents of a display. */
export interface Reading {
	/** Rows of text from the top. */
	readonly rows: string[];
	/** True if the Bluetooth symbol is shown. */
	readonly bluetooth: boolean;
	/** The page number at the bottom right, "3/18"; null if there is none. */
	readonly page: string | null;
}

interface Found {
	readonly x: number;
	readonly y: number;
	readonly font: Shapes;
	readonly character: string;
	readonly pixels: number;
}

/** Runs of pixels at least this long are drawn lines, not text. */
const LINE_PIXELS = 30;

/**
 * Share of the pixels outside drawn lines that must belong to characters if the picture is the
 * right way up: all but those of a QR code. Upside down it is up to a half, since a 0 reads both
 * ways.
 */
const READABLE = 0.7;

/** Fraction of a character's width that is not yet a space. */
const NARROW = 0.25;

/** A character with at least this many pixels cannot be one from another height. */
const DISTINCT_PIXELS = 8;

/** Characters whose bottoms are within this many pixels are in one row. */
const SAME_ROW_PIXELS = 5;

/** Reads `pixels`, LCD_WIDTH × LCD_HEIGHT bytes, 1 if a pixel is on. */
export function read(pixels: Uint8Array): Reading {
	const clean = withoutLines(pixels);
	const upright = find(clean);
	const lit = clean.reduce((sum, pixel) => sum + pixel, 0);
	const turned = weight(upright) < READABLE * lit ? find(clean.slice().reverse()) : [];
	const found = weight(turned) > weight(upright) ? turned : upright;
	const rows = rowsOf(found);
	return {
		rows,
		bluetooth: found.some(({ character }) => character === BLUETOOTH),
		page: /(\d+\/\d+)$/.exec(rows.filter((row) => row.includes("<<")).at(-1) ?? "")?.[1] ?? null,
	};
}

function weight(found: readonly Found[]): number {
	return found.reduce((sum, { pixels }) => sum + pixels, 0);
}

/**
 * Finds all characters, without overlaps. Of two that overlap it prefers the large font, then a
 * place in a row with others, then more pixels: a dash by itself looks like a higher underscore.
 */
function find(pixels: Uint8Array): Found[] {
	const candidates = FONTS.flatMap((font) => candidatesOf(pixels, font));
	const rowOf = ({ y, font }: Found): number => y * LCD_WIDTH + font.height;
	const rows = new Set(
		candidates.filter(({ pixels: count }) => count >= DISTINCT_PIXELS).map(rowOf),
	);
	const rank = (each: Found): number =>
		1000 * each.font.height +
		(rows.has(rowOf(each)) ? 500 : 0) +
		each.pixels -
		(each.character === "_" ? 1 : 0);
	candidates.sort((a, b) => rank(b) - rank(a));
	const taken = new Uint8Array(pixels.length);
	return candidates.filter((candidate) => {
		const places = placesOf(candidate);
		if (places.some((place) => taken[place])) return false;
		for (const place of places) taken[place] = 1;
		return true;
	});
}

function placesOf({ x, y, font }: Found): number[] {
	const places: number[] = [];
	for (let row = y; row < y + font.height; row++)
		for (let column = x; column < x + font.width; column++) places.push(row * LCD_WIDTH + column);
	return places;
}

function withoutLines(pixels: Uint8Array): Uint8Array {
	const clean = pixels.slice();
	for (let y = 0; y < LCD_HEIGHT; y++)
		for (let x = 0, run = 0; x <= LCD_WIDTH; x++) {
			if (x < LCD_WIDTH && pixels[y * LCD_WIDTH + x]) run++;
			else {
				if (run >= LINE_PIXELS) clean.fill(0, y * LCD_WIDTH + x - run, y * LCD_WIDTH + x);
				run = 0;
			}
		}
	return clean;
}

/** Finds every place whose pixels, lit and unlit, are those of a character. */
function candidatesOf(pixels: Uint8Array, font: Shapes): Found[] {
	const { width, height, characters, beginnings } = font;
	const found: Found[] = [];
	// Pixels of each column from y downwards; they move up by one from row to row.
	const columns = new Array<number>(LCD_WIDTH).fill(0);
	for (let bottom = 0; bottom < LCD_HEIGHT; bottom++) {
		for (let x = 0; x < LCD_WIDTH; x++)
			columns[x] =
				((columns[x] ?? 0) >> 1) | ((pixels[bottom * LCD_WIDTH + x] ?? 0) << (height - 1));
		const y = bottom - height + 1;
		if (y < 0) continue;
		for (let x = 0; x + width <= LCD_WIDTH; x++) {
			if (!beginnings.has(beginningOf(columns, x))) continue;
			const shape = characters.get(columns.slice(x, x + width).join());
			if (shape) found.push({ x, y, font, ...shape });
		}
	}
	return found;
}

function rowsOf(found: readonly Found[]): string[] {
	const rows: Found[][] = [];
	const bottom = ({ y, font }: Found): number => y + font.height;
	for (const each of found.toSorted((a, b) => bottom(a) - bottom(b))) {
		const row = rows.at(-1);
		if (row?.[0] && bottom(each) - bottom(row[0]) < SAME_ROW_PIXELS) row.push(each);
		else rows.push([each]);
	}
	return rows.map(textOf);
}

/** Joins the characters of a row from left to right, with as many spaces as there is room for. */
function textOf(row: readonly Found[]): string {
	let text = "";
	let end = 0;
	for (const { x, font, character } of row.toSorted((a, b) => a.x - b.x)) {
		text += " ".repeat(Math.ceil((x - end) / font.width - NARROW)) + character;
		end = x + font.width;
	}
	return text;
}
