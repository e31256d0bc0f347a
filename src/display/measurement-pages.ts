/**
 * The pages of part 3 that show measurements (manual 7.3): the values of all phases together and of each
 * phase, then their energies.
 */

import { CONTENT_ROWS } from "display/screen";
import { type Label, label } from "indication/label";
import type TextArea from "indication/text-area";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/row";
import { indexOf, type RegisterName, table } from "registers/table";

/** A quantity in its cell: half a row. */
interface Cell {
	readonly label: Label;
	readonly unit: Label;
	readonly index: number;
	/** Digits behind the point. */
	readonly decimals: number;
	/** Cells of the value. */
	readonly width: number;
}

/** Columns of a cell: where its value begins, and the next cell. */
const VALUE_COLUMN = 4;
const NEXT_CELL = 20;

/** Cells of a kWh value: six digits, a point, three digits. */
const ENERGY_DIGITS = 10;

const MEASUREMENT_WIDTH = 10;

function cell(text: string, name: RegisterName, decimals: number, width = MEASUREMENT_WIDTH): Cell {
	const index = indexOf(name);
	return Object.freeze({
		label: label(text),
		unit: label(table[index].unit),
		index,
		decimals,
		width,
	});
}

/** Six cells, row by row. */
const VALUES: readonly (readonly Cell[])[] = Object.freeze([
	Object.freeze([
		cell("P", "activePower", 3),
		cell("PF", "powerFactor", 2),
		cell("Q", "reactivePower", 3),
		cell("f", "frequency", 3),
		cell("S", "apparentPower", 3),
		cell("Quadrant", "quadrant", 0, 1),
	]),
	...PHASES.map((phase) =>
		Object.freeze([
			cell("P", `activePower${phase}`, 3),
			cell("U", `voltage${phase}`, 2),
			cell("Q", `reactivePower${phase}`, 3),
			cell("I", `current${phase}`, 3),
			cell("S", `apparentPower${phase}`, 3),
			cell("PF", `powerFactor${phase}`, 2),
		]),
	),
]);

/** Of all phases and of each: reactive energies, trip counter; then directions and quadrants. */
interface EnergyPage {
	readonly energies: readonly number[];
	readonly directions: readonly number[];
	readonly quadrants: readonly number[];
}

const ENERGY_LABELS = Object.freeze([label("Reactive +"), label("Reactive -"), label("Trip")]);

const ENERGIES: readonly EnergyPage[] = Object.freeze([
	Object.freeze({
		energies: Object.freeze([
			indexOf("forwardReactiveEnergy"),
			indexOf("reverseReactiveEnergy"),
			indexOf("resettableEnergy"),
		]),
		directions: Object.freeze(PHASES.map((phase) => indexOf(`direction${phase}`))),
		quadrants: Object.freeze(PHASES.map((phase) => indexOf(`quadrant${phase}`))),
	}),
	...PHASES.map((phase) =>
		Object.freeze({
			energies: Object.freeze([
				indexOf(`forwardReactiveEnergy${phase}`),
				indexOf(`reverseReactiveEnergy${phase}`),
				indexOf(`resettableEnergy${phase}`),
			]),
			directions: Object.freeze([indexOf(`direction${phase}`)]),
			quadrants: Object.freeze([indexOf(`quadrant${phase}`)]),
		}),
	),
]);

const TITLES = Object.freeze([label("Total"), ...PHASES.map((phase) => label(phase))]);

const UNITS = Object.freeze([label("kvarh"), label("kvarh"), label("kWh")]);
const QUADRANT = label("Q");

/** Where energies, their units, and directions and quadrants stand. */
const ENERGY_COLUMN = 12;
const UNIT_COLUMN = 23;
const STATE_COLUMN = 30;

export const MEASUREMENT_PAGES = 2 * TITLES.length;

/** Over the middle button. */
export function measurementTitle(page: number): Label {
	return TITLES[page % TITLES.length];
}

/** @param page 0 to {@link MEASUREMENT_PAGES} − 1 */
export function drawMeasurementPage(
	area: TextArea,
	model: RegisterModel,
	full: boolean,
	page: number,
): void {
	if (page < TITLES.length) drawValues(area, model, full, VALUES[page]);
	else drawEnergies(area, model, full, ENERGIES[page - TITLES.length]);
}

function drawValues(
	area: TextArea,
	model: RegisterModel,
	full: boolean,
	cells: readonly Cell[],
): void {
	for (let i = 0; i < cells.length; i++) {
		const { label, unit, index, decimals, width } = cells[i];
		const row = i >> 1;
		const start = (i & 1) * NEXT_CELL;
		const end = start + NEXT_CELL;
		const { divisor } = table[index];
		const value = start + VALUE_COLUMN + MEASUREMENT_WIDTH;
		if (full) {
			area.blank(area.text(start, row, label), row, value - width);
			area.blank(area.text(area.blank(value, row, value + 1), row, unit), row, end);
		}
		area.number(value - width, row, width, (model.get(index) / divisor) * 10 ** decimals, decimals);
	}
}

function drawEnergies(area: TextArea, model: RegisterModel, full: boolean, page: EnergyPage): void {
	for (let row = 0; row < CONTENT_ROWS; row++) {
		const index = page.energies[row];
		if (full) {
			area.blank(area.text(0, row, ENERGY_LABELS[row]), row, ENERGY_COLUMN);
			const unit = area.blank(ENERGY_COLUMN + ENERGY_DIGITS, row, UNIT_COLUMN);
			area.blank(area.text(unit, row, UNITS[row]), row);
		}
		area.number(ENERGY_COLUMN, row, ENERGY_DIGITS, model.get(index), 3, true);
		drawState(area, model, page, row);
	}
}

/** Directions behind the first row, quadrants behind the second. */
function drawState(area: TextArea, model: RegisterModel, page: EnergyPage, row: number): void {
	let column = STATE_COLUMN;
	if (row === 0)
		for (let i = 0; i < page.directions.length; i++) {
			const code = model.get(page.directions[i]);
			area.put(column, row, code >> 8);
			area.put(column + 1, row, code & 0xff);
			column += 3;
		}
	if (row === 1)
		for (let i = 0; i < page.quadrants.length; i++) {
			area.text(column, row, QUADRANT);
			column = area.number(column + 1, row, 1, model.get(page.quadrants[i])) + 1;
		}
}
