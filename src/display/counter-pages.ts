/**
 * The pages of part 3 that show all counters by tariff: the lifetime's, then those of each CT ratio (manual 7.6.6).
 * A page has two counters side by side, in all and by tariff; T3 and T4 have a page behind it once they are in use.
 */
import { packCtRatio } from "energy/ct-ratio";
import { type Label, label, lengthOf } from "indication/label";
import type TextArea from "indication/text-area";
import type { CtRatio } from "metrology/ct-history";
import type RegisterModel from "registers/model";
import { EnergyKind, energyKey } from "registers/row";
import { indexOf, table } from "registers/table";

/** What the pages need of the CT history. */
export interface CtPages {
	/** Pages in use, 1..8. */
	readonly pages: number;
	/** The ratio of a page in use. */
	ratioOf(page: number): CtRatio;
}

/** One counter: which energies, and how they are labelled without OBIS codes. */
interface Counter {
	readonly kind: EnergyKind;
	readonly label: Label;
	/** Groups C and D of its OBIS code; empty for a total, whose meaning the combination code sets. */
	readonly obis: Label;
}

interface Pair {
	readonly title: Label;
	readonly left: Counter;
	readonly right: Counter;
}

function counter(kind: EnergyKind, text: string, obis: string): Counter {
	return Object.freeze({ kind, label: label(text), obis: label(obis) });
}

function pair(title: string, left: Counter, right: Counter): Pair {
	return Object.freeze({ title: label(title), left, right });
}

const ACTIVE = pair(
	"Active kWh",
	counter(EnergyKind.FORWARD_ACTIVE, "F", "1.8."),
	counter(EnergyKind.REVERSE_ACTIVE, "R", "2.8."),
);
const REACTIVE = pair(
	"Reactive kvarh",
	counter(EnergyKind.FORWARD_REACTIVE, "F", "3.8."),
	counter(EnergyKind.REVERSE_REACTIVE, "R", "4.8."),
);

/** Pairs of the lifetime's counters. */
const LIFETIME = Object.freeze([
	pair(
		"Total kWh kvarh",
		counter(EnergyKind.ACTIVE, "P", ""),
		counter(EnergyKind.REACTIVE, "Q", ""),
	),
	ACTIVE,
	REACTIVE,
	pair("Q1 Q2 kvarh", counter(EnergyKind.Q1, "Q1", "5.8."), counter(EnergyKind.Q2, "Q2", "6.8.")),
	pair("Q3 Q4 kvarh", counter(EnergyKind.Q3, "Q3", "7.8."), counter(EnergyKind.Q4, "Q4", "8.8.")),
]);

/** Pairs of a CT ratio. */
const OF_RATIO = Object.freeze([ACTIVE, REACTIVE]);

/** No page of the CT history: the lifetime's counters. */
const NO_PAGE = -1;

const LATER_TARIFFS = indexOf("laterTariffs");
const OBIS_CODES = indexOf("obisCodes");

const TARIFF = label(" T");

const NEXT_CELL = 22;
const LABEL_WIDTH = 6;
const DIGITS = 10;

/** Of each counter of a pair: in all and in T1..T4. */
const SHARES = 5;

const NO_ENERGY = -1;

export default class CounterPages {
	readonly #area: TextArea;
	readonly #model: RegisterModel;
	readonly #history: CtPages;
	/** The page whose registers are in {@link #registers}. */
	#pair: Pair | undefined;
	#ctPage = NO_PAGE;
	/** Registers of the left counter, in all and in T1..T4, then of the right. */
	readonly #registers = new Uint16Array(2 * SHARES);

	constructor(area: TextArea, model: RegisterModel, history: CtPages) {
		this.#area = area;
		this.#model = model;
		this.#history = history;
	}

	/** How many there are now. */
	get count(): number {
		return (LIFETIME.length + OF_RATIO.length * this.#history.pages) * this.#pagesOfPair;
	}

	/** Over the middle button. */
	title(page: number): Label {
		return pairOf(Math.floor(page / this.#pagesOfPair)).title;
	}

	/** Before it: the ratio that the page is of, as register 401F has it; 0: all of them. */
	ratio(page: number): number {
		const ctPage = ctPageOf(Math.floor(page / this.#pagesOfPair));
		if (ctPage === NO_PAGE) return 0;
		const { primary, secondary } = this.#history.ratioOf(ctPage);
		return packCtRatio(primary, secondary);
	}

	/** @param full whether the words, too @param page 0 to {@link count} − 1 */
	draw(full: boolean, page: number): void {
		const place = Math.floor(page / this.#pagesOfPair);
		const later = page % this.#pagesOfPair === 1;
		const shown = pairOf(place);
		this.#find(shown, ctPageOf(place));
		for (let row = 0; row < 3; row++) {
			const tariff = later ? row + 3 : row;
			if (full) this.#area.blank(0, row);
			if (tariff > 4) continue;
			this.#cell(full, 0, row, shown.left, tariff, this.#registers[tariff]);
			this.#cell(full, NEXT_CELL, row, shown.right, tariff, this.#registers[SHARES + tariff]);
		}
	}

	get #pagesOfPair(): number {
		return this.#model.get(LATER_TARIFFS) === 1 ? 2 : 1;
	}

	#cell(
		full: boolean,
		column: number,
		row: number,
		counter: Counter,
		tariff: number,
		index: number,
	): void {
		if (full) this.#label(column, row, counter, tariff);
		this.#area.number(column + LABEL_WIDTH, row, DIGITS, this.#model.get(index), 3, true);
	}

	#label(column: number, row: number, { label, obis }: Counter, tariff: number): void {
		const area = this.#area;
		if (lengthOf(obis) > 0 && this.#model.get(OBIS_CODES) === 1)
			area.number(area.text(column, row, obis), row, 1, tariff);
		else {
			const end = area.text(column, row, label);
			if (tariff > 0) area.number(area.text(end, row, TARIFF), row, 1, tariff);
		}
	}

	/** Looks the registers of a page up, once while it is shown. */
	#find(shown: Pair, ctPage: number): void {
		if (shown === this.#pair && ctPage === this.#ctPage) return;
		this.#pair = shown;
		this.#ctPage = ctPage;
		// In all and T1..T4 have keys one after the other.
		const left = energyKey(shown.left.kind, 0, ctPage + 1);
		const right = energyKey(shown.right.kind, 0, ctPage + 1);
		for (let index = 0; index < table.length; index++) {
			const key = table[index].energy ?? NO_ENERGY;
			if (key >= left && key < left + SHARES) this.#registers[key - left] = index;
			else if (key >= right && key < right + SHARES) this.#registers[SHARES + key - right] = index;
		}
	}
}

/** @param place of a pair among all of them */
function pairOf(place: number): Pair {
	if (place < LIFETIME.length) return LIFETIME[place];
	return OF_RATIO[(place - LIFETIME.length) % OF_RATIO.length];
}

function ctPageOf(place: number): number {
	return place < LIFETIME.length
		? NO_PAGE
		: Math.floor((place - LIFETIME.length) / OF_RATIO.length);
}
