/** Writes the records of a SND_UD (manual, A1.2) to the register model, all of them or none. */
import { dataLength, getData } from "mbus/data";
import { Outcome } from "registers/binding";
import type RegisterModel from "registers/model";
import type { MBusWriting } from "registers/row";
import { table } from "registers/table";

/** A record that may be written. */
interface Entry {
	/** Of its row in the table. */
	readonly index: number;
	readonly record: MBusWriting;
	/** Written if the record's value is ignored. */
	readonly minimum: number;
	/** Bytes of the whole record. */
	readonly length: number;
}

const ENTRIES: readonly Entry[] = Object.freeze(entriesOf());

export default class UserData {
	readonly #model: RegisterModel;
	/** By entry: true if the present frame has it. */
	readonly #present: boolean[] = ENTRIES.map(() => false);

	constructor(model: RegisterModel) {
		this.#model = model;
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
			const place = entryAt(bytes, at, end);
			if (place < 0 || this.#present[place]) return false;
			const { index, record, minimum, length } = ENTRIES[place];
			at += length;
			const dif = record.dif[0];
			const value =
				record.step === 0 ? minimum : getData(dif, bytes, at - dataLength(dif)) * record.step;
			if (write.stage(index, value) !== Outcome.DONE) return false;
			this.#present[place] = true;
		}
		write.commit();
		return true;
	}
}

/** The entry whose record begins at `at` and ends before `end`; −1 if there is none. */
function entryAt(bytes: Uint8Array, at: number, end: number): number {
	for (let i = 0; i < ENTRIES.length; i++) {
		const { record, length } = ENTRIES[i];
		const { dif, vif } = record;
		if (at + length <= end && holds(bytes, at, dif) && holds(bytes, at + dif.length, vif)) return i;
	}
	return -1;
}

function holds(bytes: Uint8Array, at: number, wanted: readonly number[]): boolean {
	for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
	return true;
}

function entriesOf(): Entry[] {
	const entries: Entry[] = [];
	table.forEach((row, index) => {
		const { mbusWrite: record, range } = row;
		if (!record || !range) return;
		const length = record.dif.length + record.vif.length + dataLength(record.dif[0]);
		entries.push(Object.freeze({ index, record, minimum: range.minimum, length }));
	});
	return entries;
}
