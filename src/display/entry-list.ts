/** A menu's words, six to a page: three below one another, then three beside them (manual 7.6). */
import { CONTENT_ROWS, type Press } from "display/screen";
import type { Label } from "indication/label";
import type TextArea from "indication/text-area";

const STAR = 0x2a;

const PER_PAGE = 2 * CONTENT_ROWS;

/** Column of the second half of a page. */
const RIGHT_COLUMN = 20;

export default class EntryList {
	readonly #area: TextArea;
	readonly #words: readonly Label[];
	/** Place of the word that the star is at, from 0. */
	chosen = 0;

	constructor(area: TextArea, words: readonly Label[]) {
		this.#area = area;
		this.#words = words;
	}

	get page(): number {
		return Math.floor(this.chosen / PER_PAGE);
	}

	get pages(): number {
		return Math.ceil(this.#words.length / PER_PAGE);
	}

	/** Moves the star; from the last word to the first and back. */
	move(press: Press): void {
		const count = this.#words.length;
		this.chosen = (this.chosen + (press === "left" ? count - 1 : 1)) % count;
	}

	draw(): void {
		const area = this.#area;
		const first = this.page * PER_PAGE;
		const end = Math.min(first + PER_PAGE, this.#words.length);
		for (let place = first; place < end; place++) {
			const row = (place - first) % CONTENT_ROWS;
			const column = place - first < CONTENT_ROWS ? 0 : RIGHT_COLUMN;
			if (place === this.chosen) area.put(column, row, STAR);
			area.text(column + 1, row, this.#words[place]);
		}
	}
}
