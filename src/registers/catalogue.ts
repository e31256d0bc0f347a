/**
 * All quantities of a meter, composed from the lists of their owners. A quantity's index is its row
 * in the model. Titles, units and other fields that only documents and clients use are left out.
 */
import invariant from "invariant";
import type { Quantity } from "registers/quantity";

/** The part of a quantity that the firmware reads; equal attributes share one object. */
export type Attributes = Pick<Quantity, "initial" | "step" | "measured" | "range" | "stored">;

export default class Catalogue<Name extends string = string> {
	/** Names by row. */
	readonly names: readonly Name[];
	/** Rows in the order of their names. */
	private readonly byName: Uint16Array;
	/** The distinct attributes, and the place among them of each row's. */
	private readonly attributes: readonly Attributes[];
	private readonly attributesOfRow: Uint8Array;
	/** Rows that outlive a power cut, by their places in the record of settings. */
	readonly storedRows: readonly number[];

	/** Throws an Error if two quantities have one name, or the stored places are not 0, 1, 2 … */
	constructor(quantities: readonly Quantity<Name>[]) {
		const names = quantities.map(({ name }) => name);
		const order = names.map((_, index) => index);
		order.sort((a, b) => (names[a] < names[b] ? -1 : 1));
		for (let i = 1; i < order.length; i++)
			invariant(names[order[i]] !== names[order[i - 1]], `${names[order[i]]} is declared once`);
		this.names = Object.freeze(names);
		this.byName = Uint16Array.from(order);
		const attributes: Attributes[] = [];
		this.attributesOfRow = Uint8Array.from(quantities, (each) => placeOf(each, attributes));
		this.attributes = Object.freeze(attributes);
		const stored: number[] = [];
		for (let row = 0; row < quantities.length; row++) {
			const place = quantities[row].stored;
			if (place === undefined) continue;
			invariant(stored[place] === undefined, `one setting is stored at place ${place}`);
			stored[place] = row;
		}
		for (let place = 0; place < stored.length; place++)
			invariant(stored[place] !== undefined, `a setting is stored at place ${place}`);
		this.storedRows = Object.freeze(stored);
		Object.freeze(this);
	}

	/** Number of quantities. */
	get length(): number {
		return this.names.length;
	}

	attributesOf(row: number): Attributes {
		return this.attributes[this.attributesOfRow[row]];
	}

	/** Row of a quantity. Throws an Error if there is none of that name. */
	indexOf(name: Name): number {
		const names = this.names;
		const order = this.byName;
		let low = 0;
		let high = order.length;
		let middle = 0;
		while (low < high) {
			middle = (low + high) >> 1;
			if (names[order[middle]] < name) low = middle + 1;
			else high = middle;
		}
		if (low === order.length || names[order[low]] !== name)
			throw new Error(`there is no quantity ${name}`);
		return order[low];
	}
}

/** Place of a quantity's attributes among the known ones; adds them if they are new. */
function placeOf(quantity: Quantity, known: Attributes[]): number {
	const { initial, step, measured, range, stored } = quantity;
	const same = known.findIndex(
		(each) =>
			each.initial === initial &&
			each.step === step &&
			each.measured === measured &&
			each.range === range &&
			each.stored === stored,
	);
	if (same >= 0) return same;
	return known.push(Object.freeze({ range, stored, initial, step, measured })) - 1;
}
