/** The register model by Modbus addresses: reads of blocks, writes of whole registers. */
import { decode, encode, encodeFloats } from "modbus/encoding";
import { BLOCKS } from "modbus/map";
import { DataType } from "modbus/settings";
import type { Run } from "modbus/table";
import { Outcome } from "registers/binding";
import type RegisterModel from "registers/model";

/** Format of the runs that are encoded at once. As a constant: see `modbus/encoding`. */
const FLOAT = "float";

export default class ModbusRegisters {
	readonly #model: RegisterModel<"dataType">;
	readonly #runs: readonly Run[];
	readonly #dataType: number;
	/** One row as bytes. */
	readonly #bytes = new DataView(new ArrayBuffer(4));

	/** @param runs in the order of their addresses */
	constructor(model: RegisterModel<"dataType">, runs: readonly Run[]) {
		this.#model = model;
		this.#runs = runs;
		this.#dataType = model.indexOf("dataType");
	}

	/**
	 * Writes `count` registers from `address` onward to `target` at `offset`. Returns false, and
	 * writes nothing, if they are not inside one block.
	 */
	read(address: number, count: number, target: DataView, offset: number): boolean {
		if (!inOneBlock(address, count)) return false;
		const runs = this.#runs;
		const integers = this.#model.get(this.#dataType) === DataType.INTEGER;
		const end = address + count;
		/** Where the register of address 0 would be. */
		const origin = offset - 2 * address;
		// All at once: a register of no run is 0.
		new Uint8Array(target.buffer, target.byteOffset + offset, 2 * count).fill(0);
		for (let place = this.#placeAt(address); place < runs.length; place++) {
			const run = runs[place];
			if (run.address >= end) break;
			this.#readRun(run, address, end, integers, target, origin);
		}
		return true;
	}

	/** Writes the registers of a run that are in the range from `first` to before `last`. */
	#readRun(
		run: Run,
		first: number,
		last: number,
		integers: boolean,
		target: DataView,
		origin: number,
	): void {
		const length = run.length;
		let address = first > run.address ? first : run.address;
		let end = last < run.end ? last : run.end;
		// Halves of rows of two registers, at both ends of the range.
		if (length === 2 && ((address - run.address) & 1) !== 0) {
			target.setUint16(origin + 2 * address, this.#word(run, address, integers));
			address++;
		}
		if (length === 2 && ((end - run.address) & 1) !== 0 && end > address) {
			end--;
			target.setUint16(origin + 2 * end, this.#word(run, end, integers));
		}
		let row = run.row + (address - run.address) / length;
		const rows = (end - address) / length;
		if (rows > 1 && run.format === FLOAT) {
			const values = this.#model.getMany(row, row + rows);
			encodeFloats(run, values, row, row + rows, integers, target, origin + 2 * address);
			return;
		}
		for (; address < end; address += length) {
			encode(run, this.#model.get(row), integers, target, origin + 2 * address);
			row++;
		}
	}

	/** One register of a row of two. */
	#word(run: Run, address: number, integers: boolean): number {
		const half = (address - run.address) & 1;
		const row = run.row + (address - run.address - half) / 2;
		encode(run, this.#model.get(row), integers, this.#bytes, 0);
		return this.#bytes.getUint16(2 * half);
	}

	/** Writes `count` registers from `source` at `offset` to `address` onward: all, or none. */
	write(address: number, count: number, source: DataView, offset: number): Outcome {
		if (!inOneBlock(address, count)) return Outcome.NO_REGISTER;
		const runs = this.#runs;
		const write = this.#model.begin();
		const end = address + count;
		let place = this.#placeAt(address);
		for (let at = address; at < end; ) {
			while (place < runs.length && runs[place].end <= at) place++;
			// After a gap, or after all runs.
			if (place === runs.length || at < runs[place].address) return Outcome.NO_REGISTER;
			const run = runs[place];
			const into = (at - run.address) % run.length;
			const row = run.row + (at - run.address - into) / run.length;
			const permission = write.permission(row);
			if (permission !== Outcome.DONE) return permission;
			if (into !== 0 || at + run.length > end) return Outcome.BAD_VALUE;
			const outcome = write.stage(row, decode(run, source, offset + 2 * (at - address)));
			if (outcome !== Outcome.DONE) return outcome;
			at += run.length;
		}
		write.commit();
		return Outcome.DONE;
	}

	/** True if all of `count` registers from `address` onward may be answered. */
	isTrusted(address: number, count: number): boolean {
		if (!this.#model.stopped) return true;
		const runs = this.#runs;
		const end = address + count;
		for (let place = this.#placeAt(address); place < runs.length; place++) {
			const run = runs[place];
			if (run.address >= end) break;
			// The rows of a run have one step, which decides.
			if (!this.#model.isTrusted(run.row)) return false;
		}
		return true;
	}

	/** Place of the first run that has a register at `address` or after it. */
	#placeAt(address: number): number {
		const runs = this.#runs;
		let low = 0;
		let high = runs.length;
		let middle = 0;
		while (low < high) {
			middle = (low + high) >> 1;
			if (runs[middle].end > address) high = middle;
			else low = middle + 1;
		}
		return low;
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
