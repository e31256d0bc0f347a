/** Joins the M-Bus maps with the catalogue: rows of the model and places in the frame. */
import { dataLength } from "mbus/data";
import type { MBusReading, MBusWriting } from "mbus/telegram-map";
import type Catalogue from "registers/catalogue";

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
