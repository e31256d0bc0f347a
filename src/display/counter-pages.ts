/**
 * The pages of part 3 with all counters by tariff: those of the meter's life, then those of each CT
 * ratio (manual 7.6.6). A page shows two counters side by side, each with its sum and its tariffs;
 * T3 and T4 get a page of their own once they are in use.
 */
import type { CtRatio } from "energy/ct-history";
import { packCtRatio } from "energy/ct-ratio";
import type { EnergyName } from "energy/energy";
import { type Label, label, lengthOf } from "indication/label";
import { obisGroups } from "indication/obis-label";
import type TextArea from "indication/text-area";
import type RegisterModel from "registers/model";

/** The CT history, reduced to the needs of the pages. */
export interface CtPages {
	/** Pages in use, 1..8. */
	readonly pages: number;
	/** Ratio of a page; the first is 0. */
	ratioOf(page: number): CtRatio;
}

/** One counter and its label, with and without OBIS codes. */
interface Counter {
	/** Of the energy of all tariffs. */
	readonly name: string;
	readonly label: Label;
	/** The code without the tariff; empty for a total. */
	readonly code: Label;
}

interface Pair {
	readonly heading: Label;
	readonly left: Counter;
	readonly right: Counter;
}

function counter(name: EnergyName, text: string): Counter {
	return Object.freeze({ name, label: label(text), code: obisGroups(name) });
}

function pair(title: string, left: Counter, right: Counter): Pair {
	return Object.freeze({ heading: label(title), left, right });
}

const ACTIVE = pair(
	"Active kWh",
	counter("forwardActiveEnergy", "F"),
	counter("reverseActiveEnergy", "R"),
);
const REACTIVE = pair(
	"Reactive kvarh",
	counter("forwardReactiveEnergy", "F"),
	counter("reverseReactiveEnergy", "R"),
);

/** Pairs of counters of the meter's life. Ea and Er are the energies' symbols of IEC 61557-12. */
const LIFETIME = Object.freeze([
	pair("Total kWh kvarh", counter("totalActiveEnergy", "Ea"), counter("totalReactiveEnergy", "Er")),
	ACTIVE,
	REACTIVE,
	pair("Q1 Q2 kvarh", counter("reactiveEnergyQ1", "Q1"), counter("reactiveEnergyQ2", "Q2")),
	pair("Q3 Q4 kvarh", counter("reactiveEnergyQ3", "Q3"), counter("reactiveEnergyQ4", "Q4")),
]);

/** Pairs of counters of a CT ratio. */
const OF_RATIO = Object.freeze([ACTIVE, REACTIVE]);

/** Stands for a page of the CT history where the counters are those of the meter's life. */
const NO_PAGE = -1;

const TARIFF = label(" T");

const ROWS = 3;
const RIGHT_COLUMN = 22;
const LABEL_WIDTH = 6;
const VALUE_WIDTH = 10;
const DECIMALS = 3;

/** Registers of a counter: its sum, then T1 to T4. */
const SHARES = 5;

export default class CounterPages {
	private readonly area: TextArea;
	private readonly model: RegisterModel;
	private readonly laterTariffs: number;
	private readonly obisCodes: number;
	private readonly history: CtPages;
	/** The page whose registers were looked up last. */
	private pair: Pair | undefined;
	private ctPage = NO_PAGE;
	/** Indices of the left counter's registers, then of the right one's. */
	private readonly registers = new Uint16Array(2 * SHARES);

	constructor(area: TextArea, model: RegisterModel, history: CtPages) {
		this.area = area;
		this.model = model;
		this.laterTariffs = model.indexOf("laterTariffs");
		this.obisCodes = model.indexOf("obisCodes");
		this.history = history;
	}

	/** Number of pages. */
	get count(): number {
		return (LIFETIME.length + OF_RATIO.length * this.history.pages) * this.pagesOfPair;
	}

	/** Text above the middle button. */
	heading(page: number): Label {
		return pairOf(this.placeOf(page)).heading;
	}

	/**
	 * CT ratio of a page, as register 401F holds it; 0 for counters of the meter's life.
	 */
	ratio(page: number): number {
		const ctPage = ctPageOf(this.placeOf(page));
		if (ctPage === NO_PAGE) return 0;
		const { primary, secondary } = this.history.ratioOf(ctPage);
		return packCtRatio(primary, secondary);
	}

	/** Writes the labels of a page, 0 to {@link count} − 1. */
	writeLabels(page: number): void {
		const { left, right } = pairOf(this.placeOf(page));
		const first = this.firstTariff(page);
		const end = Math.min(first + ROWS, SHARES);
		for (let tariff = first; tariff < end; tariff++) {
			this.writeLabel(0, tariff - first, left, tariff);
			this.writeLabel(RIGHT_COLUMN, tariff - first, right, tariff);
		}
	}

	/** Writes the present values of a page. */
	writeValues(page: number): void {
		const place = this.placeOf(page);
		this.lookUp(pairOf(place), ctPageOf(place));
		const first = this.firstTariff(page);
		const end = Math.min(first + ROWS, SHARES);
		for (let tariff = first; tariff < end; tariff++) {
			this.writeValue(0, tariff - first, this.registers[tariff]);
			this.writeValue(RIGHT_COLUMN, tariff - first, this.registers[SHARES + tariff]);
		}
	}

	private get pagesOfPair(): number {
		return this.model.get(this.laterTariffs) === 1 ? 2 : 1;
	}

	/** Place of a page's pair in the sequence of all pairs. */
	private placeOf(page: number): number {
		return Math.floor(page / this.pagesOfPair);
	}

	/** Tariff in a page's first row; 0 is the sum. */
	private firstTariff(page: number): number {
		return page % this.pagesOfPair === 1 ? ROWS : 0;
	}

	private writeLabel(column: number, row: number, { label, code }: Counter, tariff: number): void {
		const area = this.area;
		if (this.model.get(this.obisCodes) === 1 && lengthOf(code) > 0)
			area.number(area.text(column, row, code), row, 1, tariff);
		else {
			const end = area.text(column, row, label);
			if (tariff > 0) area.number(area.text(end, row, TARIFF), row, 1, tariff);
		}
	}

	private writeValue(column: number, row: number, index: number): void {
		const value = this.model.get(index);
		this.area.signed(column + LABEL_WIDTH, row, VALUE_WIDTH, value, DECIMALS);
	}

	/** Looks up the registers of a page when it is first shown. */
	private lookUp(shown: Pair, ctPage: number): void {
		if (shown === this.pair && ctPage === this.ctPage) return;
		this.pair = shown;
		this.ctPage = ctPage;
		const page = ctPage === NO_PAGE ? "" : `Page${ctPage}`;
		for (let tariff = 0; tariff < SHARES; tariff++) {
			const share = tariff === 0 ? page : `${page}T${tariff}`;
			this.registers[tariff] = this.model.indexOf(`${shown.left.name}${share}`);
			this.registers[SHARES + tariff] = this.model.indexOf(`${shown.right.name}${share}`);
		}
	}
}

/** Pair at a place in the sequence of all pairs. */
function pairOf(place: number): Pair {
	if (place < LIFETIME.length) return LIFETIME[place];
	return OF_RATIO[(place - LIFETIME.length) % OF_RATIO.length];
}

function ctPageOf(place: number): number {
	if (place < LIFETIME.length) return NO_PAGE;
	return Math.floor((place - LIFETIME.length) / OF_RATIO.length);
}
