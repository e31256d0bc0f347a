/**
 * A menu (manual 7.6): words in pages of two columns and three rows. The outside buttons move a
 * star, the middle one chooses the word next to it.
 */
import {
	CONTENT_ROWS,
	OK,
	type Press,
	type Screen,
	STAR,
	writeHints,
	writeMiddle,
} from "display/screen";
import type { Label } from "indication/label";
import type TextArea from "indication/text-area";

const PER_PAGE = 2 * CONTENT_ROWS;

/** Column of the second half of a page. */
const RIGHT_COLUMN = 20;

export default class MenuScreen implements Screen {
	private readonly area: TextArea;
	private readonly words: readonly Label[];
	private readonly choose: (place: number) => void;
	private readonly onHold: () => void;
	/** Place of the word that the star is at, from 0. */
	private chosen = 0;

	/**
	 * @param choose called with the place of the word that was chosen
	 * @param onHold called when the middle button is held
	 */
	constructor(
		area: TextArea,
		words: readonly Label[],
		choose: (place: number) => void,
		onHold: () => void,
	) {
		this.area = area;
		this.words = words;
		this.choose = choose;
		this.onHold = onHold;
	}

	/** Puts the star at the first word. */
	open(): void {
		this.chosen = 0;
	}

	press(press: Press): void {
		const count = this.words.length;
		if (press === "hold") this.onHold();
		else if (press === "middle") this.choose(this.chosen);
		else this.chosen = (this.chosen + (press === "left" ? count - 1 : 1)) % count;
	}

	draw(): void {
		const area = this.area;
		const page = Math.floor(this.chosen / PER_PAGE);
		const first = page * PER_PAGE;
		const end = Math.min(first + PER_PAGE, this.words.length);
		for (let place = first; place < end; place++) {
			const row = (place - first) % CONTENT_ROWS;
			const column = place - first < CONTENT_ROWS ? 0 : RIGHT_COLUMN;
			if (place === this.chosen) area.put(column, row, STAR);
			area.text(column + 1, row, this.words[place]);
		}
		writeMiddle(area, OK);
		writeHints(area, page, Math.ceil(this.words.length / PER_PAGE));
	}
}
