/**
 * Joins the register map with the catalogue. Quantities that follow each other in the registers and
 * in the model, in one format, make a run: the table has a run in place of each of its quantities.
 */
import invariant from "invariant";
import type { Format, ModbusEntry } from "modbus/entry";
import type Catalogue from "registers/catalogue";

/** How a value becomes registers. */
export interface Encoding {
	readonly format: Format;
	/** Registers that it takes. */
	readonly length: 1 | 2;
	/** The registers carry the model's value / divisor. */
	readonly divisor: number;
	/**
	 * Model's value of one step when the data type is integer (4026 = 2); 0 if the data type does
	 * not concern it.
	 */
	readonly step: number;
}

/** Quantities one after the other. */
export interface Run extends Encoding {
	/** Of the first register. */
	readonly address: number;
	/** Address after the last register. */
	readonly end: number;
	/** Row of the first quantity in the model. */
	readonly row: number;
}

/** A quantity before it is part of a run. */
interface Single extends Encoding {
	readonly address: number;
	readonly row: number;
}

/**
 * The runs in the order of their addresses. Throws an Error if a name is unknown or two quantities
 * share a register.
 */
export function joinModbusMap<Name extends string>(
	catalogue: Catalogue<Name>,
	map: readonly ModbusEntry<Name>[],
): readonly Run[] {
	const singles = map.map(({ name, address, format, length, divisor }): Single => {
		const row = catalogue.indexOf(name);
		return { address, row, format, length, divisor, step: catalogue.attributesOf(row).step };
	});
	singles.sort((a, b) => a.address - b.address);
	const runs: Run[] = [];
	for (let first = 0; first < singles.length; ) {
		let last = first;
		while (last + 1 < singles.length && follows(singles[last], singles[last + 1])) last++;
		const { address, row, format, length, divisor, step } = singles[first];
		const end = singles[last].address + length;
		const before = runs[runs.length - 1];
		invariant(
			before === undefined || before.end <= address,
			`register ${address.toString(16)} has one owner`,
		);
		runs.push(Object.freeze({ address, end, row, format, length, divisor, step }));
		first = last + 1;
	}
	return Object.freeze(runs);
}

function follows(before: Single, after: Single): boolean {
	return (
		after.address === before.address + before.length &&
		after.row === before.row + 1 &&
		after.format === before.format &&
		after.length === before.length &&
		after.divisor === before.divisor &&
		after.step === before.step
	);
}
