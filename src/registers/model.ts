/**
 * The register model: the present value of every row, and the one way to read and write them by address. What
 * measures a value puts it here or answers for it as its owner; a write from outside comes in here, is judged by
 * the row's range and by the owner, and reaches the owner as a value.
 */
import { allowed, decode, encode, encodeFloats } from "registers/encoding";
import type { Row } from "registers/row";
import { DataType } from "registers/settings";
import { BLOCKS, indexOf, type RegisterName, rowAround, rowFrom, table } from "registers/table";

const DATA_TYPE = indexOf("dataType");

const ROWS = table.length;

/** What came of a write. */
export const Outcome = Object.freeze({
	DONE: 0,
	/** No register there, or one that is read only. */
	NO_REGISTER: 1,
	/** Part of a register, or a value that its range does not allow. */
	BAD_VALUE: 2,
	/** The meter does not do that now, or never again. */
	REFUSED: 3,
} as const);

export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** Who answers for a row: all but the values that only lie in the model. */
export interface Owner {
	/** Present value in the model's unit; without it the model keeps the value. */
	read?(index: number): number;
	/**
	 * In place of {@link read} for the owner of many floats: puts the values of the rows from `first`, which is the
	 * owner's, to before `last` into `values` by their indices, as far as they are the owner's, have one divisor and
	 * step, and follow one another without a gap.
	 * @returns index of the first row that is not
	 */
	readRows?(first: number, last: number, values: number[]): number;
	/** Whether the row may be written at all now. */
	writable?(index: number): boolean;
	/** Whether this value, allowed by the range, may be written now: BAD_VALUE or REFUSED if not. */
	judge?(index: number, value: number): Outcome;
	/** Takes a value that was judged. */
	write?(index: number, value: number): void;
}

export default class RegisterModel {
	/** Values by row, in V, A, W, var, VA, Hz, Wh or as the row's range says. */
	readonly #values: number[] = table.map((row) => row.initial);
	readonly #owners: (Owner | undefined)[] = new Array(table.length).fill(undefined);
	/** Values of a write until all of it is judged, by row from its first. */
	readonly #written: number[] = [];
	/** One row as bytes. */
	readonly #bytes = new DataView(new ArrayBuffer(4));

	/** Called when rows were written from outside. */
	onWritten: (() => void) | undefined;
	/** Whether energies and measurements cannot be vouched for: nobody may show or answer them (manual 8.1). */
	spoilt = false;

	/** Makes `owner` answer for a row. */
	own(index: number, owner: Owner): void {
		this.#owners[index] = owner;
	}

