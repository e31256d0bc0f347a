/** What a screen of part 3 is, and what it stands on. */
import { CT_RATIO_WIDTH, writeCtRatio } from "indication/ct-ratio-text";
import { Glyph } from "indication/font";
import { type Label, label, lengthOf } from "indication/label";
import type TextArea from "indication/text-area";

/** What a person does to a button. */
export type Press = "left" | "middle" | "right" | "hold";

/** A screen of part 3, which it draws into an area of {@link ROWS} rows of 40 columns. */
export interface Screen {
	/**
	 * Writes what it shows: after every press, and every second.
	 * @param full whether what has not changed since the last time is to be written too
	 */
	draw(full: boolean): void;
	/** A button was pressed; `hold` is the middle one for more than 3 s. */
	press(press: Press): void;
	/** It is about to be replaced: takes away what is not text, forgets what is not done. */
	leave?(): void;
	/** Nobody has pressed a button for a while. @returns whether the screen is to be left */
	expire(): boolean;
}

/** Rows of a screen; the last is for the hints. */
export const ROWS = 4;
export const HINT_ROW = 3;

/** Rows for what a screen says. */
export const CONTENT_ROWS = 3;

const BACK = label(" <<");
const FORTH = label(">> ");
const SLASH = label("/");

/** Columns of a ratio and the space after it. */
const RATIO_WIDTH = CT_RATIO_WIDTH + 1;

const HINT_WIDTH = 21;
const HINT_COLUMN = 5;
const RIGHT_COLUMN = 27;

/**
 * Writes the last row: what the buttons do and the page's number.
 * @param full whether the words, too
 * @param middle above the middle button
 * @param page from 0 on
 * @param ratio of current transformers, as register 401F has it, that stands before it; 0: none
 */
export function writeHints(
	area: TextArea,
	full: boolean,
	middle: Label,
	page: number,
	pages: number,
	ratio = 0,
): void {
	const digits = pages < 10 ? 1 : 2;
	const slash = area.columns - digits - 1;
	if (full) {
		writeWords(area, middle, ratio);
		area.blank(RIGHT_COLUMN + 4, HINT_ROW, slash);
		area.text(slash, HINT_ROW, SLASH);
	}
	area.number(slash - digits, HINT_ROW, digits, page + 1);
	area.number(slash + 1, HINT_ROW, digits, pages);
}

function writeWords(area: TextArea, middle: Label, ratio: number): void {
	const width = lengthOf(middle) + (ratio > 0 ? RATIO_WIDTH : 0);
	area.put(0, HINT_ROW, Glyph.DOWN);
	area.text(1, HINT_ROW, BACK);
	let column = area.blank(4, HINT_ROW, HINT_COLUMN + Math.max(0, (HINT_WIDTH - width) >> 1));
	if (ratio > 0) {
		column = writeCtRatio(area, column, HINT_ROW, ratio);
		column = area.blank(column, HINT_ROW, column + 1);
	}
	area.blank(area.text(column, HINT_ROW, middle), HINT_ROW, RIGHT_COLUMN);
	area.text(RIGHT_COLUMN, HINT_ROW, FORTH);
	area.put(RIGHT_COLUMN + 3, HINT_ROW, Glyph.DOWN);
}
