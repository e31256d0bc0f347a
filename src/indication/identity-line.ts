/**
 * Part 1 of the display (manual 7.1): version of the legally relevant software, serial number and
 * checksum in turns, signs of Bluetooth and of the buses, tariff, CT ratio.
 */
import { writeCtRatio } from "indication/ct-ratio-text";
import { Glyph, SPACE } from "indication/font";
import { SMALL_FONT } from "indication/fonts";
import { label, lengthOf } from "indication/label";
import type Picture from "indication/picture";
import TextArea from "indication/text-area";
import type RegisterModel from "registers/model";
import { indexOf } from "registers/table";

const SOFTWARE_VERSION = indexOf("softwareVersion");
const SERIAL_NUMBER = indexOf("serialNumber");
const CHECKSUM = indexOf("checksum");
const TARIFF = indexOf("tariff");
const CT_RATIO = indexOf("ctRatio");
const BROADCAST = indexOf("broadcast");

const VERSION_LABEL = label("v");
const DASH = label("-");
const TARIFF_LABEL = label("t");
const RATIO_LABEL = label("ct ");

/** Seconds for which the serial number is shown, then the checksum. */
const TURN_S = 10;

const COLUMNS = 40;
const VERSION_COLUMN = 1;
const NUMBER_COLUMN = 5;
const BLUETOOTH_COLUMN = 15;
const BUS_COLUMN = 17;
const TARIFF_COLUMN = 24;
const RATIO_COLUMN = 34;

/** Counts the requests that this meter gets on its buses. */
export interface RequestCount {
	/** Requests since the start; it wraps. */
	readonly requests: number;
}

export default class IdentityLine {
	readonly #area: TextArea;
	readonly #model: RegisterModel;
	readonly #buses: RequestCount;
	/** Time since the start. */
	#seconds = 0;
	/** Requests at the last call of `second`; true if there was one in the second before. */
	#requests = 0;
	#busActive = false;

	constructor(picture: Picture, model: RegisterModel, buses: RequestCount) {
		const area = new TextArea(picture, SMALL_FONT, { x: 0, y: 0, columns: COLUMNS, rows: 1 });
		this.#area = area;
		this.#model = model;
		this.#buses = buses;
		area.text(VERSION_COLUMN - lengthOf(VERSION_LABEL), 0, VERSION_LABEL);
		area.text(NUMBER_COLUMN - lengthOf(DASH), 0, DASH);
		area.text(TARIFF_COLUMN - lengthOf(TARIFF_LABEL), 0, TARIFF_LABEL);
		area.text(RATIO_COLUMN - lengthOf(RATIO_LABEL), 0, RATIO_LABEL);
	}

	/** Call this every second. */
	second(): void {
		this.#seconds++;
		this.#busActive = this.#buses.requests !== this.#requests;
		this.#requests = this.#buses.requests;
	}

	draw(): void {
		const area = this.#area;
		const model = this.#model;
		area.zeroPadded(VERSION_COLUMN, 0, 3, model.get(SOFTWARE_VERSION) * 100);
		if (Math.floor(this.#seconds / TURN_S) % 2 === 0)
			area.zeroPadded(NUMBER_COLUMN, 0, 8, model.get(SERIAL_NUMBER));
		else area.hexadecimal(NUMBER_COLUMN, 0, model.get(CHECKSUM));
		area.put(BLUETOOTH_COLUMN, 0, model.get(BROADCAST) === 1 ? Glyph.BLUETOOTH : SPACE);
		area.put(BUS_COLUMN, 0, this.#busActive ? Glyph.BUS : SPACE);
		area.number(TARIFF_COLUMN, 0, 1, model.get(TARIFF));
		writeCtRatio(area, RATIO_COLUMN, 0, model.get(CT_RATIO));
		area.paint();
	}
}
