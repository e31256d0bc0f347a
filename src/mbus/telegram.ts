/**
 * The meter's one telegram (manual, A1.2): RSP_UD with all records of the telegram map. It is
 * assembled once; a request only fills in the values.
 */
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { appendChecksum, Character, Control } from "mbus/frame";
import { putData, putInvalid, type TelegramLayout, type TelegramRecord } from "mbus/records";
import { SOFTWARE_VERSION } from "registers/identity";
import type RegisterModel from "registers/model";
import { stepsOf } from "registers/value";

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

/**
 * Where the fields stand: after start, length twice, start come the C-, A- and CI-field and the
 * header.
 */
const CONTROL = 4;
const ADDRESS = 5;
const INFORMATION = 6;
const IDENTIFICATION = 7;
const MANUFACTURER_AT = 11;
const VERSION_AT = 13;
const MEDIUM_AT = 14;
const ACCESS_NUMBER = 15;
const STATUS = 16;
/** After status and signature. */
const RECORDS = 19;

export default class Telegram {
	/** The whole frame. */
	readonly bytes: Uint8Array;
	private readonly model: RegisterModel<"errorCode">;
	private readonly records: readonly TelegramRecord[];
	private readonly errorCode: number;
	/** Characters of the telegram without checksum and stop. */
	private readonly end: number;
	private accessNumber = 0;

	constructor(model: RegisterModel<"errorCode">, { records, length }: TelegramLayout) {
		const end = RECORDS + length;
		const bytes = new Uint8Array(end + 2);
		this.bytes = bytes;
		this.model = model;
		this.records = records;
		this.errorCode = model.indexOf("errorCode");
		this.end = end;
		bytes[0] = Character.LONG;
		bytes[1] = end - CONTROL;
		bytes[2] = end - CONTROL;
		bytes[3] = Character.LONG;
		bytes[CONTROL] = Control.RSP_UD;
		bytes[INFORMATION] = VARIABLE_DATA;
		bytes.set(MANUFACTURER, MANUFACTURER_AT);
		bytes[VERSION_AT] = VERSION;
		bytes[MEDIUM_AT] = MEDIUM;
		for (const { reading, offset } of records) {
			const { dif, vif } = reading;
			bytes.set(dif, RECORDS + offset - vif.length - dif.length);
			bytes.set(vif, RECORDS + offset - vif.length);
		}
	}

	/** Fills in the present values; the access number goes up by one. */
	fill(address: number, identification: number): void {
		const { bytes } = this;
		bytes[ADDRESS] = address;
		putData(IDENTIFICATION_DIF, identification, bytes, IDENTIFICATION);
		this.accessNumber = (this.accessNumber + 1) & 0xff;
		bytes[ACCESS_NUMBER] = this.accessNumber;
		const model = this.model;
		const records = this.records;
		let bad = model.get(this.errorCode) !== 0;
		for (let i = 0; i < records.length; i++) {
			const { index, offset, reading } = records[i];
			const dif = reading.dif[0];
			if (!model.isTrusted(index)) {
				putInvalid(dif, bytes, RECORDS + offset);
				bad = true;
			} else if (putData(dif, carried(records[i], model.get(index)), bytes, RECORDS + offset))
				bad = true;
		}
		bytes[STATUS] = bad ? APPLICATION_ERROR : 0;
		appendChecksum(bytes, CONTROL, this.end - CONTROL);
	}
}

/** Number that a record carries of a value. */
function carried({ reading, step }: TelegramRecord, value: number): number {
	if (!reading.ratio) return stepsOf(step, value);
	return ctPrimaryOf(value) * 100 + ctSecondaryOf(value);
}
