/**
 * Part 1 of the display (manual 7.1): version of the legally relevant software, serial number and
 * checksum in turns, signs of Bluetooth and of the buses, tariff, CT ratio.
 */
import { writeCtRatio } from "indication/ct-ratio-text";
import { Glyph, SPACE } from "indication/font";
import { SMALL_FONT } from "indication/fonts";
import { label, lengthOf } from "indication/label";
import type { IndicationName } from "indication/names";
import type Picture from "indication/picture";
import TextArea from "indication/text-area";
import type RegisterModel from "registers/model";

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

/** Signs of what is outside the legally relevant part. */
export interface Signs {
	/** Requests on the buses since the start; it wraps. */
	readonly requests: number;
	/** True while the radio can be reached. */
	readonly bluetooth: boolean;
}

export default class IdentityLine {
	private readonly area: TextArea;
	private readonly model: RegisterModel<IndicationName>;
	private readonly softwareVersion: number;
	private readonly serialNumber: number;
	private readonly checksum: number;
	private readonly tariff: number;
	private readonly ctRatio: number;
	private readonly signs: Signs;
	/** Time since the start. */
	private seconds = 0;
	/** Requests at the last call of `second`; true if there was one in the second before. */
	private requests = 0;
	private busActive = false;

	constructor(picture: Picture, model: RegisterModel<IndicationName>, signs: Signs) {
		const area = new TextArea(picture, SMALL_FONT, { x: 0, y: 0, columns: COLUMNS, rows: 1 });
		this.area = area;
		this.model = model;
		this.softwareVersion = model.indexOf("softwareVersion");
		this.serialNumber = model.indexOf("serialNumber");
		this.checksum = model.indexOf("checksum");
		this.tariff = model.indexOf("tariff");
		this.ctRatio = model.indexOf("ctRatio");
		this.signs = signs;
		area.text(VERSION_COLUMN - lengthOf(VERSION_LABEL), 0, VERSION_LABEL);
		area.text(NUMBER_COLUMN - lengthOf(DASH), 0, DASH);
		area.text(TARIFF_COLUMN - lengthOf(TARIFF_LABEL), 0, TARIFF_LABEL);
		area.text(RATIO_COLUMN - lengthOf(RATIO_LABEL), 0, RATIO_LABEL);
	}

	/** Call this every second. */
	second(): void {
		this.seconds++;
		this.busActive = this.signs.requests !== this.requests;
		this.requests = this.signs.requests;
	}

	draw(): void {
		const area = this.area;
		const model = this.model;
		area.zeroPadded(VERSION_COLUMN, 0, 3, model.get(this.softwareVersion) * 100);
		if (Math.floor(this.seconds / TURN_S) % 2 === 0)
			area.zeroPadded(NUMBER_COLUMN, 0, 8, model.get(this.serialNumber));
		else area.hexadecimal(NUMBER_COLUMN, 0, model.get(this.checksum));
		area.put(BLUETOOTH_COLUMN, 0, this.signs.bluetooth ? Glyph.BLUETOOTH : SPACE);
		area.put(BUS_COLUMN, 0, this.busActive ? Glyph.BUS : SPACE);
		area.number(TARIFF_COLUMN, 0, 1, model.get(this.tariff));
		writeCtRatio(area, RATIO_COLUMN, 0, model.get(this.ctRatio));
		area.paint();
	}
}
