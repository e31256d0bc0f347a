/**
 * The register model by Modbus addresses: reads of blocks, writes of whole registers; and its
 * values in 16-bit registers, most significant word first.
 */
import { BLOCKS } from "modbus/map";
import { DataType } from "modbus/protocol";
import { SERIES, type SeriesEntry } from "modbus/quality-map";
import type { Encoding, Run } from "modbus/table";
import type { SeriesSource } from "quality/series";
import { Outcome } from "registers/binding";
import type RegisterModel from "registers/model";
import { fromBCD, stepsOf, toBCD } from "registers/value";

/** Formats. As constants of the module: in XS a string in an expression makes garbage. */
const FLOAT = "float";
const INTEGER = "integer";
const BCD = "bcd";

/** Largest numbers that packed BCD of 1 and 2 registers carries. */
const BCD_MAXIMUM = Object.freeze([0, 9999, 99999999]);

const INT16_MAXIMUM = 0x7fff;
const INT32_MAXIMUM = 0x7fffffff;

export default class ModbusRegisters {
	private readonly model: RegisterModel<"dataType">;
	private readonly runs: readonly Run[];
	private readonly dataType: number;
	private readonly series: SeriesSource | undefined;
	/** One row as bytes. */
	private readonly bytes = new DataView(new ArrayBuffer(4));

	/**
	 * @param runs in the order of their addresses
	 * @param series answers for the series; without it their registers are 0
	 */
	constructor(model: RegisterModel<"dataType">, runs: readonly Run[], series?: SeriesSource) {
		this.model = model;
		this.runs = runs;
		this.series = series;
		this.dataType = model.indexOf("dataType");
	}

	/**
	 * Writes `count` registers from `address` onward to `target` at `offset`. Returns false, and
	 * writes nothing, if they are not inside one block.
	 */
	read(address: number, count: number, target: DataView, offset: number): boolean {
		if (!inOneBlock(address, count)) return false;
		const runs = this.runs;
		const integers = this.model.get(this.dataType) === DataType.INTEGER;
		const end = address + count;
		/** Where the register of address 0 would be. */
		const origin = offset - 2 * address;
		// All at once: a register of no run is 0.
		new Uint8Array(target.buffer, target.byteOffset + offset, 2 * count).fill(0);
		for (let place = this.placeAt(address); place < runs.length; place++) {
			const run = runs[place];
			if (run.address >= end) break;
			this.readRun(run, address, end, integers, target, origin);
		}
		if (this.series && address >= SERIES[0].address)
			for (const entry of SERIES)
				if (entry.address < end && entry.end > address)
					this.readSeries(entry, this.series, address, end, target, origin);
		return true;
	}

	/** Writes the registers of a series that are in the range from `first` to before `last`. */
	private readSeries(
		entry: SeriesEntry,
		source: SeriesSource,
		first: number,
		last: number,
		target: DataView,
		origin: number,
	): void {
		const { series, address, length } = entry;
		const end = last < entry.end ? last : entry.end;
		let at = first > address ? first : address;
		while (at < end) {
			const into = (at - address) % length;
			const value = source.readSeries(series, (at - address - into) / length);
			if (into === 0 && at + length <= end) encode(entry, value, false, target, origin + 2 * at);
			else {
				encode(entry, value, false, this.bytes, 0);
				target.setUint16(origin + 2 * at, this.bytes.getUint16(2 * into));
			}
			at += into === 0 && at + length <= end ? length : 1;
		}
	}

