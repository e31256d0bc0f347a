/** The blue backlight (manual 7.6.7): always on, always off, or on for a minute after a button was pressed. */
import type { Lcd } from "board";
import type RegisterModel from "registers/model";
import { BacklightMode } from "registers/settings";
import { indexOf } from "registers/table";

const BACKLIGHT = indexOf("backlight");

/** Seconds after a press. */
const LINGER = 60;

export default class Backlight {
	readonly #lcd: Lcd;
	readonly #model: RegisterModel;
	/** Seconds since a button was pressed. */
	#idle = LINGER;
	#lit = false;

	constructor(lcd: Lcd, model: RegisterModel) {
		this.#lcd = lcd;
		this.#model = model;
		lcd.backlight(false);
	}

	/** A button was pressed. */
	press(): void {
		this.#idle = 0;
	}

	/** A second has passed. */
	second(): void {
		if (this.#idle < LINGER) this.#idle++;
	}

	/** Switches the light as the setting says. */
	update(): void {
		const mode = this.#model.get(BACKLIGHT);
		const lit = mode === BacklightMode.ON || (mode === BacklightMode.BUTTON && this.#idle < LINGER);
		if (lit === this.#lit) return;
		this.#lit = lit;
		this.#lcd.backlight(lit);
	}
}
