/**
 * Joins the register map with the catalogue: one row per quantity on Modbus, in the order of the
 * addresses.
 */
import invariant from "invariant";
import type { Format, ModbusEntry } from "modbus/map";
import type Catalogue from "registers/catalogue";

/**
 * Floats of one divisor and step that follow each other in the registers and in the model: read in
 * one call.
 */
export interface Run {
	/** Place after the last. */
	readonly end: number;
}

/** How a value becomes registers. */
export interface Encoding {
	readonly format: Format;
	/** Registers that it takes. */
	readonly length: 1 | 2;
	/** The registers carry the model's value / divisor. */
	readonly divisor: number;
	/**
	 * Model's value of one step when the data type is integer (4026 = 2); 0 if the data type does not
	 * concern it.
	 */
	readonly step: number;
}

/** How registers carry a quantity of the model. */
export interface ModbusRow extends Encoding {
	/** Of the first register. */
	readonly address: number;
	/** Row of the model. */
	readonly index: number;
	/** The floats among which it is, if there are several. */
	readonly run: Run | undefined;
}

type RowWithoutRun = Omit<ModbusRow, "run">;

/** Throws an Error if a name is unknown or two quantities share a register. */
export function joinModbusMap<Name extends string>(
	catalogue: Catalogue<Name>,
	map: readonly ModbusEntry<Name>[],
): readonly ModbusRow[] {
	const rows = map.map(({ name, address, format, length, divisor }): RowWithoutRun => {
		const index = catalogue.indexOf(name);
		return { address, index, format, length, divisor, step: catalogue.rows[index].step };
	});
	rows.sort((a, b) => a.address - b.address);
	for (let i = 1; i < rows.length; i++)
		invariant(
			rows[i].address >= rows[i - 1].address + rows[i - 1].length,
			`register ${rows[i].address.toString(16)} has one owner`,
		);
	return Object.freeze(withRuns(rows));
}

function withRuns(rows: readonly RowWithoutRun[]): ModbusRow[] {
	const whole: ModbusRow[] = [];
	for (let first = 0; first < rows.length; ) {
		let end = first + 1;
		while (end < rows.length && follows(rows[end - 1], rows[end])) end++;
		const run = end > first + 1 ? Object.freeze({ end }) : undefined;
		for (; first < end; first++) {
			const { address, index, format, length, divisor, step } = rows[first];
			whole.push(Object.freeze({ address, index, format, length, divisor, step, run }));
		}
	}
	return whole;
}

function follows(before: RowWithoutRun, row: RowWithoutRun): boolean {
	return (
		before.format === "float" &&
		row.format === "float" &&
		row.address === before.address + 2 &&
		row.index === before.index + 1 &&
		row.divisor === before.divisor &&
		row.step === before.step
	);
}
