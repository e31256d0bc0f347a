/** Words to choose from, six to a page: three below one another, then three beside them (manual 7.6). */

import { CONTENT_ROWS, type Press } from "display/screen";
import type { Label } from "indication/label";
import type TextArea from "indication/text-area";

const STAR = 0x2a;
const SPACE = 0x20;

const PER_PAGE = 2 * CONTENT_ROWS;

/** Column of the second half of a page. */
const HALF = 20;

export default class EntryList {
	readonly #area: TextArea;
	readonly #words: readonly Label[];
	/** The one that the star is at, from 0 on. */
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

	/** Moves the star, round about. */
	move(press: Press): void {
		const count = this.#words.length;
		this.chosen = (this.chosen + (press === "left" ? count - 1 : 1)) % count;
	}

	draw(): void {
		const area = this.#area;
		const first = this.page * PER_PAGE;
		for (let i = 0; i < PER_PAGE; i++) {
			const row = i % CONTENT_ROWS;
			const start = i < CONTENT_ROWS ? 0 : HALF;
			const place = first + i;
			const exists = place < this.#words.length;
			area.put(start, row, exists && place === this.chosen ? STAR : SPACE);
			const column = exists ? area.text(start + 1, row, this.#words[place]) : start + 1;
			area.blank(column, row, start + HALF);
		}
	}
}
