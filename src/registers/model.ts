/**
 * The register model: the present value of every row, and the one way to read and write them by address. What
 * measures a value puts it here or answers for it as its owner; a write from outside comes in here, is judged by
 * the row's range and by the owner, and reaches the owner as a value.
 */
import { allowed, decode, encode } from "registers/encoding";
import { DataType } from "registers/settings";
import { BLOCKS, indexOf, type RegisterName, table } from "registers/table";

/** No row at an address. */
const GAP = -1;

/** For each block, by address from its first: the row that the register belongs to, or {@link GAP}. */
const rowsByAddress: readonly (readonly number[])[] = Object.freeze(
	BLOCKS.map(({ first, last }) => {
		const rows: number[] = new Array(last - first + 1).fill(GAP);
		table.forEach((row, index) => {
			if (row.address < first || row.address > last) return;
			for (let i = 0; i < row.length; i++) rows[row.address - first + i] = index;
		});
		return Object.freeze(rows);
	}),
);

const DATA_TYPE = indexOf("dataType");

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
	/** Values of a write until all of it is judged, by register from its first. */
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
		return owner?.read ? owner.read(index) : this.#values[index];
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
		const block = blockOf(address, count);
		if (block < 0) return false;
		const rows = rowsByAddress[block];
		const integers = this.#values[DATA_TYPE] === DataType.INTEGER;
		const bytes = this.#bytes;
		let encoded = GAP;
		for (let i = 0; i < count; i++) {
			const index = rows[address - BLOCKS[block].first + i];
			if (index === GAP) {
				target.setUint16(offset + 2 * i, 0);
				continue;
			}
			const row = table[index];
			if (index !== encoded) encode(row, this.get(index), integers, bytes, 0);
			encoded = index;
			target.setUint16(offset + 2 * i, bytes.getUint16(2 * (address + i - row.address)));
		}
		return true;
	}

	/**
	 * Takes `count` 16-bit registers for `address` on from `source` at `offset`: all of them, or none.
	 * @returns what came of it
	 */
	write(address: number, count: number, source: DataView, offset: number): Outcome {
		const block = blockOf(address, count);
		if (block < 0) return Outcome.NO_REGISTER;
		const rows = rowsByAddress[block];
		const first = BLOCKS[block].first;
		for (let at = address; at < address + count; ) {
			const index = rows[at - first];
			const outcome = this.#judge(index, at, address + count, source, offset + 2 * (at - address));
			if (outcome !== Outcome.DONE) return outcome;
			this.#written[at - address] = decode(table[index], source, offset + 2 * (at - address));
			at += table[index].length;
		}
		for (let at = address; at < address + count; ) {
			const index = rows[at - first];
			this.#take(index, this.#written[at - address]);
			at += table[index].length;
		}
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
		return !this.spoilt || !(table[index].energy || table[index].step !== 0);
	}

	/** Whether the meter vouches for all of `count` registers from `address` on; those of no row count as such. */
	vouchesForAll(address: number, count: number): boolean {
		const block = this.spoilt ? blockOf(address, count) : -1;
		if (block < 0) return true;
		const rows = rowsByAddress[block];
		for (let i = 0; i < count; i++) {
			const index = rows[address - BLOCKS[block].first + i];
			if (index !== GAP && !this.vouchesFor(index)) return false;
		}
		return true;
	}

	#judge(index: number, at: number, end: number, source: DataView, offset: number): Outcome {
		if (index === GAP || !table[index].range) return Outcome.NO_REGISTER;
		const row = table[index];
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

/** Index of the block that a range of registers lies in; −1: in none. */
function blockOf(address: number, count: number): number {
	for (let block = 0; block < BLOCKS.length; block++) {
		const { first, last } = BLOCKS[block];
		if (address >= first && address + count - 1 <= last) return block;
	}
	return -1;
}
