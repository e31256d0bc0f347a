/** A screen of part 3 of the display, and the row of hints that most of them have. */
import { CT_RATIO_WIDTH, writeCtRatio } from "indication/ct-ratio-text";
import { Glyph } from "indication/font";
import { type Label, label, lengthOf } from "indication/label";
import type TextArea from "indication/text-area";

/** A short press of one of the three buttons, or `hold`: the middle one, held. */
export type Press = "left" | "middle" | "right" | "hold";

/** A screen of part 3. */
export interface Screen {
	/** Writes all of its text into its empty area of {@link ROWS} rows of 40 columns. */
	draw(): void;
	/**
	 * Writes the values that may have changed. Without this method, the screen is drawn again.
	 * @returns false if the screen must be drawn again
	 */
	update?(): boolean;
	press(press: Press): void;
	/** Erases anything it drew besides text, and drops unconfirmed input. */
	leave?(): void;
}

/** Marks the word or the item that the middle button chooses. */
export const STAR = 0x2a;

/** Rows of a screen; the last one holds the hints. */
export const ROWS = 4;
export const HINT_ROW = 3;

/** Rows for a screen's own text. */
export const CONTENT_ROWS = 3;

/** Hint above a middle button that chooses or confirms. */
export const OK = label(`${String.fromCharCode(Glyph.DOWN)} OK`);

const DOWN = label(String.fromCharCode(Glyph.DOWN));
const BACK = label(" <<");
const FORTH = label(">> ");
const SLASH = label("/");

/** Columns between the hints of the outside buttons. */
const MIDDLE_COLUMN = 5;
const MIDDLE_WIDTH = 21;
const RIGHT_COLUMN = 27;

/** Writes the hints above the outside buttons, and the page, counted from 0, as "1/15". */
export function writeHints(area: TextArea, page: number, pages: number): void {
	const digits = pages < 10 ? 1 : 2;
	const slash = area.columns - digits - 1;
	area.text(area.text(0, HINT_ROW, DOWN), HINT_ROW, BACK);
	area.text(area.text(RIGHT_COLUMN, HINT_ROW, FORTH), HINT_ROW, DOWN);
	area.number(slash - digits, HINT_ROW, digits, page + 1);
	area.number(area.text(slash, HINT_ROW, SLASH), HINT_ROW, digits, pages);
}

/** Writes the hint above the middle button. */
export function writeMiddle(area: TextArea, text: Label): void {
	area.text(middleColumn(lengthOf(text)), HINT_ROW, text);
}

/** Writes a ratio of current transformers, as register 401F holds it, in front of that hint. */
export function writeRatioAndMiddle(area: TextArea, ratio: number, text: Label): void {
	const column = middleColumn(CT_RATIO_WIDTH + 1 + lengthOf(text));
	area.text(writeCtRatio(area, column, HINT_ROW, ratio) + 1, HINT_ROW, text);
}

function middleColumn(width: number): number {
	return MIDDLE_COLUMN + Math.max(0, (MIDDLE_WIDTH - width) >> 1);
}
