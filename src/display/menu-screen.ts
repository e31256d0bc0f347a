/** A menu: words to choose from, in pages of six. */
import EntryList from "display/entry-list";
import { OK, type Press, type Screen, writeHints, writeMiddle } from "display/screen";
import type { Label } from "indication/label";
import type TextArea from "indication/text-area";

export default class MenuScreen implements Screen {
	readonly #area: TextArea;
	readonly #list: EntryList;
	readonly #choose: (place: number) => void;
	readonly #leave: () => void;

	/**
	 * @param choose called with the place of the word that was chosen
	 * @param leave called when the middle button is held
	 */
	constructor(
		area: TextArea,
		words: readonly Label[],
		choose: (place: number) => void,
		leave: () => void,
	) {
		this.#area = area;
		this.#list = new EntryList(area, words);
		this.#choose = choose;
		this.#leave = leave;
	}

	/** Puts the star at the first word. */
	open(): void {
		this.#list.chosen = 0;
	}

	press(press: Press): void {
		if (press === "hold") this.#leave();
		else if (press === "middle") this.#choose(this.#list.chosen);
		else this.#list.move(press);
	}

	draw(): void {
		this.#list.draw();
		writeMiddle(this.#area, OK);
		writeHints(this.#area, this.#list.page, this.#list.pages);
	}
}
