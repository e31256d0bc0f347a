/**
 * Writes the records of SND_UD (manual, A1.2) to the register model, all of them or none.
 */
import { dataLength, getData } from "mbus/data";
import type { WritableRecord } from "mbus/records";
import { Outcome } from "registers/binding";
import type RegisterModel from "registers/model";

export default class UserData {
	readonly #model: RegisterModel;
	readonly #records: readonly WritableRecord[];
	/** By record: true if the frame at hand has it. */
	readonly #present: boolean[];

	constructor(model: RegisterModel, records: readonly WritableRecord[]) {
		this.#model = model;
		this.#records = records;
		this.#present = records.map(() => false);
	}

	/**
	 * Writes the records in `bytes` from `start` to `end`: at least one, each at most once, all of
	 * them or none. Returns true if they were written.
	 */
	write(bytes: Uint8Array, start: number, end: number): boolean {
		if (start === end) return false;
		const write = this.#model.begin();
		this.#present.fill(false);
		for (let at = start; at < end; ) {
			const place = this.#recordAt(bytes, at, end);
			if (place < 0 || this.#present[place]) return false;
			const { index, writing, minimum, length } = this.#records[place];
			at += length;
			const dif = writing.dif[0];
			const value =
				writing.step === 0 ? minimum : getData(dif, bytes, at - dataLength(dif)) * writing.step;
			if (write.stage(index, value) !== Outcome.DONE) return false;
			this.#present[place] = true;
		}
		write.commit();
		return true;
	}

	/** Place of the record that is whole in `bytes` from `at`; −1: none. */
	#recordAt(bytes: Uint8Array, at: number, end: number): number {
		for (let i = 0; i < this.#records.length; i++) {
			const { writing, length } = this.#records[i];
			const { dif, vif } = writing;
			if (at + length > end) continue;
			if (holds(bytes, at, dif) && holds(bytes, at + dif.length, vif)) return i;
		}
		return -1;
	}
}

function holds(bytes: Uint8Array, at: number, wanted: readonly number[]): boolean {
	for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
	return true;
}
