/**
 * Part 2 of the display (manual 7.2): forward and reverse active energy by tariff, T1 and T2 in large characters; in
 * small ones side by side once T3 and T4 are in use. An arrow points at what is being counted now.
 */
import { Glyph } from "indication/font";
import { LARGE_FONT, SMALL_FONT } from "indication/fonts";
import { label, lengthOf } from "indication/label";
import type Picture from "indication/picture";
import TextArea from "indication/text-area";
import { Combination } from "metrology/combination";
import type RegisterModel from "registers/model";
import { indexOf } from "registers/table";

const SPACE = 0x20;

const TARIFF_LABEL = label("T");
const FORWARD_LABEL = label(" forward");
const REVERSE_LABEL = label(" reverse");
const F = label(" F ");
const R = label(" R ");
const OBIS_FORWARD = label("1.8.");
const OBIS_REVERSE = label("2.8.");
const COLON = label(" : ");
const KWH = label("kWh");
const SPACE_KWH = label(" kWh");
const ERROR = label("ERROR ");

/** Pixels from the top to the first row, and from a row to the next. */
const TOP = 15;
const PITCH = 16;

/** Rows of registers, T1 to T4. */
const FORWARD = Object.freeze([
	indexOf("forwardActiveEnergyT1"),
	indexOf("forwardActiveEnergyT2"),
	indexOf("forwardActiveEnergyT3"),
	indexOf("forwardActiveEnergyT4"),
]);
const REVERSE = Object.freeze([
	indexOf("reverseActiveEnergyT1"),
	indexOf("reverseActiveEnergyT2"),
	indexOf("reverseActiveEnergyT3"),
	indexOf("reverseActiveEnergyT4"),
]);

const TARIFF = indexOf("tariff");
const OBIS_CODES = indexOf("obisCodes");
const LATER_TARIFFS = indexOf("laterTariffs");
const COMBINATION_CODE = indexOf("combinationCode");
const ACTIVE_POWER = indexOf("activePower");
const PHASE_POWERS = Object.freeze([
	indexOf("activePowerL1"),
	indexOf("activePowerL2"),
	indexOf("activePowerL3"),
]);

/** Cells of a value: six digits, a point, three digits. */
const DIGITS = 10;

/** Columns of the values in large rows, behind an OBIS code and behind words. */
const OBIS_COLUMN = 9;
const WORDS_COLUMN = 14;

/** Columns of a small row: arrow, code, value, unit, each an area of its own to save pixels between them. */
const SMALL = Object.freeze({ arrow: 0, code: 6, value: 40, unit: 102, next: 120 });

/** One column of small rows. */
class SmallColumn {
	readonly #arrow: TextArea;
	readonly #code: TextArea;
	readonly #value: TextArea;
	readonly #unit: TextArea;

	constructor(picture: Picture, x: number) {
		const area = (dx: number, columns: number): TextArea =>
			new TextArea(picture, SMALL_FONT, { x: x + dx, y: TOP + 2, columns, rows: 4, pitch: PITCH });
		this.#arrow = area(SMALL.arrow, 1);
		this.#code = area(SMALL.code, 5);
		this.#value = area(SMALL.value, DIGITS);
		this.#unit = area(SMALL.unit, 3);
	}

	row(
		row: number,
		arrow: number,
		labels: boolean,
		obis: boolean,
		reverse: boolean,
		value: number,
	): void {
		this.#arrow.put(0, row, arrow);
		if (labels) this.#labels(row, obis, reverse);
		this.#value.number(0, row, DIGITS, value, 3, true);
	}

	#labels(row: number, obis: boolean, reverse: boolean): void {
		this.#unit.text(0, row, KWH);
		if (obis) writeObis(this.#code, 0, row, reverse, row + 1);
		else {
			this.#code.number(this.#code.text(0, row, TARIFF_LABEL), row, 1, row + 1);
			this.#code.text(2, row, reverse ? R : F);
		}
	}

	clear(): void {
		this.#arrow.clear();
		this.#code.clear();
		this.#value.clear();
		this.#unit.clear();
	}

	paint(): void {
		this.#arrow.paint();
		this.#code.paint();
		this.#value.paint();
		this.#unit.paint();
	}
}

