/** The blue backlight (manual 7.6.7): always on, always off, or on for a minute after a button was pressed. */
import type { Lcd } from "board";
import type RegisterModel from "registers/model";
import { BacklightMode } from "registers/settings";
import { indexOf } from "registers/table";

const BACKLIGHT = indexOf("backlight");

/** Seconds for which it is on after a press. */
const LINGER_S = 60;

export default class Backlight {
	readonly #lcd: Lcd;
	readonly #model: RegisterModel;
	/** Time since a button was pressed. */
	#idleSeconds = LINGER_S;
	#lit = false;

	constructor(lcd: Lcd, model: RegisterModel) {
		this.#lcd = lcd;
		this.#model = model;
	}

	/** Switches the light off, until {@link update} is called. */
	start(): void {
		this.#lcd.backlight(false);
	}

	/** To be called when a button is pressed. */
	press(): void {
		this.#idleSeconds = 0;
	}

	/** To be called every second. */
	second(): void {
		if (this.#idleSeconds < LINGER_S) this.#idleSeconds++;
	}

	/** Switches the light as the setting says. */
	update(): void {
		const mode = this.#model.get(BACKLIGHT);
		const pressed = this.#idleSeconds < LINGER_S;
		const lit = mode === BacklightMode.ON || (mode === BacklightMode.BUTTON && pressed);
		if (lit === this.#lit) return;
		this.#lit = lit;
		this.#lcd.backlight(lit);
	}
}
