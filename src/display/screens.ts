/**
 * Part 3 of the display (manual 7.3–7.6): shows one of its screens. A screen is written and drawn
 * in steps, so that no bus has to wait for an answer until a whole page is drawn.
 */

import type Password from "access/password";
import Browser from "display/browser";
import CounterPages, { type CtPages } from "display/counter-pages";
import Menus from "display/menus";
import { type Press, ROWS, type Screen } from "display/screen";
import { SMALL_FONT } from "indication/fonts";
import { LOWER_LINE } from "indication/indication";
import type Picture from "indication/picture";
import TextArea from "indication/text-area";
import type RegisterModel from "registers/model";
import restingTimer from "resting-timer";
import Timer from "timer";

/** Time without a press after which a menu closes. */
const IDLE_LIMIT_S = 60;

/** Time from one step to the next, and the characters that a step draws. */
const STEP_MS = 10;
const STEP_CHARACTERS = 32;

const COLUMNS = 40;

/** Inputs of the screens besides the registers. */
export interface ScreenSources {
	readonly history: CtPages;
	readonly password: Password;
	/** Returns the text of the Bluetooth page's QR code. */
	readonly qrText: () => string;
}

export default class Screens {
	readonly #picture: Picture;
	readonly #area: TextArea;
	readonly #browser: Browser;
	/** Runs while a step is left. */
	readonly #painter: Timer;
	#screen: Screen;
	/** True if the next step writes the screen; true if the area has the screen's words already. */
	#due = false;
	#drawn = false;
	/** Time since the last press. */
	#idleSeconds = 0;

	constructor(picture: Picture, model: RegisterModel, sources: ScreenSources) {
		const { history, password, qrText } = sources;
		const place = { x: 0, y: LOWER_LINE + 1, columns: COLUMNS, rows: ROWS };
		const area = new TextArea(picture, SMALL_FONT, place);
		const menus = new Menus(
			{ area, picture, model, password, qrText },
			(screen) => this.#show(screen),
			() => this.#show(this.#browser),
		);
		this.#picture = picture;
		this.#area = area;
		this.#browser = new Browser(area, model, new CounterPages(area, model, history), () =>
			menus.open(),
		);
		this.#screen = this.#browser;
		this.#painter = restingTimer(() => this.#step());
	}

	/** Passes a press to the screen; {@link draw} shows the result. */
	press(press: Press): void {
		this.#idleSeconds = 0;
		this.#screen.press(press);
	}

	/** Call this every second. */
	second(): void {
		this.#browser.second();
		if (this.#idleSeconds >= IDLE_LIMIT_S) return;
		this.#idleSeconds++;
		if (this.#idleSeconds < IDLE_LIMIT_S) return;
		if (this.#screen === this.#browser) this.#browser.cycle();
		else this.#show(this.#browser);
	}

	/** Starts to draw the screen with the present values. */
	draw(): void {
		this.#due = true;
		Timer.schedule(this.#painter, STEP_MS, STEP_MS);
	}

	/** Closes the menus and starts to erase the part. */
	clear(): void {
		if (this.#screen !== this.#browser) this.#show(this.#browser);
		this.#due = this.#drawn = false;
		this.#area.clear();
		Timer.schedule(this.#painter, STEP_MS, STEP_MS);
	}

	#show(screen: Screen): void {
		this.#screen.leave?.();
		this.#screen = screen;
		this.#drawn = false;
	}

	#step(): void {
		if (this.#due) {
			this.#due = false;
			this.#write();
			return;
		}
		if (this.#area.paint(STEP_CHARACTERS)) Timer.schedule(this.#painter);
		this.#picture.flush(LOWER_LINE);
	}

	#write(): void {
		if (this.#drawn && this.#screen.update?.()) return;
		this.#drawn = true;
		this.#area.clear();
		this.#screen.draw();
	}
}