/** 1.8.1 to 2.8.4; returns the column behind it. */
function writeObis(
	area: TextArea,
	column: number,
	row: number,
	reverse: boolean,
	tariff: number,
): number {
	return area.number(area.text(column, row, reverse ? OBIS_REVERSE : OBIS_FORWARD), row, 1, tariff);
}

export default class EnergyPart {
	readonly #model: RegisterModel;
	readonly #large: TextArea;
	readonly #forward: SmallColumn;
	readonly #reverse: SmallColumn;
	/** How the rows stood last: whether small, whether with OBIS codes. */
	#small = false;
	#obis = false;

	constructor(picture: Picture, model: RegisterModel) {
		this.#model = model;
		this.#large = new TextArea(picture, LARGE_FONT, { x: 0, y: TOP, columns: 30, rows: 4 });
		this.#forward = new SmallColumn(picture, 0);
		this.#reverse = new SmallColumn(picture, SMALL.next);
	}

	/** @param full whether what seldom changes is to be written too */
	draw(full: boolean): void {
		const model = this.#model;
		const small = model.get(LATER_TARIFFS) === 1;
		const obis = model.get(OBIS_CODES) === 1;
		const labels = full || small !== this.#small || obis !== this.#obis;
		if (labels) this.clear();
		this.#small = small;
		this.#obis = obis;
		const forward = this.#flows(false);
		const reverse = this.#flows(true);
		const tariff = model.get(TARIFF) - 1;
		for (let i = 0; i < (small ? 4 : 2); i++) {
			const forwardArrow = forward && tariff === i ? Glyph.FORWARD : SPACE;
			const reverseArrow = reverse && tariff === i ? Glyph.REVERSE : SPACE;
			if (small) {
				this.#forward.row(i, forwardArrow, labels, obis, false, model.get(FORWARD[i]));
				this.#reverse.row(i, reverseArrow, labels, obis, true, model.get(REVERSE[i]));
			} else {
				this.#largeRow(i, forwardArrow, labels, obis, false, i + 1, model.get(FORWARD[i]));
				this.#largeRow(i + 2, reverseArrow, labels, obis, true, i + 1, model.get(REVERSE[i]));
			}
		}
		this.#paint();
	}

	/** Shows, where nothing else is, that the meter has stopped (manual 8.1). @param code error code, 0..255 */
	drawError(code: number): void {
		this.#large.hexadecimal(this.#large.text(1, 1, ERROR), 1, code, 2);
		this.#large.paint();
	}

	/** Empties the part; drawn at once, since large and small rows lie over each other. */
	clear(): void {
		this.#large.clear();
		this.#forward.clear();
		this.#reverse.clear();
		this.#paint();
	}

	#paint(): void {
		this.#large.paint();
		this.#forward.paint();
		this.#reverse.paint();
	}

	#largeRow(
		row: number,
		arrow: number,
		labels: boolean,
		obis: boolean,
		reverse: boolean,
		tariff: number,
		value: number,
	): void {
		const area = this.#large;
		const column = obis ? OBIS_COLUMN : WORDS_COLUMN;
		area.put(0, row, arrow);
		if (labels) {
			if (obis) writeObis(area, 1, row, reverse, tariff);
			else {
				const word = area.number(area.text(1, row, TARIFF_LABEL), row, 1, tariff);
				area.text(word, row, reverse ? REVERSE_LABEL : FORWARD_LABEL);
			}
			area.text(column - lengthOf(COLON), row, COLON);
			area.text(column + DIGITS, row, SPACE_KWH);
		}
		area.number(column, row, DIGITS, value, 3, true);
	}

	/** Whether active energy is being counted in a direction. */
	#flows(reverse: boolean): boolean {
		const model = this.#model;
		if (model.get(COMBINATION_CODE) === Combination.NETTED) {
			const power = model.get(ACTIVE_POWER);
			return reverse ? power < 0 : power > 0;
		}
		for (let i = 0; i < PHASE_POWERS.length; i++) {
			const power = model.get(PHASE_POWERS[i]);
			if (reverse ? power < 0 : power > 0) return true;
		}
		return false;
	}
}
