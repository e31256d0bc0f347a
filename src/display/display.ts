/**
 * The display (manual, chapter 7): adds the screens of part 3, the buttons and the backlight to the
 * legally relevant parts 1 and 2. All of it is drawn every second; part 3 after every press too.
 */
import type { Board } from "board";
import Backlight from "display/backlight";
import Buttons from "display/buttons";
import type { Press } from "display/screen";
import Screens, { type ScreenSources } from "display/screens";
import type { Signs } from "indication/identity-line";
import Indication from "indication/indication";
import type RegisterModel from "registers/model";
import Timer from "timer";

/** Inputs of the display besides the registers. */
export interface DisplaySources extends ScreenSources {
	readonly signs: Signs;
}

export default class Display {
	readonly #indication: Indication;
	readonly #screens: Screens;
	readonly #backlight: Backlight;
	readonly #buttons: Buttons;

	constructor(
		{ lcd, touch }: Pick<Board, "lcd" | "touch">,
		model: RegisterModel,
		sources: DisplaySources,
	) {
		this.#indication = new Indication(lcd, model, sources.signs);
		this.#screens = new Screens(this.#indication.picture, model, sources);
		this.#backlight = new Backlight(lcd, model);
		this.#buttons = new Buttons(touch, this.#indication, (press) => this.#press(press));
	}

	/** Draws, and begins to watch the buttons and to draw every second. */
	start(): void {
		this.#indication.start();
		this.#backlight.start();
		this.#buttons.start();
		Timer.repeat(() => this.#second(), 1000);
		this.#draw();
	}

	#press(press: Press): void {
		this.#backlight.press();
		if (!this.#indication.stopped) this.#screens.press(press);
		this.#draw();
	}

	#second(): void {
		this.#indication.second();
		this.#screens.second();
		this.#backlight.second();
		this.#draw();
	}

	#draw(): void {
		if (this.#indication.stopped) this.#screens.clear();
		else this.#screens.draw();
		this.#backlight.update();
	}
}
