/**
 * Records of M-Bus (EN 13757-3, 6): values in their data fields, their rows of the model and places
 * in a frame, and the write of those that a master sends.
 */
import type { MBusReading, MBusWriting } from "mbus/telegram-map";
import { Outcome } from "registers/binding";
import type Catalogue from "registers/catalogue";
import type RegisterModel from "registers/model";
import { fromBCD, toBCD } from "registers/value";

/** Set in the DIF's data field where the value is BCD (type A), not binary (type B). */
const BCD = 0x08;

/** Bytes of the value, 1 to 4. */
const LENGTH = 0x07;

/** Bytes of the value of a record with this DIF. */
export function dataLength(dif: number): number {
	return dif & LENGTH;
}

/**
 * Writes a value, least significant byte first, limited to the field's range: binary
 * ±(2^(n−1) − 1), because −2^(n−1) is the standard's invalid value; BCD 0 to all nines (6.3.3,
 * annex A).
 * @param value a whole number
 * @returns true if the value was out of range and has been limited
 */
export function putData(dif: number, value: number, target: Uint8Array, at: number): boolean {
	const length = dataLength(dif);
	const bcd = (dif & BCD) !== 0;
	const maximum = bcd ? 10 ** (2 * length) - 1 : 2 ** (8 * length - 1) - 1;
	const limited = Math.min(maximum, Math.max(bcd ? 0 : -maximum, value));
	const bits = bcd ? toBCD(limited) : limited;
	for (let i = 0; i < length; i++) target[at + i] = (bits >>> (8 * i)) & 0xff;
	return limited !== value;
}

/** Writes the standard's invalid value: binary −2^(n−1), BCD all F. */
export function putInvalid(dif: number, target: Uint8Array, at: number): void {
	const last = dataLength(dif) - 1;
	const bcd = (dif & BCD) !== 0;
	for (let i = 0; i <= last; i++) target[at + i] = bcd ? 0xff : i === last ? 0x80 : 0;
}

/** Reads a value, binary as unsigned; NaN if a BCD digit is above 9. */
export function getData(dif: number, source: Uint8Array, at: number): number {
	let bits = 0;
	for (let i = 0; i < dataLength(dif); i++) bits |= source[at + i] << (8 * i);
	return dif & BCD ? fromBCD(bits) : bits >>> 0;
}

/** A record of the telegram. */
export interface TelegramRecord {
	/** Row of the model. */
	readonly index: number;
	/** Model's value of one step; 0: the record carries the value itself. */
	readonly step: number;
	readonly reading: MBusReading;
	/** Offset of its value from the first record. */
	readonly offset: number;
}

/** Records of the telegram in their order. */
export interface TelegramLayout {
	readonly records: readonly TelegramRecord[];
	/** Bytes of all records. */
	readonly length: number;
}

/** Throws an Error if a name is unknown. */
export function joinTelegram<Name extends string>(
	catalogue: Catalogue<Name>,
	readings: readonly MBusReading<Name>[],
): TelegramLayout {
	let end = 0;
	const records = readings.map((reading) => {
		const { dif, vif, name } = reading;
		const index = catalogue.indexOf(name);
		const offset = end + dif.length + vif.length;
		end = offset + dataLength(dif[0]);
		return Object.freeze({ index, step: catalogue.attributesOf(index).step, reading, offset });
	});
	return Object.freeze({ records: Object.freeze(records), length: end });
}

/** A record that a master may send. */
export interface WritableRecord {
	/** Row of the model. */
	readonly index: number;
	readonly writing: MBusWriting;
	/** Written where the record's value is ignored. */
	readonly minimum: number;
	/** Bytes of the whole record. */
	readonly length: number;
}

/** Throws an Error if a name is unknown. */
export function joinWritableRecords<Name extends string>(
	catalogue: Catalogue<Name>,
	writings: readonly MBusWriting<Name>[],
): readonly WritableRecord[] {
	return Object.freeze(
		writings.map((writing) => {
			const { dif, vif, name } = writing;
			const index = catalogue.indexOf(name);
			const minimum = catalogue.attributesOf(index).range?.minimum ?? 0;
			const length = dif.length + vif.length + dataLength(dif[0]);
			return Object.freeze({ index, writing, minimum, length });
		}),
	);
}

/** Writes the records of SND_UD (manual, A1.2) to the register model, all of them or none. */
export default class UserData {
	private readonly model: RegisterModel;
	private readonly records: readonly WritableRecord[];
	/** By record: true if the frame at hand has it. */
	private readonly present: boolean[];

	constructor(model: RegisterModel, records: readonly WritableRecord[]) {
		this.model = model;
		this.records = records;
		this.present = records.map(() => false);
	}

	/**
	 * Writes the records in `bytes` from `start` to `end`: at least one, each at most once, all of
	 * them or none. Returns true if they were written.
	 * @param broadcast true if the frame is for every meter on the line
	 */
	write(bytes: Uint8Array, start: number, end: number, broadcast: boolean): boolean {
		if (start === end) return false;
		const write = this.model.begin(broadcast);
		this.present.fill(false);
		for (let at = start; at < end; ) {
			const place = this.recordAt(bytes, at, end);
			if (place < 0 || this.present[place]) return false;
			const { index, writing, minimum, length } = this.records[place];
			at += length;
			const dif = writing.dif[0];
			const value =
				writing.step === 0 ? minimum : getData(dif, bytes, at - dataLength(dif)) * writing.step;
			if (write.stage(index, value) !== Outcome.DONE) return false;
			this.present[place] = true;
		}
		return write.commit() === Outcome.DONE;
	}

	/** Place of the record that is whole in `bytes` from `at`; −1: none. */
	private recordAt(bytes: Uint8Array, at: number, end: number): number {
		for (let i = 0; i < this.records.length; i++) {
			const { writing, length } = this.records[i];
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
