/**
 * The display (manual, chapter 7): adds part 3, the buttons and the backlight to the legally
 * relevant parts 1 and 2. All of it is drawn every second; part 3 after every press too.
 *
 * Part 3 (manual 7.3–7.6) shows one of its screens. A screen is written and drawn in steps, so that
 * no bus has to wait for an answer until a whole page is drawn.
 */

import type Password from "access/password";
import type { Board } from "board";
import Backlight from "display/backlight";
import Browser from "display/browser";
import Buttons from "display/buttons";
import CounterPages, { type CtPages } from "display/counter-pages";
import Menus from "display/menus";
import PasskeyScreen, { type PasskeySource } from "display/passkey-screen";
import { type Press, ROWS, type Screen } from "display/screen";
import { SMALL_FONT } from "indication/fonts";
import type { Signs } from "indication/identity-line";
import Indication, { LOWER_LINE } from "indication/indication";
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

/** Inputs of the display besides the registers. */
export interface DisplaySources {
	readonly signs: Signs;
	readonly history: CtPages;
	/** True if the board analyses power quality. */
	readonly hasQuality: boolean;
	readonly password: Password;
	/** Returns the text of the Bluetooth page's QR code; undefined without a radio. */
	readonly qrText: (() => string) | undefined;
	/** The radio; undefined if the board has none. */
	readonly pairing: PasskeySource | undefined;
}

export default class Display {
	private readonly indication: Indication;
	private readonly backlight: Backlight;
	private readonly buttons: Buttons;
	private readonly area: TextArea;
	private readonly browser: Browser;
	/** Covers the others while a client pairs; undefined without a radio. */
	private readonly passkey: PasskeyScreen | undefined;
	/** Runs while a step is left. */
	private readonly painter: Timer;
	private screen: Screen;
	/** True if the next step writes the screen; true if the area has the screen's words already. */
	private due = false;
	private drawn = false;
	/** Time since the last press. */
	private idleSeconds = 0;

	constructor(
		{ lcd, touch }: Pick<Board, "lcd" | "touch">,
		model: RegisterModel,
		{ signs, history, hasQuality, password, qrText, pairing }: DisplaySources,
	) {
		const indication = new Indication(lcd, model, signs);
		const { picture } = indication;
		const place = { x: 0, y: LOWER_LINE + 1, columns: COLUMNS, rows: ROWS };
		const area = new TextArea(picture, SMALL_FONT, place);
		const menus = new Menus(
			{ area, picture, model, password, qrText },
			(screen) => this.show(screen),
			() => this.show(this.browser),
		);
		this.indication = indication;
		this.backlight = new Backlight(lcd, model);
		this.buttons = new Buttons(touch, indication, (press) => this.press(press));
		this.area = area;
		const counters = new CounterPages(area, model, history);
		this.browser = new Browser(area, model, counters, hasQuality, () => menus.open());
		this.passkey = pairing && new PasskeyScreen(area, pairing);
		this.screen = this.browser;
		this.painter = restingTimer(() => this.step());
	}

	/** Draws, and begins to watch the buttons and to draw every second. */
	start(): void {
		this.indication.start();
		this.backlight.start();
		this.buttons.start();
		Timer.repeat(() => this.second(), 1000);
		this.draw();
	}

	private press(press: Press): void {
		this.backlight.press();
		if (!this.indication.stopped) {
			this.idleSeconds = 0;
			this.screen.press(press);
		}
		this.draw();
	}

	private second(): void {
		this.indication.second();
		this.browser.second();
		this.countIdle();
		this.followPairing();
		this.backlight.second();
		this.draw();
	}

	/** Goes back to the pages that change by themselves when nobody has pressed a button for long. */
	private countIdle(): void {
		if (this.idleSeconds >= IDLE_LIMIT_S) return;
		this.idleSeconds++;
		if (this.idleSeconds < IDLE_LIMIT_S) return;
		this.browser.cycle();
		if (this.screen !== this.browser) this.show(this.browser);
	}

	/** Shows the six digits while a client pairs, and then the pages; a menu is closed. */
	private followPairing(): void {
		const passkey = this.passkey;
		if (!passkey) return;
		// Every second: a client that tries again has new digits, with no pause in between.
		if (passkey.needed) this.backlight.press();
		if (passkey.needed === (this.screen === passkey)) return;
		this.show(passkey.needed ? passkey : this.browser);
	}

	/** Starts to draw part 3 with the present values; once the meter has stopped, to erase it. */
	private draw(): void {
		if (this.indication.stopped) this.clear();
		else this.due = true;
		Timer.schedule(this.painter, STEP_MS, STEP_MS);
		this.backlight.update();
	}

	/** Closes the menus and empties part 3. */
	private clear(): void {
		if (this.screen !== this.browser) this.show(this.browser);
		this.due = this.drawn = false;
		this.area.clear();
	}

	private show(screen: Screen): void {
		// A touch that began on another screen is not meant for this one.
		this.buttons.drop();
		this.screen.leave?.();
		this.screen = screen;
		this.drawn = false;
	}

	private step(): void {
		if (this.due) {
			this.due = false;
			this.write();
			return;
		}
		if (this.area.paint(STEP_CHARACTERS)) Timer.schedule(this.painter);
		this.indication.picture.flush(LOWER_LINE);
	}

	private write(): void {
		if (this.drawn && this.screen.update?.()) return;
		this.drawn = true;
		this.area.clear();
		this.screen.draw();
	}
}
