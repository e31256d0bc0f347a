/** The pages of part 3 (manual 7.3), which change at the LCD cycle time or by the buttons. */
import type CounterPages from "display/counter-pages";
import MeasurementPages, { MEASUREMENT_PAGES } from "display/measurement-pages";
import QualityPage from "display/quality-page";
import {
	type Press,
	type Screen,
	writeHints,
	writeMiddle,
	writeRatioAndMiddle,
} from "display/screen";
import type TextArea from "indication/text-area";
import type RegisterModel from "registers/model";

export default class Browser implements Screen {
	private readonly area: TextArea;
	private readonly model: RegisterModel;
	private readonly measurements: MeasurementPages;
	private readonly cycleTime: number;
	private readonly obisCodes: number;
	private readonly counters: CounterPages;
	/** Follows the measurements; undefined on a board that does not analyse power quality. */
	private readonly quality: QualityPage | undefined;
	private readonly firstCounter: number;
	private readonly openMenu: () => void;
	private page = 0;
	/** The page that was drawn, and the state that its words depend on. */
	private drawnPage = 0;
	private drawnPages = 0;
	private drawnObis = 0;
	private drawnWiring = 0;
	private cycling = true;
	/** Time since the page changed. */
	private shownSeconds = 0;

	/**
	 * @param hasQuality true for a page with power quality
	 * @param openMenu called when the middle button is held
	 */
	constructor(
		area: TextArea,
		model: RegisterModel,
		counters: CounterPages,
		hasQuality: boolean,
		openMenu: () => void,
	) {
		this.area = area;
		this.model = model;
		this.measurements = new MeasurementPages(area, model);
		this.cycleTime = model.indexOf("lcdCycleTime");
		this.obisCodes = model.indexOf("obisCodes");
		this.counters = counters;
		this.quality = hasQuality ? new QualityPage(area, model) : undefined;
		this.firstCounter = MEASUREMENT_PAGES + (hasQuality ? 1 : 0);
		this.openMenu = openMenu;
	}

	/** Call this every second. Pages change by themselves among the measurements only. */
	second(): void {
		this.shownSeconds++;
		if (!this.cycling || this.shownSeconds < this.model.get(this.cycleTime)) return;
		this.shownSeconds = 0;
		this.page = (this.page + 1) % MEASUREMENT_PAGES;
	}

	/** Lets the pages change by themselves again. */
	cycle(): void {
		if (this.cycling) return;
		this.cycling = true;
		this.shownSeconds = 0;
		this.page %= MEASUREMENT_PAGES;
	}

	draw(): void {
		const pages = this.pages;
		this.drawnPage = this.page;
		this.drawnPages = pages;
		this.drawnObis = this.model.get(this.obisCodes);
		this.drawnWiring = this.quality?.wiring ?? 0;
		this.writeLabels();
		writeHints(this.area, this.page, pages);
		this.writeValues();
	}

	update(): boolean {
		const same =
			this.page === this.drawnPage &&
			this.pages === this.drawnPages &&
			this.model.get(this.obisCodes) === this.drawnObis &&
			(this.quality?.wiring ?? 0) === this.drawnWiring;
		if (same) this.writeValues();
		return same;
	}

	press(press: Press): void {
		const pages = this.pages;
		this.cycling = false;
		this.shownSeconds = 0;
		if (press === "left") this.page = (this.page + pages - 1) % pages;
		else if (press === "right") this.page = (this.page + 1) % pages;
		else if (press === "hold") this.openMenu();
	}

	private get pages(): number {
		return this.firstCounter + this.counters.count;
	}

	private writeLabels(): void {
		const { page, quality, measurements } = this;
		if (page >= this.firstCounter) this.writeCounterLabels(page - this.firstCounter);
		else if (quality && page === MEASUREMENT_PAGES) {
			quality.writeLabels();
			writeMiddle(this.area, quality.heading);
		} else {
			measurements.writeLabels(page);
			writeMiddle(this.area, measurements.heading(page));
		}
	}

	private writeValues(): void {
		const { page, quality } = this;
		if (page >= this.firstCounter) this.counters.writeValues(page - this.firstCounter);
		else if (quality && page === MEASUREMENT_PAGES) quality.writeValues();
		else this.measurements.writeValues(page);
	}

	private writeCounterLabels(page: number): void {
		const title = this.counters.heading(page);
		const ratio = this.counters.ratio(page);
		this.counters.writeLabels(page);
		if (ratio > 0) writeRatioAndMiddle(this.area, ratio, title);
		else writeMiddle(this.area, title);
	}
}
