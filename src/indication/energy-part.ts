/**
 * Part 2 of the display (manual 7.2): forward and reverse active energy by tariff. T1 and T2 are in
 * large characters until T3 or T4 has been used; from then on all four are in small ones, the
 * directions side by side. An arrow points at each energy that is being counted. The error that
 * stops the meter (manual 8.1) replaces the energies.
 */
import { isCounting } from "energy/combination";
import type { EnergyName } from "energy/energy";
import { Glyph, SPACE } from "indication/font";
import { LARGE_FONT, SMALL_FONT } from "indication/fonts";
import { type Label, label } from "indication/label";
import type { IndicationName } from "indication/names";
import { obisLabel } from "indication/obis-label";
import type Picture from "indication/picture";
import TextArea from "indication/text-area";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/quantity";

const COLON = label(" : ");
const KWH = label("kWh");
const SPACE_KWH = label(" kWh");
const ERROR = label("ERROR ");

/** Pixels from the top to the first row, and from one row to the next. */
const TOP = 15;
const PITCH = 16;

/** Characters of a value: six digits, a point, three digits. */
const VALUE_WIDTH = 10;
const DECIMALS = 3;

/** Pixels from the left of a small row to its parts, and to the row of the other direction. */
const SMALL = Object.freeze({ arrow: 0, label: 6, value: 40, unit: 102, next: 120 });

const TARIFFS = Object.freeze(["T1", "T2", "T3", "T4"] as const);
const LARGE_TARIFFS = 2;

/** Stands for a row where no energy is counted. */
const NONE = -1;

/** A direction of active energy. Its lists are by tariff, T1 first. */
interface Direction {
	readonly isReverse: boolean;
	readonly arrow: number;
	readonly names: readonly EnergyName[];
	readonly codes: readonly Label[];
	/** Labels of large rows and of small ones without OBIS codes. */
	readonly words: readonly Label[];
	readonly letters: readonly Label[];
}

function direction(base: "forward" | "reverse", arrow: number): Direction {
	const names = TARIFFS.map((tariff): EnergyName => `${base}ActiveEnergy${tariff}`);
	const letter = base.charAt(0).toUpperCase();
	return Object.freeze({
		isReverse: base === "reverse",
		arrow,
		names: Object.freeze(names),
		codes: Object.freeze(names.map((name) => obisLabel(name))),
		words: Object.freeze(TARIFFS.map((tariff) => label(`${tariff} ${base}`))),
		letters: Object.freeze(TARIFFS.map((tariff) => label(`${tariff} ${letter}`))),
	});
}

const FORWARD = direction("forward", Glyph.FORWARD);
const REVERSE = direction("reverse", Glyph.REVERSE);

/** The rows of one direction, T1 first. */
interface Rows {
	readonly direction: Direction;
	/** Number of rows. */
	readonly count: number;
	/** Their labels without OBIS codes. */
	readonly words: readonly Label[];
	/** Writes label and unit. */
	writeLabel(row: number, text: Label): void;
	/** Writes an energy, and the arrow in front. */
	writeValue(row: number, arrow: number, energyWh: number): void;
	/** Draws the text that was written. */
	paint(): void;
	/** Erases the rows from the picture. */
	clear(): void;
}

/** Two large rows: "→T1 forward : 000000.123 kWh". */
class LargeRows implements Rows {
	readonly direction: Direction;
	readonly count = LARGE_TARIFFS;
	readonly words: readonly Label[];
	private readonly area: TextArea;
	private valueColumn = 0;

	constructor(picture: Picture, direction: Direction, y: number) {
		this.direction = direction;
		this.words = direction.words;
		this.area = new TextArea(picture, LARGE_FONT, { x: 0, y, columns: 30, rows: LARGE_TARIFFS });
	}

	writeLabel(row: number, text: Label): void {
		const area = this.area;
		this.valueColumn = area.text(area.text(1, row, text), row, COLON);
		area.text(this.valueColumn + VALUE_WIDTH, row, SPACE_KWH);
	}

	writeValue(row: number, arrow: number, energyWh: number): void {
		this.area.put(0, row, arrow);
		this.area.zeroPadded(this.valueColumn, row, VALUE_WIDTH, energyWh, DECIMALS);
	}

	writeError(code: number): void {
		this.area.hexadecimal(this.area.text(1, 1, ERROR), 1, code, 2);
	}

	paint(): void {
		this.area.paint();
	}

	clear(): void {
		this.area.clear();
		this.area.paint();
	}
}

/** Four small rows, "→1.8.1 000000.123 kWh". Each column is an area, to narrow the gaps. */
class SmallRows implements Rows {
	readonly direction: Direction;
	readonly count = TARIFFS.length;
	readonly words: readonly Label[];
	private readonly arrows: TextArea;
	private readonly labels: TextArea;
	private readonly values: TextArea;
	private readonly units: TextArea;

