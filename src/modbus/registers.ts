/** The register model by Modbus addresses: reads of blocks, writes of whole registers. */
import { decode, encode, encodeFloats } from "modbus/encoding";
import { BLOCKS } from "modbus/map";
import { DataType } from "modbus/settings";
import type { ModbusRow } from "modbus/table";
import { Outcome } from "registers/binding";
import type RegisterModel from "registers/model";

export default class ModbusRegisters {
	readonly #model: RegisterModel<"dataType">;
	readonly #rows: readonly ModbusRow[];
	readonly #dataType: number;
	/** One row as bytes. */
	readonly #bytes = new DataView(new ArrayBuffer(4));

	/** @param rows in the order of their addresses */
	constructor(model: RegisterModel<"dataType">, rows: readonly ModbusRow[]) {
		this.#model = model;
		this.#rows = rows;
		this.#dataType = model.indexOf("dataType");
	}

	/**
	 * Writes `count` registers from `address` onward to `target` at `offset`.
	 * Returns false, and writes nothing, if they are not inside one block.
	 */
	read(address: number, count: number, target: DataView, offset: number): boolean {
		if (!inOneBlock(address, count)) return false;
		const model = this.#model;
		const rows = this.#rows;
		const integers = model.get(this.#dataType) === DataType.INTEGER;
		const end = address + count;
		/** Where the register of address 0 would be. */
		const origin = offset - 2 * address;
		// All at once: a register of no row is 0.
		new Uint8Array(target.buffer, target.byteOffset + offset, 2 * count).fill(0);
		let place = this.#rowFrom(address);
		// Rows of two registers of which only one is asked for: the one that begins before, the one
		// that ends after.
		if (place > 0 && rows[place - 1].address + rows[place - 1].length > address)
			target.setUint16(offset, this.#word(place - 1, 1, integers));
		let last = this.#rowFrom(end);
		if (last > place && rows[last - 1].address + rows[last - 1].length > end) {
			last--;
			target.setUint16(origin + 2 * rows[last].address, this.#word(last, 0, integers));
		}
		let row: ModbusRow;
		let next = 0;
		while (place < last) {
			row = rows[place];
			next = row.run === undefined ? place + 1 : Math.min(row.run.end, last);
			if (next > place + 1) {
				const index = row.index;
				const values = model.getMany(index, index + next - place);
				encodeFloats(
					row,
					values,
					index,
					index + next - place,
					integers,
					target,
					origin + 2 * row.address,
				);
			} else encode(row, model.get(row.index), integers, target, origin + 2 * row.address);
			place = next;
		}
		return true;
	}

	/** One register of a row of two, 0 or 1. */
	#word(place: number, which: number, integers: boolean): number {
		const row = this.#rows[place];
		encode(row, this.#model.get(row.index), integers, this.#bytes, 0);
		return this.#bytes.getUint16(2 * which);
	}

	/**
	 * Writes `count` registers from `source` at `offset` to `address` onward: all of them, or none.
	 */
	write(address: number, count: number, source: DataView, offset: number): Outcome {
		if (!inOneBlock(address, count)) return Outcome.NO_REGISTER;
		const rows = this.#rows;
		const write = this.#model.begin();
		const end = address + count;
		let place = this.#rowAround(address);
		for (let at = address; at < end; place++) {
			// After a gap, or after all rows.
			if (place >= rows.length || at < rows[place].address) return Outcome.NO_REGISTER;
			const row = rows[place];
			const permission = write.permission(row.index);
			if (permission !== Outcome.DONE) return permission;
			if (at !== row.address || at + row.length > end) return Outcome.BAD_VALUE;
			const outcome = write.stage(row.index, decode(row, source, offset + 2 * (at - address)));
			if (outcome !== Outcome.DONE) return outcome;
			at += row.length;
		}
		write.commit();
		return Outcome.DONE;
	}

	/**
	 * True if all of `count` registers from `address` onward may be answered; those of no row may.
	 */
	isTrusted(address: number, count: number): boolean {
		if (!this.#model.stopped) return true;
		const last = this.#rowFrom(address + count);
		for (let place = this.#rowAround(address); place < last; place++)
			if (!this.#model.isTrusted(this.#rows[place].index)) return false;
		return true;
	}

	/**
	 * Place of the first row that begins at `address` or after it; the number of rows if there is
	 * none.
	 */
	#rowFrom(address: number): number {
		const rows = this.#rows;
		let low = 0;
		let high = rows.length;
		let middle = 0;
		while (low < high) {
			middle = (low + high) >> 1;
			if (rows[middle].address >= address) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	/** Place of the first row that has a register at `address` or after it. */
	#rowAround(address: number): number {
		const place = this.#rowFrom(address);
		if (place === 0) return 0;
		const before = this.#rows[place - 1];
		return before.address + before.length > address ? place - 1 : place;
	}
}

/** True if a range of registers is inside one block. */
function inOneBlock(address: number, count: number): boolean {
	for (let i = 0; i < BLOCKS.length; i++) {
		const block = BLOCKS[i];
		if (address <= block.last) return address >= block.first && address + count - 1 <= block.last;
	}
	return false;
}
