/**
 * The pages of part 3 with measurements (manual 7.3): values of all phases and of each phase, then
 * their energies.
 */
import { CONTENT_ROWS } from "display/screen";
import type { EnergyName } from "energy/energy";
import { type Label, label } from "indication/label";
import type TextArea from "indication/text-area";
import type { MeasurementName } from "metrology/measured";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/quantity";

/** How a quantity is shown. */
interface Style {
	readonly unit: Label;
	readonly decimals: number;
	/** Units of the last digit in one unit of the model. */
	readonly scale: number;
	/** Characters of the value. */
	readonly width: number;
}

/** A quantity in its cell: half a row. */
interface Cell {
	readonly label: Label;
	readonly name: MeasurementName;
	readonly style: Style;
}

/** Characters of a value at most. */
const VALUE_WIDTH = 10;

/** Columns of a cell: the end of its value, its unit, and the next cell. */
const VALUE_END = 4 + VALUE_WIDTH;
const UNIT_COLUMN = VALUE_END + 1;
const NEXT_CELL = 20;

function style(unit: string, decimals: number, scale: number, width = VALUE_WIDTH): Style {
	return Object.freeze({ unit: label(unit), decimals, scale, width });
}

/** The model's W, var and VA are shown in kW, kvar and kVA. */
const ACTIVE_POWER = style("kW", 3, 1);
const REACTIVE_POWER = style("kvar", 3, 1);
const APPARENT_POWER = style("kVA", 3, 1);
const VOLTAGE = style("V", 2, 100);
const CURRENT = style("A", 3, 1000);
const POWER_FACTOR = style("", 2, 100);
const FREQUENCY = style("Hz", 3, 1000);
const QUADRANT = style("", 0, 1, 1);

function cell(text: string, name: MeasurementName, style: Style): Cell {
	return Object.freeze({ label: label(text), name, style });
}

/** Cells of each page, row by row. */
const VALUES: readonly (readonly Cell[])[] = Object.freeze([
	Object.freeze([
		cell("P", "activePower", ACTIVE_POWER),
		cell("PF", "powerFactor", POWER_FACTOR),
		cell("Q", "reactivePower", REACTIVE_POWER),
		cell("f", "frequency", FREQUENCY),
		cell("S", "apparentPower", APPARENT_POWER),
		cell("Quadrant", "quadrant", QUADRANT),
	]),
	...PHASES.map((phase) =>
		Object.freeze([
			cell("P", `activePower${phase}`, ACTIVE_POWER),
			cell("U", `voltage${phase}`, VOLTAGE),
			cell("Q", `reactivePower${phase}`, REACTIVE_POWER),
			cell("I", `current${phase}`, CURRENT),
			cell("S", `apparentPower${phase}`, APPARENT_POWER),
			cell("PF", `powerFactor${phase}`, POWER_FACTOR),
		]),
	),
]);

/**
 * Quantities of an energy page, for all phases or for one: reactive energies, trip counter; then
 * direction and quadrant of each phase.
 */
type EnergyPage = readonly (EnergyName | MeasurementName)[];

function energyPage(suffix: "" | "L1" | "L2" | "L3"): EnergyPage {
	const phases = suffix === "" ? PHASES : [suffix];
	return Object.freeze([
		`forwardReactiveEnergy${suffix}` as const,
		`reverseReactiveEnergy${suffix}` as const,
		`resettableEnergy${suffix}` as const,
		...phases.flatMap((phase) => [`direction${phase}` as const, `quadrant${phase}` as const]),
	]);
}

const ENERGIES: readonly EnergyPage[] = Object.freeze([
	energyPage(""),
	...PHASES.map((phase) => energyPage(phase)),
]);

/** Labels and units of an energy page's rows. */
const ENERGY_LABELS = Object.freeze([label("Reactive +"), label("Reactive -"), label("Trip")]);
const ENERGY_UNITS = Object.freeze([label("kvarh"), label("kvarh"), label("kWh")]);
const ENERGY_DECIMALS = 3;

const QUADRANT_LABEL = label("Q");

