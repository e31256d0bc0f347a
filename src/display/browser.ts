/** The pages of part 3 (manual 7.3): they go on by themselves at the LCD cycle time until somebody presses a button. */
import type CounterPages from "display/counter-pages";
import {
	drawMeasurementPage,
	MEASUREMENT_PAGES,
	measurementTitle,
} from "display/measurement-pages";
import { type Press, type Screen, writeHints } from "display/screen";
import type TextArea from "indication/text-area";
import type RegisterModel from "registers/model";
import { indexOf } from "registers/table";

const CYCLE_TIME = indexOf("lcdCycleTime");

export default class Browser implements Screen {
	readonly #area: TextArea;
	readonly #model: RegisterModel;
	readonly #counters: CounterPages;
	readonly #openMenu: () => void;
	#page = 0;
	/** The page that was drawn last. */
	#drawn = -1;
	/** Whether the pages go on by themselves. */
	#cycling = true;
	/** Seconds for which the page has been shown. */
	#shown = 0;

	/** @param openMenu called when the middle button is held */
	constructor(area: TextArea, model: RegisterModel, counters: CounterPages, openMenu: () => void) {
		this.#area = area;
		this.#model = model;
		this.#counters = counters;
		this.#openMenu = openMenu;
	}

	/** A second has passed. Measurements follow one another; the counters are for those who look for them. */
	second(): void {
		this.#shown++;
		if (!this.#cycling || this.#shown < this.#model.get(CYCLE_TIME)) return;
		this.#shown = 0;
		this.#page = (this.#page + 1) % MEASUREMENT_PAGES;
	}

	draw(full: boolean): void {
		const pages = MEASUREMENT_PAGES + this.#counters.count;
		if (this.#page >= pages) this.#page = 0;
		const page = this.#page;
		const all = full || page !== this.#drawn;
		if (all) this.#area.reset();
		this.#drawn = page;
		const counters = page - MEASUREMENT_PAGES;
		if (counters < 0) {
			drawMeasurementPage(this.#area, this.#model, all, page);
			writeHints(this.#area, all, measurementTitle(page), page, pages);
		} else {
			const title = this.#counters.title(counters);
			this.#counters.draw(all, counters);
			writeHints(this.#area, all, title, page, pages, this.#counters.ratio(counters));
		}
	}

	press(press: Press): void {
		const pages = MEASUREMENT_PAGES + this.#counters.count;
		this.#cycling = false;
		this.#shown = 0;
		if (press === "left") this.#page = (this.#page + pages - 1) % pages;
		else if (press === "right") this.#page = (this.#page + 1) % pages;
		else if (press === "hold") this.#openMenu();
	}

	expire(): boolean {
		if (!this.#cycling) this.#page %= MEASUREMENT_PAGES;
		this.#cycling = true;
		return false;
	}
}
