/**
 * All quantities of a meter, composed from the lists of their owners. A quantity's index in it is
 * its row in the model.
 */
import invariant from "invariant";
import type { Quantity } from "registers/quantity";

export default class Catalogue<Name extends string = string> {
	readonly rows: readonly Quantity<Name>[];
	/** Indices in the order of the names. */
	readonly #byName: Uint16Array;

	/** Throws an Error if two quantities have one name. */
	constructor(lists: readonly (readonly Quantity<Name>[])[]) {
		const rows = lists.flat();
		const order = rows.map((_, index) => index);
		order.sort((a, b) => (rows[a].name < rows[b].name ? -1 : 1));
		for (let i = 1; i < order.length; i++)
			invariant(
				rows[order[i]].name !== rows[order[i - 1]].name,
				`${rows[order[i]].name} is declared once`,
			);
		this.rows = Object.freeze(rows);
		this.#byName = Uint16Array.from(order);
		Object.freeze(this);
	}

	/** Index of a quantity. Throws an Error if there is none of that name. */
	indexOf(name: Name): number {
		const order = this.#byName;
		let low = 0;
		let high = order.length;
		let middle = 0;
		while (low < high) {
			middle = (low + high) >> 1;
			if (this.rows[order[middle]].name < name) low = middle + 1;
			else high = middle;
		}
		invariant(
			low < order.length && this.rows[order[low]].name === name,
			`there is a quantity ${name}`,
		);
		return order[low];
	}
}
