/**
 * The register model: the present value of every row, and the one way to read and write them by address. What
 * measures a value puts it here or answers for it; a write from outside is judged by the row's range and by whoever
 * answers for the row, and reaches it as a value.
 */
import invariant from "invariant";
import { type Binding, type ChangeListener, Outcome } from "registers/binding";
import { decode, encode, encodeFloats } from "registers/encoding";
import type { Row } from "registers/row";
import { DataType } from "registers/settings";
import { BLOCKS, indexOf, type RegisterName, rowAround, rowFrom, table } from "registers/table";
import RegisterWrite, { type Subscription } from "registers/write";

const DATA_TYPE = indexOf("dataType");

const ROWS = table.length;

export default class RegisterModel {
	/** Values by row, in V, A, W, var, VA, Hz, Wh or as the row's range says. */
	readonly #values: number[] = table.map((row) => row.initial);
	readonly #bindings: (Binding | undefined)[] = new Array(table.length).fill(undefined);
	readonly #subscriptions: Subscription[] = [];
	readonly #write = new RegisterWrite(this.#values, this.#bindings, this.#subscriptions);
	/** One row as bytes. */
	readonly #bytes = new DataView(new ArrayBuffer(4));

	/** Whether energies and measurements cannot be vouched for: nobody may show or answer them (manual 8.1). */
	spoilt = false;

	/** Index of a row, to be looked up once. Throws an Error if there is no such row. */
	indexOf(name: RegisterName): number {
		return indexOf(name);
	}

	/** Makes `binding` answer for a row. Throws an Error if somebody answers for it already. */
	bind(index: number, binding: Binding): void {
		invariant(this.#bindings[index] === undefined, `row ${index} is bound once`);
		this.#bindings[index] = binding;
	}

	/**
	 * Calls `listener` after each commit that has changed one of the rows, in the order of subscription.
	 * The listener must not write registers.
	 */
	onChange(rows: readonly number[], listener: ChangeListener): void {
		this.#subscriptions.push({ rows, listener });
	}

	/** Value of the row with this index (see `indexOf`). */
	get(index: number): number {
		const binding = this.#bindings[index];
		if (binding?.read) return binding.read(index);
		if (binding?.readMany) binding.readMany(index, index + 1, this.#values);
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
		const bindings = this.#bindings;
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
		let binding: Binding | undefined;
		let first = 0;
		while (index < last) {
			row = rows[index];
			binding = bindings[index];
			if (binding?.readMany) {
				first = index;
				index = binding.readMany(index, last, values);
				encodeFloats(row, values, first, index, integers, target, origin + 2 * row.address);
			} else {
				encode(
					row,
					binding?.read ? binding.read(index) : values[index],
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

	/** Begins a write; one that was begun before and not committed is discarded. */
	begin(): RegisterWrite {
		this.#write.begin();
		return this.#write;
	}

	/**
	 * Writes `count` 16-bit registers from `source` at `offset` to `address` onward: all of them, or none.
	 */
	write(address: number, count: number, source: DataView, offset: number): Outcome {
		if (!inOneBlock(address, count)) return Outcome.NO_REGISTER;
		const write = this.begin();
		const end = address + count;
		let index = rowAround(address);
		for (let at = address; at < end; index++) {
			const row = table[index];
			// After a gap, or after all rows.
			if (index >= ROWS || at < row.address || !row.range) return Outcome.NO_REGISTER;
			if (!write.isWritable(index)) return Outcome.REFUSED;
			if (at !== row.address || at + row.length > end) return Outcome.BAD_VALUE;
			const outcome = write.stage(index, decode(row, source, offset + 2 * (at - address)));
			if (outcome !== Outcome.DONE) return outcome;
			at += row.length;
		}
		write.commit();
		return Outcome.DONE;
	}

	/** Writes one row's value, in the model's unit. */
	writeValue(index: number, value: number): Outcome {
		const write = this.begin();
		const outcome = write.stage(index, value);
		if (outcome === Outcome.DONE) write.commit();
		return outcome;
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
}

/** Whether a range of registers lies inside one block. */
function inOneBlock(address: number, count: number): boolean {
	for (let i = 0; i < BLOCKS.length; i++) {
		const block = BLOCKS[i];
		if (address <= block.last) return address >= block.first && address + count - 1 <= block.last;
	}
	return false;
}