	constructor(picture: Picture, direction: Direction, x: number) {
		const y = TOP + 2;
		const rows = TARIFFS.length;
		const area = (dx: number, columns: number): TextArea =>
			new TextArea(picture, SMALL_FONT, { x: x + dx, y, columns, rows, pitch: PITCH });
		this.direction = direction;
		this.words = direction.letters;
		this.arrows = area(SMALL.arrow, 1);
		this.labels = area(SMALL.label, 5);
		this.values = area(SMALL.value, VALUE_WIDTH);
		this.units = area(SMALL.unit, 3);
	}

	writeLabel(row: number, text: Label): void {
		this.labels.text(0, row, text);
		this.units.text(0, row, KWH);
	}

	writeValue(row: number, arrow: number, energyWh: number): void {
		this.arrows.put(0, row, arrow);
		this.values.zeroPadded(0, row, VALUE_WIDTH, energyWh, DECIMALS);
	}

	paint(): void {
		this.arrows.paint();
		this.labels.paint();
		this.values.paint();
		this.units.paint();
	}

	clear(): void {
		this.arrows.clear();
		this.labels.clear();
		this.values.clear();
		this.units.clear();
		this.paint();
	}
}

export default class EnergyPart {
	private readonly model: RegisterModel<IndicationName>;
	private readonly tariff: number;
	private readonly obisCodes: number;
	private readonly laterTariffs: number;
	private readonly combinationCode: number;
	private readonly calibrationMode: number;
	private readonly activePower: number;
	private readonly phasePowers: readonly number[];
	/** Energies of both directions by tariff. */
	private readonly forward: readonly number[];
	private readonly reverse: readonly number[];
	/** Present active powers of the phases, W. */
	private readonly powers = [0, 0, 0];
	private readonly large: readonly [LargeRows, LargeRows];
	private readonly small: readonly [SmallRows, SmallRows];
	/** Rows whose labels are on the picture, if any; true if the labels are OBIS codes. */
	private shown: readonly [Rows, Rows] | undefined;
	private obis = false;

	constructor(picture: Picture, model: RegisterModel<IndicationName>) {
		this.model = model;
		this.tariff = model.indexOf("tariff");
		this.obisCodes = model.indexOf("obisCodes");
		this.laterTariffs = model.indexOf("laterTariffs");
		this.combinationCode = model.indexOf("combinationCode");
		this.calibrationMode = model.indexOf("calibrationMode");
		this.activePower = model.indexOf("activePower");
		this.phasePowers = PHASES.map((phase) => model.indexOf(`activePower${phase}`));
		this.forward = model.indicesOf(FORWARD.names);
		this.reverse = model.indicesOf(REVERSE.names);
		this.large = [
			new LargeRows(picture, FORWARD, TOP),
			new LargeRows(picture, REVERSE, TOP + LARGE_TARIFFS * PITCH),
		];
		this.small = [new SmallRows(picture, FORWARD, 0), new SmallRows(picture, REVERSE, SMALL.next)];
	}

	draw(): void {
		const rows = this.model.get(this.laterTariffs) === 1 ? this.small : this.large;
		const obis = this.model.get(this.obisCodes) === 1;
		if (rows !== this.shown || obis !== this.obis) {
			this.clear();
			writeLabels(rows[0], obis);
			writeLabels(rows[1], obis);
			this.shown = rows;
			this.obis = obis;
		}
		this.drawValues(rows[0]);
		this.drawValues(rows[1]);
	}

	/** Draws the code of the error that has stopped the meter, 0..255, into the empty part. */
	drawError(code: number): void {
		this.large[0].writeError(code);
		this.large[0].paint();
	}

	/** Erases the part from the picture. */
	clear(): void {
		for (let i = 0; i < this.large.length; i++) {
			this.large[i].clear();
			this.small[i].clear();
		}
		this.shown = undefined;
	}

	private drawValues(rows: Rows): void {
		const model = this.model;
		const { arrow, isReverse } = rows.direction;
		const energies = isReverse ? this.reverse : this.forward;
		const counted = this.counts(isReverse) ? model.get(this.tariff) - 1 : NONE;
		for (let i = 0; i < rows.count; i++)
			rows.writeValue(i, i === counted ? arrow : SPACE, model.get(energies[i]));
		rows.paint();
	}

	/** True while active energy is counted in a direction; none is while the meter is calibrated. */
	private counts(reverse: boolean): boolean {
		const model = this.model;
		if (model.get(this.calibrationMode) !== 0) return false;
		const powers = this.powers;
		for (let i = 0; i < powers.length; i++) powers[i] = model.get(this.phasePowers[i]);
		const code = model.get(this.combinationCode);
		return isCounting(code, reverse, model.get(this.activePower), powers);
	}
}

function writeLabels(rows: Rows, obis: boolean): void {
	const labels = obis ? rows.direction.codes : rows.words;
	for (let i = 0; i < rows.count; i++) rows.writeLabel(i, labels[i]);
}