const ENERGY_COLUMN = 12;
const ENERGY_UNIT_COLUMN = 23;

/** Directions are in the first row, quadrants in the second. */
const STATE_COLUMN = 30;
const DIRECTION_ROW = 0;
const QUADRANT_ROW = 1;

/** Columns from one phase's state to the next one's. */
const STATE_PITCH = 3;

const TITLES = Object.freeze([label("Total"), ...PHASES.map((phase) => label(phase))]);

export const MEASUREMENT_PAGES = 2 * TITLES.length;

/** Most quantities of a page: three energies, direction and quadrant of three phases. */
const MOST_QUANTITIES = 9;

export default class MeasurementPages {
	private readonly area: TextArea;
	private readonly model: RegisterModel<MeasurementName | EnergyName>;
	/** The page whose quantities were looked up last, and their rows of the register model. */
	private page = -1;
	private readonly rows = new Uint16Array(MOST_QUANTITIES);

	constructor(area: TextArea, model: RegisterModel<MeasurementName | EnergyName>) {
		this.area = area;
		this.model = model;
	}

	/** Text above the middle button. */
	heading(page: number): Label {
		return TITLES[page % TITLES.length];
	}

	/** Writes the labels and units of a page, 0 to {@link MEASUREMENT_PAGES} − 1. */
	writeLabels(page: number): void {
		const area = this.area;
		if (page < TITLES.length) {
			const cells = VALUES[page];
			for (let i = 0; i < cells.length; i++) {
				const start = (i & 1) * NEXT_CELL;
				area.text(start, i >> 1, cells[i].label);
				area.text(start + UNIT_COLUMN, i >> 1, cells[i].style.unit);
			}
			return;
		}
		for (let row = 0; row < CONTENT_ROWS; row++) {
			area.text(0, row, ENERGY_LABELS[row]);
			area.text(ENERGY_UNIT_COLUMN, row, ENERGY_UNITS[row]);
		}
	}

	/** Writes the present values of a page. */
	writeValues(page: number): void {
		this.lookUp(page);
		if (page < TITLES.length) this.writeCells(VALUES[page]);
		else this.writeEnergies(ENERGIES[page - TITLES.length]);
	}

	/** Looks up the quantities of a page when it is first shown: at the start it would take long. */
	private lookUp(page: number): void {
		if (page === this.page) return;
		this.page = page;
		const rows = this.rows;
		if (page < TITLES.length) {
			const cells = VALUES[page];
			for (let i = 0; i < cells.length; i++) rows[i] = this.model.indexOf(cells[i].name);
		} else {
			const names = ENERGIES[page - TITLES.length];
			for (let i = 0; i < names.length; i++) rows[i] = this.model.indexOf(names[i]);
		}
	}

	private writeCells(cells: readonly Cell[]): void {
		const rows = this.rows;
		for (let i = 0; i < cells.length; i++) {
			const { decimals, scale, width } = cells[i].style;
			const column = (i & 1) * NEXT_CELL + VALUE_END - width;
			this.area.number(column, i >> 1, width, this.model.get(rows[i]) * scale, decimals);
		}
	}

	private writeEnergies({ length }: EnergyPage): void {
		const area = this.area;
		const model = this.model;
		const rows = this.rows;
		for (let row = 0; row < CONTENT_ROWS; row++) {
			const energy = model.get(rows[row]);
			area.signed(ENERGY_COLUMN, row, VALUE_WIDTH, energy, ENERGY_DECIMALS);
		}
		let column = STATE_COLUMN;
		for (let i = CONTENT_ROWS; i < length; i += 2) {
			// Two characters in one register, such as "1F".
			const direction = model.get(rows[i]);
			area.put(column, DIRECTION_ROW, direction >> 8);
			area.put(column + 1, DIRECTION_ROW, direction & 0xff);
			const quadrant = area.text(column, QUADRANT_ROW, QUADRANT_LABEL);
			area.number(quadrant, QUADRANT_ROW, 1, model.get(rows[i + 1]));
			column += STATE_PITCH;
		}
	}
}
