/**
 * The meter's only telegram (manual, A1.2): RSP_UD with all records of the register table. It is
 * assembled once; a request fills in the values.
 */
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { dataLength, putData, putInvalid } from "mbus/data";
import { appendChecksum, Character, Control } from "mbus/frame";
import { stepsOf } from "registers/encoding";
import { SOFTWARE_VERSION } from "registers/identity";
import type RegisterModel from "registers/model";
import type { MBusReading } from "registers/row";
import { indexOf, table } from "registers/table";

/** CI-field: variable data structure, least significant byte first, long header. */
const VARIABLE_DATA = 0x72;

/** "INM" as EN 13757-3 packs three letters, least significant byte first. */
export const MANUFACTURER = Object.freeze([0xcd, 0x25]);

/** Major version of the software. */
export const VERSION = Math.floor(SOFTWARE_VERSION);

/** Electricity. */
export const MEDIUM = 0x02;

/** Status byte: any application error (EN 13757-3, 5.12). */
const APPLICATION_ERROR = 0x02;

/** DIF of the identification number: eight digits of BCD. */
const IDENTIFICATION_DIF = 0x0c;

/** Offsets of the fields. The header follows start, length twice, start, C-, A- and CI-field. */
const CONTROL = 4;
const ADDRESS = 5;
const INFORMATION = 6;
const IDENTIFICATION = 7;
const MANUFACTURER_AT = 11;
const VERSION_AT = 13;
const MEDIUM_AT = 14;
const ACCESS_NUMBER = 15;
const STATUS = 16;
/** First record, after status and signature. */
const RECORDS = 19;

const ERROR_CODE = indexOf("errorCode");

/** A record of the telegram. */
interface Entry {
	/** Of its row in the table. */
	readonly index: number;
	readonly record: MBusReading;
	/** Offset of its value in the telegram. */
	readonly at: number;
}

/** All records in order. */
const ENTRIES: readonly Entry[] = Object.freeze(entriesOf());

/** Characters up to the checksum. */
const END = endOf(ENTRIES[ENTRIES.length - 1]);

export default class Telegram {
	/** The whole frame. */
	readonly bytes = new Uint8Array(END + 2);
	readonly #model: RegisterModel;
	#accessNumber = 0;

	constructor(model: RegisterModel) {
		const { bytes } = this;
		this.#model = model;
		bytes[0] = Character.LONG;
		bytes[1] = END - CONTROL;
		bytes[2] = END - CONTROL;
		bytes[3] = Character.LONG;
		bytes[CONTROL] = Control.RSP_UD;
		bytes[INFORMATION] = VARIABLE_DATA;
		bytes.set(MANUFACTURER, MANUFACTURER_AT);
		bytes[VERSION_AT] = VERSION;
		bytes[MEDIUM_AT] = MEDIUM;
		for (const { record, at } of ENTRIES) {
			bytes.set(record.dif, at - record.vif.length - record.dif.length);
			bytes.set(record.vif, at - record.vif.length);
		}
	}

	/** Fills in the present values, and counts the access number up. */
	fill(address: number, identification: number): void {
		const { bytes } = this;
		bytes[ADDRESS] = address;
		putData(IDENTIFICATION_DIF, identification, bytes, IDENTIFICATION);
		this.#accessNumber = (this.#accessNumber + 1) & 0xff;
		bytes[ACCESS_NUMBER] = this.#accessNumber;
		let bad = this.#model.get(ERROR_CODE) !== 0;
		for (let i = 0; i < ENTRIES.length; i++) {
			const { index, record, at } = ENTRIES[i];
			const dif = record.dif[0];
			if (!this.#model.vouchesFor(index)) {
				putInvalid(dif, bytes, at);
				bad = true;
			} else if (putData(dif, recordValue(record, index, this.#model.get(index)), bytes, at))
				bad = true;
		}
		bytes[STATUS] = bad ? APPLICATION_ERROR : 0;
		appendChecksum(bytes, CONTROL, END - CONTROL);
	}
}

/** The number that a record carries for a value of the model. */
function recordValue(record: MBusReading, index: number, value: number): number {
	if (!record.ratio) return stepsOf(table[index], value);
	return ctPrimaryOf(value) * 100 + ctSecondaryOf(value);
}

function entriesOf(): Entry[] {
	const entries: Entry[] = [];
	table.forEach((row, index) => {
		if (row.mbus) entries.push({ index, record: row.mbus, at: 0 });
	});
	entries.sort((a, b) => a.record.place - b.record.place);
	let end = RECORDS;
	return entries.map(({ index, record }) => {
		const entry = Object.freeze({ index, record, at: end + record.dif.length + record.vif.length });
		end = endOf(entry);
		return entry;
	});
}

function endOf({ record, at }: Entry): number {
	return at + dataLength(record.dif[0]);
}
