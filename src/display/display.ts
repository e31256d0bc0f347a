/**
 * The display (manual, chapter 7): parts 1 and 2, which are legally relevant, above; part 3, the buttons' screens, below.
 * Everything is written anew every second and after every press; only characters that have changed are drawn, part 3's
 * in steps, and only what was drawn is sent to the LCD.
 */
import type { Board } from "board";
import Backlight from "display/backlight";
import Browser from "display/browser";
import Buttons from "display/buttons";
import CounterPages, { type CtPages } from "display/counter-pages";
import Menus from "display/menus";
import { type Press, ROWS, type Screen } from "display/screen";
import EnergyPart from "indication/energy-part";
import { SMALL_FONT } from "indication/fonts";
import IdentityLine from "indication/identity-line";
import Picture from "indication/picture";
import TextArea from "indication/text-area";
import type BusActivity from "registers/bus-activity";
import type RegisterModel from "registers/model";
import type Password from "registers/password";
import { indexOf } from "registers/table";
import restingTimer from "resting-timer";
import Timer from "timer";

const SCREEN_DIRECTION = indexOf("screenDirection");
const OBIS_CODES = indexOf("obisCodes");
const LATER_TARIFFS = indexOf("laterTariffs");
const ERROR_CODE = indexOf("errorCode");

/** Screen direction of a display that is turned by 180°. */
const TURNED = 1;

/** Bit of the error code that stops the meter (manual 8.1). */
const STOPPED = 1;

/** Seconds without a press after which a menu is left. */
const TIMEOUT = 60;

/** Row of pixels of the lines above and below part 2. */
const UPPER_LINE = 13;
const LOWER_LINE = 79;

/** Columns of the parts in small characters. */
const COLUMNS = 40;

/** First row of pixels of part 3. */
const SCREEN_TOP = 80;

/**
 * Characters of part 3 that are drawn at once, and the ms between: it is written and drawn in steps behind the rest, so that
 * no bus has to wait for its answer until the whole display is done.
 */
const CHARACTERS_A_STEP = 32;
const STEP = 10;

/** What the display shows beside the registers. */
export interface DisplaySources {
	readonly history: CtPages;
	readonly activity: BusActivity;
	readonly password: Password;
	/** What the Bluetooth page's QR code says. */
	readonly qrText: () => string;
}

export default class Display {
	readonly #model: RegisterModel;
	readonly #history: CtPages;
	readonly #picture: Picture;
	readonly #backlight: Backlight;
	readonly #identity: IdentityLine;
	readonly #energy: EnergyPart;
	readonly #area: TextArea;
	readonly #browser: Browser;
	/** Goes on with part 3 while there is some of it to be written or drawn. */
	readonly #painter: Timer;
	/** Whether part 3 is to be written, and whether its words, too. */
	#due = false;
	#dueFull = false;
	#screen: Screen;
	/** Seconds since the start, and since a button was pressed. */
	#seconds = 0;
	#idle = 0;
	/** Whether the error is shown that has stopped the meter. */
	#stopped = false;
	/** What the words on the display depend on, as it was drawn last. */
	#layout = -1;

	constructor(
		{ lcd, touch }: Pick<Board, "lcd" | "touch">,
		model: RegisterModel,
		sources: DisplaySources,
	) {
		const picture = new Picture(lcd);
		this.#model = model;
		this.#history = sources.history;
		this.#picture = picture;
		this.#backlight = new Backlight(lcd, model);
		const line = new TextArea(picture, SMALL_FONT, { x: 0, y: 0, columns: COLUMNS, rows: 1 });
		this.#identity = new IdentityLine(line, model, sources.activity);
		this.#energy = new EnergyPart(picture, model);
		this.#area = new TextArea(picture, SMALL_FONT, {
			x: 0,
			y: SCREEN_TOP,
			columns: COLUMNS,
			rows: ROWS,
		});
		const counters = new CounterPages(this.#area, model, sources.history);
		const { password, qrText } = sources;
		const menus = new Menus(
			{ area: this.#area, picture, model, password, qrText },
			(screen) => this.#show(screen),
			() => this.#show(this.#browser),
		);
		this.#browser = new Browser(this.#area, model, counters, () => menus.open());
		this.#screen = this.#browser;
		this.#painter = restingTimer(() => this.#paint());
		picture.fill(0, UPPER_LINE, 240, 1, true);
		picture.fill(0, LOWER_LINE, 240, 1, true);
		new Buttons(touch, (press) => this.#press(this.#seen(press)));
		Timer.repeat(() => this.#second(), 1000);
		this.#draw();
	}

	/** A press as who reads the display sees it: with the screen turned, the outside buttons are beneath each other's hints. */
	#seen(press: Press): Press {
		if (this.#model.get(SCREEN_DIRECTION) !== TURNED) return press;
		if (press === "left") return "right";
		return press === "right" ? "left" : press;
	}

	#press(press: Press): void {
		this.#idle = 0;
		this.#backlight.press();
		if (!this.#stopped) this.#screen.press(press);
		this.#draw();
	}

	#second(): void {
		this.#seconds++;
		this.#backlight.second();
		this.#identity.second();
		this.#browser.second();
		if (this.#idle < TIMEOUT) {
			this.#idle++;
			if (this.#idle === TIMEOUT && this.#screen.expire()) this.#show(this.#browser);
		}
		this.#draw();
	}

	#show(screen: Screen): void {
		this.#screen.leave?.();
		this.#screen = screen;
		this.#layout = -1;
	}

	#draw(): void {
		const model = this.#model;
		const error = model.get(ERROR_CODE);
		const stopped = (error & STOPPED) !== 0;
		if (stopped !== this.#stopped) {
			this.#stopped = stopped;
			this.#show(this.#browser);
			this.#area.clear();
			this.#energy.clear();
		}
		const full = this.#layoutChanged();
		this.#picture.turned = model.get(SCREEN_DIRECTION) === TURNED;
		this.#identity.draw(this.#seconds, full);
		if (stopped) this.#energy.drawError(error);
		else this.#energy.draw(full);
		this.#picture.flush();
		this.#backlight.update();
		this.#due = !stopped;
		this.#dueFull ||= full;
		Timer.schedule(this.#painter, STEP, STEP);
	}

	/** One step of part 3. */
	#paint(): void {
		if (this.#due) {
			this.#screen.draw(this.#dueFull);
			this.#due = this.#dueFull = false;
			return;
		}
		if (this.#area.paint(CHARACTERS_A_STEP)) Timer.schedule(this.#painter);
		this.#picture.flush(LOWER_LINE);
	}

	/** Whether words have to be written anew: another screen, OBIS codes switched, tariffs or CT pages more. */
	#layoutChanged(): boolean {
		const model = this.#model;
		const bits = model.get(OBIS_CODES) + 2 * model.get(LATER_TARIFFS) + (this.#stopped ? 4 : 0);
		const layout = 8 * this.#history.pages + bits;
		const changed = layout !== this.#layout;
		this.#layout = layout;
		return changed;
	}
}