	/** Writes the registers of a run that are in the range from `first` to before `last`. */
	private readRun(
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
			target.setUint16(origin + 2 * address, this.word(run, address, integers));
			address++;
		}
		if (length === 2 && ((end - run.address) & 1) !== 0) {
			end--;
			target.setUint16(origin + 2 * end, this.word(run, end, integers));
		}
		let row = run.row + (address - run.address) / length;
		const rows = (end - address) / length;
		if (rows > 1 && run.format === FLOAT) {
			const values = this.model.getMany(row, row + rows);
			encodeFloats(run, values, row, row + rows, integers, target, origin + 2 * address);
			return;
		}
		for (; address < end; address += length) {
			encode(run, this.model.get(row), integers, target, origin + 2 * address);
			row++;
		}
	}

	/** One register of a row of two. */
	private word(run: Run, address: number, integers: boolean): number {
		const half = (address - run.address) & 1;
		const row = run.row + (address - run.address - half) / 2;
		encode(run, this.model.get(row), integers, this.bytes, 0);
		return this.bytes.getUint16(2 * half);
	}

	/**
	 * Writes `count` registers from `source` at `offset` to `address` onward: all, or none.
	 * @param broadcast true if the request was sent to every server on the bus
	 */
	write(
		address: number,
		count: number,
		source: DataView,
		offset: number,
		broadcast: boolean,
	): Outcome {
		if (!inOneBlock(address, count)) return Outcome.NO_REGISTER;
		const runs = this.runs;
		const write = this.model.begin(broadcast);
		const end = address + count;
		let place = this.placeAt(address);
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
		return write.commit();
	}

	/** True if all of `count` registers from `address` onward may be answered. */
	isTrusted(address: number, count: number): boolean {
		if (!this.model.stopped) return true;
		const runs = this.runs;
		const end = address + count;
		for (let place = this.placeAt(address); place < runs.length; place++) {
			const run = runs[place];
			if (run.address >= end) break;
			// The rows of a run have one step, which decides.
			if (!this.model.isTrusted(run.row)) return false;
		}
		for (const entry of SERIES) if (entry.address < end && entry.end > address) return false;
		return true;
	}

	/** Place of the first run that has a register at `address` or after it. */
	private placeAt(address: number): number {
		const runs = this.runs;
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

/**
 * Writes the 2 × row.length bytes of a row to `target` at `offset`.
 * @param value in the model's unit
 * @param integers true if the data type (4026) is integer
 */
export function encode(
	row: Encoding,
	value: number,
	integers: boolean,
	target: DataView,
	offset: number,
): void {
	const format = row.format;
	if (integers && row.step !== 0)
		target.setInt32(offset, clamp(stepsOf(row.step, value), INT32_MAXIMUM));
	else if (format === FLOAT) target.setFloat32(offset, value / row.divisor);
	else if (format === INTEGER) {
		if (row.length === 1) target.setInt16(offset, clamp(value, INT16_MAXIMUM));
		else target.setInt32(offset, clamp(value, INT32_MAXIMUM));
	} else {
		const bits = format === BCD ? toBCD(Math.min(value, BCD_MAXIMUM[row.length])) : value;
		if (row.length === 1) target.setUint16(offset, bits);
		else target.setUint32(offset, bits);
	}
}

/**
 * Writes consecutive floats of one divisor and step, as {@link encode} does: a call for each of 62
 * energies would take too much of the client's time.
 * @param row one of them
 * @param values theirs from index `first` to before `last`
 */
function encodeFloats(
	row: Encoding,
	values: readonly number[],
	first: number,
	last: number,
	integers: boolean,
	target: DataView,
	offset: number,
): void {
	const step = row.step;
	let place = offset;
	let steps = 0;
	if (integers && step !== 0)
		for (let index = first; index < last; index++) {
			steps = values[index] / step;
			// Most are whole numbers of 32 bits already.
			if (steps !== (steps | 0)) steps = clamp(Math.round(steps), INT32_MAXIMUM);
			target.setInt32(place, steps);
			place += 4;
		}
	else {
		const divisor = row.divisor;
		for (let index = first; index < last; index++) {
			target.setFloat32(place, values[index] / divisor);
			place += 4;
		}
	}
}

/**
 * Value, in the model's unit, of 2 × row.length bytes of `source` at `offset`; NaN if BCD has a bad
 * digit.
 */
function decode(row: Encoding, source: DataView, offset: number): number {
	if (row.format === FLOAT) return source.getFloat32(offset) * row.divisor;
	const bits = row.length === 1 ? source.getUint16(offset) : source.getUint32(offset);
	if (row.format === BCD) return fromBCD(bits);
	if (row.format === INTEGER) return row.length === 1 ? (bits << 16) >> 16 : bits | 0;
	return bits;
}

/** Limits `value` to a signed field. */
function clamp(value: number, maximum: number): number {
	if (value > maximum) return maximum;
	return value < -maximum - 1 ? -maximum - 1 : value;
}
