/** Packs the readings' characteristics from the register model. */
import { READING_GROUPS, widthOf } from "ble/reading-groups";
import { stepsOf } from "registers/encoding";
import type RegisterModel from "registers/model";
import { table } from "registers/table";

export default class Readings {
	readonly #model: RegisterModel;
	/** Values by group, in the order of READING_GROUPS. */
	readonly #values: readonly Uint8Array[] = READING_GROUPS.map(({ length }) => new Uint8Array(length));
	readonly #views: readonly DataView[] = this.#values.map(({ buffer }) => new DataView(buffer));

	constructor(model: RegisterModel) {
		this.#model = model;
	}

	/** The group's characteristic with the values of now; valid until the next call for this group. */
	pack(group: number): Uint8Array {
		const { rows } = READING_GROUPS[group];
		const view = this.#views[group];
		let at = 0;
		for (let i = 0; i < rows.length; i++) {
			const row = table[rows[i]];
			const value = this.#model.get(rows[i]);
			const steps = stepsOf(row, value);
			if (widthOf(row) === 2) {
				view.setInt16(at, steps, true);
				at += 2;
			} else {
				view.setInt32(at, steps, true);
				at += 4;
			}
		}
		return this.#values[group];
	}
}
