/** Packs the values of the readings' characteristics. */
import { READING_GROUPS, widthOf } from "ble/reading-groups";
import { stepsOf } from "registers/encoding";
import type RegisterModel from "registers/model";
import { table } from "registers/table";

/**
 * Replaces a value that the meter cannot vouch for (manual 8.1): the lowest of the field's range.
 */
const NO_VALUE = -(2 ** 31);
const NO_SHORT_VALUE = -(2 ** 15);

export default class Readings {
	readonly #model: RegisterModel;
	/** By reading group. */
	readonly #values: readonly Uint8Array[] = READING_GROUPS.map(
		({ length }) => new Uint8Array(length),
	);
	readonly #views: readonly DataView[] = this.#values.map(({ buffer }) => new DataView(buffer));

	constructor(model: RegisterModel) {
		this.#model = model;
	}

	/** Value of the group's characteristic; valid until the next call for this group. */
	pack(group: number): Uint8Array {
		const { rows } = READING_GROUPS[group];
		const view = this.#views[group];
		let at = 0;
		for (let i = 0; i < rows.length; i++) {
			const row = table[rows[i]];
			const value = this.#model.get(rows[i]);
			const vouched = this.#model.vouchesFor(rows[i]);
			const steps = vouched ? stepsOf(row, value) : NO_VALUE;
			if (widthOf(row) === 2) {
				view.setInt16(at, vouched ? steps : NO_SHORT_VALUE, true);
				at += 2;
			} else {
				view.setInt32(at, steps, true);
				at += 4;
			}
		}
		return this.#values[group];
	}
}
