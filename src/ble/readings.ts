/** Packs the values of the readings' characteristics. */
import { READING_GROUPS, type ReadingName } from "ble/reading-groups";
import type RegisterModel from "registers/model";
import { stepsOf } from "registers/value";

/**
 * Replaces a value that is not trusted (manual 8.1): the lowest of the field's range.
 */
const NO_VALUE = -(2 ** 31);
const NO_SHORT_VALUE = -(2 ** 15);

export default class Readings {
	private readonly model: RegisterModel<ReadingName>;
	/** Rows of the register model, by reading group. */
	private readonly rows: readonly (readonly number[])[];
	/** By reading group. */
	private readonly values: readonly Uint8Array[] = READING_GROUPS.map(
		({ length }) => new Uint8Array(length),
	);
	private readonly views: readonly DataView[] = this.values.map(
		({ buffer }) => new DataView(buffer),
	);

	constructor(model: RegisterModel<ReadingName>) {
		this.model = model;
		this.rows = READING_GROUPS.map(({ fields }) => fields.map(({ name }) => model.indexOf(name)));
	}

	/** Value of the group's characteristic; valid until the next call for this group. */
	pack(group: number): Uint8Array {
		const model = this.model;
		const { fields } = READING_GROUPS[group];
		const rows = this.rows[group];
		const view = this.views[group];
		let at = 0;
		for (let i = 0; i < rows.length; i++) {
			const { step } = model.attributesOf(rows[i]);
			const trusted = model.isTrusted(rows[i]);
			const steps = trusted ? stepsOf(step, model.get(rows[i])) : NO_VALUE;
			if (fields[i].bytes === 2) view.setInt16(at, trusted ? steps : NO_SHORT_VALUE, true);
			else view.setInt32(at, steps, true);
			at += fields[i].bytes;
		}
		return this.values[group];
	}
}
