/**
 * Part 1 of the display (manual 7.1): version of the legally relevant software, serial number and its checksum in
 * turns, tariff, CT ratio; and whether Bluetooth is on and a bus is spoken on.
 */
import { writeCtRatio } from "indication/ct-ratio-text";
import { Glyph } from "indication/font";
import { label } from "indication/label";
import type TextArea from "indication/text-area";
import type BusActivity from "registers/bus-activity";
import type RegisterModel from "registers/model";
import { indexOf } from "registers/table";

const SOFTWARE_VERSION = indexOf("softwareVersion");
const SERIAL_NUMBER = indexOf("serialNumber");
const CHECKSUM = indexOf("checksum");
const TARIFF = indexOf("tariff");
const CT_RATIO = indexOf("ctRatio");
const BROADCAST = indexOf("broadcast");

const VERSION = label("v");
const DASH = label("-");
const TARIFF_LABEL = label("t");
const RATIO_LABEL = label("ct ");

/** Seconds for which the serial number, then the checksum is shown. */
const TURN = 10;

/** Columns of what is shown. */
const VERSION_COLUMN = 1;
const NUMBER_COLUMN = 5;
const BLUETOOTH_COLUMN = 15;
const BUS_COLUMN = 17;
const TARIFF_COLUMN = 24;
const RATIO_COLUMN = 34;

export default class IdentityLine {
	readonly #area: TextArea;
	readonly #model: RegisterModel;
	readonly #activity: BusActivity;
	/** Requests as they were a second ago. */
	#requests = 0;
	#busy = false;

	/** @param area one row of 40 columns */
	constructor(area: TextArea, model: RegisterModel, activity: BusActivity) {
		this.#area = area;
		this.#model = model;
		this.#activity = activity;
	}

	/** A second has passed: looks whether a bus was spoken on in it. */
	second(): void {
		this.#busy = this.#activity.requests !== this.#requests;
		this.#requests = this.#activity.requests;
	}

	/** @param seconds since the start @param full whether what never changes is to be written too */
	draw(seconds: number, full: boolean): void {
		const area = this.#area;
		const model = this.#model;
		if (full) {
			area.text(0, 0, VERSION);
			area.text(VERSION_COLUMN + 3, 0, DASH);
			area.text(TARIFF_COLUMN - 1, 0, TARIFF_LABEL);
			area.text(RATIO_COLUMN - 3, 0, RATIO_LABEL);
		}
		area.number(VERSION_COLUMN, 0, 3, model.get(SOFTWARE_VERSION) * 100, 0, true);
		if (Math.floor(seconds / TURN) % 2 === 0)
			area.number(NUMBER_COLUMN, 0, 8, model.get(SERIAL_NUMBER), 0, true);
		else area.hexadecimal(NUMBER_COLUMN, 0, model.get(CHECKSUM));
		area.put(BLUETOOTH_COLUMN, 0, model.get(BROADCAST) ? Glyph.BLUETOOTH : 0x20);
		area.put(BUS_COLUMN, 0, this.#busy ? Glyph.BUS : 0x20);
		area.number(TARIFF_COLUMN, 0, 1, model.get(TARIFF));
		writeCtRatio(area, RATIO_COLUMN, 0, model.get(CT_RATIO));
		area.paint();
	}
}
