/**
 * The legally relevant part of the display (manual 7.1, 7.2, 8.1): parts 1 and 2, and the error
 * that stops the meter. The picture below {@link LOWER_LINE} is free for part 3.
 */
import { LCD_WIDTH, type Lcd } from "board";
import EnergyPart from "indication/energy-part";
import IdentityLine, { type Signs } from "indication/identity-line";
import type { IndicationName } from "indication/names";
import Picture from "indication/picture";
import type RegisterModel from "registers/model";
import restingTimer from "resting-timer";
import Timer from "timer";

/** Quantities that a write changes and that the parts show. */
const SETTINGS = Object.freeze([
	"screenDirection",
	"tariff",
	"ctRatio",
	"broadcast",
	"obisCodes",
	"combinationCode",
] as const);

/** Time from a write to its picture, so that the answer to the write comes first. */
const DELAY_MS = 10;

/** Value of the screen direction for a display turned by 180°. */
const TURNED = 1;

/** Rows of pixels of the lines above and below part 2. */
const UPPER_LINE = 13;
export const LOWER_LINE = 79;

export default class Indication {
	/** Picture of the whole LCD. */
	readonly picture: Picture;
	private readonly model: RegisterModel<IndicationName>;
	private readonly screenDirection: number;
	private readonly errorCode: number;
	private readonly identity: IdentityLine;
	private readonly energy: EnergyPart;
	/** Rests until a register is written. */
	private readonly drawer: Timer;
	/** True while the picture shows the error in place of the energies. */
	private showsError = false;

	constructor(lcd: Lcd, model: RegisterModel<IndicationName>, signs: Signs) {
		const picture = new Picture(lcd);
		this.picture = picture;
		this.model = model;
		this.screenDirection = model.indexOf("screenDirection");
		this.errorCode = model.indexOf("errorCode");
		this.identity = new IdentityLine(picture, model, signs);
		this.energy = new EnergyPart(picture, model);
		this.drawer = restingTimer(() => this.drawWritten());
		picture.fill(0, UPPER_LINE, LCD_WIDTH, 1, true);
		picture.fill(0, LOWER_LINE, LCD_WIDTH, 1, true);
	}

	/** Draws, now and soon after each write of a register that is shown. */
	start(): void {
		const rows = this.model.indicesOf(SETTINGS);
		this.model.onChange(rows, () => Timer.schedule(this.drawer, DELAY_MS, DELAY_MS));
		this.draw();
	}

	/** True if the LCD is mounted upside down (register 4032). */
	get turned(): boolean {
		return this.model.get(this.screenDirection) === TURNED;
	}

	/** True once an error has stopped the meter. */
	get stopped(): boolean {
		return this.model.stopped;
	}

	/** Draws with the present values. Call this every second. */
	second(): void {
		this.identity.second();
		this.draw();
	}

	private drawWritten(): void {
		Timer.schedule(this.drawer);
		this.draw();
	}

	/** Draws both parts, and sends the changes to the LCD. */
	private draw(): void {
		const { stopped } = this;
		if (stopped !== this.showsError) this.energy.clear();
		this.showsError = stopped;
		this.picture.turned = this.turned;
		this.identity.draw();
		if (stopped) this.energy.drawError(this.model.get(this.errorCode));
		else this.energy.draw();
		this.picture.flush();
	}
}