	/** Value of the row with this index (see `indexOf`). */
	get(index: number): number {
		const owner = this.#owners[index];
		if (owner?.read) return owner.read(index);
		if (owner?.readRows) owner.readRows(index, index + 1, this.#values);
		return this.#values[index];
	}

	/** Sets the value that the model keeps for the row with this index. */
	set(index: number, value: number): void {
		this.#values[index] = value;
	}

	/** The same by name, for what happens seldom. */
	setByName(name: RegisterName, value: number): void {
		this.#values[indexOf(name)] = value;
	}

	/**
	 * Writes `count` 16-bit registers from `address` on, most significant byte first, to `target` at `offset`.
	 * @returns false: the range is not inside one block, and nothing was written
	 */
	read(address: number, count: number, target: DataView, offset: number): boolean {
		if (!inOneBlock(address, count)) return false;
		const rows = table;
		const owners = this.#owners;
		const values = this.#values;
		const integers = values[DATA_TYPE] === DataType.INTEGER;
		const end = address + count;
		/** Where the register of address 0 would be. */
		const origin = offset - 2 * address;
		// All at once: what no row writes is 0.
		new Uint8Array(target.buffer, target.byteOffset + offset, 2 * count).fill(0);
		let index = rowFrom(address);
		// A row of two registers, cut in two: one that begins before them, and one that ends behind them.
		if (index > 0 && rows[index - 1].address + rows[index - 1].length > address)
			target.setUint16(offset, this.#word(index - 1, 1, integers));
		let last = rowFrom(end);
		if (last > index && rows[last - 1].address + rows[last - 1].length > end) {
			last--;
			target.setUint16(origin + 2 * rows[last].address, this.#word(last, 0, integers));
		}
		let row: Row;
		let owner: Owner | undefined;
		let first = 0;
		while (index < last) {
			row = rows[index];
			owner = owners[index];
			if (owner?.readRows) {
				first = index;
				index = owner.readRows(index, last, values);
				encodeFloats(row, values, first, index, integers, target, origin + 2 * row.address);
			} else {
				encode(
					row,
					owner?.read ? owner.read(index) : values[index],
					integers,
					target,
					origin + 2 * row.address,
				);
				index++;
			}
		}
		return true;
	}

	/** One register of a row of two, 0 or 1. */
	#word(index: number, place: number, integers: boolean): number {
		encode(table[index], this.get(index), integers, this.#bytes, 0);
		return this.#bytes.getUint16(2 * place);
	}

	/**
	 * Takes `count` 16-bit registers for `address` on from `source` at `offset`: all of them, or none.
	 * @returns what came of it
	 */
	write(address: number, count: number, source: DataView, offset: number): Outcome {
		if (!inOneBlock(address, count)) return Outcome.NO_REGISTER;
		const end = address + count;
		const first = rowAround(address);
		let index = first;
		for (let at = address; at < end; index++) {
			const place = offset + 2 * (at - address);
			const outcome = this.#judge(index, at, end, source, place);
			if (outcome !== Outcome.DONE) return outcome;
			this.#written[index - first] = decode(table[index], source, place);
			at += table[index].length;
		}
		for (let i = first; i < index; i++) this.#take(i, this.#written[i - first]);
		this.onWritten?.();
		return Outcome.DONE;
	}

	/**
	 * Whether a row takes a value, in the model's unit; nothing is changed.
	 * @returns what would come of the write
	 */
	judge(index: number, value: number): Outcome {
		if (!table[index].range) return Outcome.NO_REGISTER;
		const owner = this.#owners[index];
		if (owner?.writable && !owner.writable(index)) return Outcome.REFUSED;
		const judged = allowed(table[index], value);
		if (Number.isNaN(judged)) return Outcome.BAD_VALUE;
		return owner?.judge ? owner.judge(index, judged) : Outcome.DONE;
	}

	/**
	 * Writes one row's value, in the model's unit.
	 * @returns what came of it
	 */
	writeValue(index: number, value: number): Outcome {
		const outcome = this.judge(index, value);
		if (outcome !== Outcome.DONE) return outcome;
		this.#take(index, allowed(table[index], value));
		this.onWritten?.();
		return outcome;
	}

	/** Puts back a row's value that was stored, as if it had been written. */
	restore(index: number, value: number): void {
		this.#take(index, value);
	}

	/** Whether the meter vouches for a row's value now. */
	vouchesFor(index: number): boolean {
		return !this.spoilt || table[index].step === 0;
	}

	/** Whether the meter vouches for all of `count` registers from `address` on; those of no row count as such. */
	vouchesForAll(address: number, count: number): boolean {
		if (!this.spoilt) return true;
		const last = rowFrom(address + count);
		for (let index = rowAround(address); index < last; index++)
			if (!this.vouchesFor(index)) return false;
		return true;
	}

	#judge(index: number, at: number, end: number, source: DataView, offset: number): Outcome {
		const row = table[index];
		// Behind a gap, or all rows.
		if (index >= ROWS || at < row.address || !row.range) return Outcome.NO_REGISTER;
		const owner = this.#owners[index];
		if (owner?.writable && !owner.writable(index)) return Outcome.REFUSED;
		if (at !== row.address || at + row.length > end) return Outcome.BAD_VALUE;
		return this.judge(index, decode(row, source, offset));
	}

	#take(index: number, value: number): void {
		this.#values[index] = value;
		this.#owners[index]?.write?.(index, value);
	}
}

/** Whether a range of registers lies inside one block. */
function inOneBlock(address: number, count: number): boolean {
	for (let i = 0; i < BLOCKS.length; i++) {
		const block = BLOCKS[i];
		if (address <= block.last) return address >= block.first && address + count - 1 <= block.last;
	}
	return false;
}
