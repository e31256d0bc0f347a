/** The backlight (manual 7.6.7): always on, always off, or on for a minute after a press. */
import type { Lcd } from "board";
import { BacklightMode } from "display/settings";
import type RegisterModel from "registers/model";

/** Time for which it stays on after a press. */
const LINGER_S = 60;

export default class Backlight {
	private readonly lcd: Lcd;
	private readonly model: RegisterModel<"backlight">;
	private readonly mode: number;
	/** Time since the last press. */
	private idleSeconds = LINGER_S;
	private lit = false;

	constructor(lcd: Lcd, model: RegisterModel<"backlight">) {
		this.lcd = lcd;
		this.model = model;
		this.mode = model.indexOf("backlight");
	}

	/** Switches the light off. */
	start(): void {
		this.lcd.backlight(false);
	}

	/** Call this when a button is pressed. */
	press(): void {
		this.idleSeconds = 0;
	}

	/** Call this every second. */
	second(): void {
		if (this.idleSeconds < LINGER_S) this.idleSeconds++;
	}

	/** Switches the light as the setting says. */
	update(): void {
		const mode = this.model.get(this.mode);
		const pressed = this.idleSeconds < LINGER_S;
		const lit = mode === BacklightMode.ON || (mode === BacklightMode.BUTTON && pressed);
		if (lit === this.lit) return;
		this.lit = lit;
		this.lcd.backlight(lit);
	}
}
