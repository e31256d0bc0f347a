/** Shows the QR code by which the app connects to this meter (manual 7.4). */

import { HINT_ROW, type Press, type Screen } from "display/screen";
import { label } from "indication/label";
import type Picture from "indication/picture";
import type TextArea from "indication/text-area";
import qrCode from "qrcode";
import type RegisterModel from "registers/model";
import { indexOf } from "registers/table";

const BROADCAST = indexOf("broadcast");

/** Pixels of the LCD a module of the code. */
const MODULE = 2;

/** Largest code that has room: version 1, 21 × 21 modules. */
const VERSION = 1;

/** Top left pixel of the code; around it nothing else, as codes need it. */
const X = 190;
const Y = 85;

/** The line above part 3, which makes room for the code. */
const LINE_Y = 79;
const QUIET_X = 180;
const QUIET_WIDTH = 60;

/** Columns that are left for words. */
const COLUMNS = 29;

const TITLE = label(" BLUETOOTH");
const SCAN = label(" Scan the code with");
const APP = label(" Meter Manager");
const OFF = label(" is off: switch it on in");
const WHERE = label(" SETTINGS, BROADCAST");
const BACK = label("       BACK");

export default class BluetoothScreen implements Screen {
	readonly #area: TextArea;
	readonly #picture: Picture;
	readonly #model: RegisterModel;
	readonly #text: () => string;
	readonly #onLeave: () => void;
	/** Whether the code stands on the picture. */
	#shown = false;

	/** @param text what the code says */
	constructor(
		area: TextArea,
		picture: Picture,
		model: RegisterModel,
		text: () => string,
		onLeave: () => void,
	) {
		this.#area = area;
		this.#picture = picture;
		this.#model = model;
		this.#text = text;
		this.#onLeave = onLeave;
	}

	expire(): boolean {
		return true;
	}

	press(press: Press): void {
		if (press === "middle" || press === "hold") this.#onLeave();
	}

	draw(full: boolean): void {
		const area = this.#area;
		const on = this.#model.get(BROADCAST) === 1;
		if (full) area.clear();
		area.blank(area.text(0, 0, TITLE), 0, COLUMNS);
		area.blank(area.text(0, 1, on ? SCAN : OFF), 1, COLUMNS);
		area.blank(area.text(0, 2, on ? APP : WHERE), 2, COLUMNS);
		area.text(0, HINT_ROW, BACK);
		if (on === this.#shown) return;
		if (on) this.#drawCode();
		else this.#eraseCode();
	}

	leave(): void {
		if (this.#shown) this.#eraseCode();
	}

	#drawCode(): void {
		const code = qrCode({ input: this.#text(), maxVersion: VERSION });
		const modules = new Uint8Array(code);
		const { size } = code;
		// Spaces that are still to be drawn would lie over it.
		this.#area.paint();
		this.#picture.fill(QUIET_X, LINE_Y, QUIET_WIDTH, 1, false);
		for (let y = 0; y < size; y++)
			for (let x = 0; x < size; x++)
				if (modules[y * size + x])
					this.#picture.fill(X + x * MODULE, Y + y * MODULE, MODULE, MODULE, true);
		this.#shown = true;
	}

	#eraseCode(): void {
		this.#picture.fill(QUIET_X, LINE_Y + 1, QUIET_WIDTH, 48, false);
		this.#picture.fill(QUIET_X, LINE_Y, QUIET_WIDTH, 1, true);
		this.#area.clear();
		this.#shown = false;
	}
}
