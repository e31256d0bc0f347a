/**
 * The legally relevant part of the display (manual 7.1, 7.2, 8.1): parts 1 and 2, and the error
 * that stops the meter. The picture below {@link LOWER_LINE} is free for part 3.
 */
import { LCD_WIDTH, type Lcd } from "board";
import EnergyPart from "indication/energy-part";
import IdentityLine, { type RequestCount } from "indication/identity-line";
import Picture from "indication/picture";
import type RegisterModel from "registers/model";
import { indexOf } from "registers/table";
import { ErrorCode } from "storage/error-code";

const SCREEN_DIRECTION = indexOf("screenDirection");
const ERROR_CODE = indexOf("errorCode");

/** Value of the screen direction for a display turned by 180°. */
const TURNED = 1;

/** Rows of pixels of the lines above and below part 2. */
const UPPER_LINE = 13;
export const LOWER_LINE = 79;

export default class Indication {
	/** Picture of the whole LCD. */
	readonly picture: Picture;
	readonly #model: RegisterModel;
	readonly #identity: IdentityLine;
	readonly #energy: EnergyPart;
	/** True while the picture shows the error in place of the energies. */
	#showsError = false;

	constructor(lcd: Lcd, model: RegisterModel, buses: RequestCount) {
		const picture = new Picture(lcd);
		this.picture = picture;
		this.#model = model;
		this.#identity = new IdentityLine(picture, model, buses);
		this.#energy = new EnergyPart(picture, model);
		picture.fill(0, UPPER_LINE, LCD_WIDTH, 1, true);
		picture.fill(0, LOWER_LINE, LCD_WIDTH, 1, true);
	}

	/** True if the LCD is mounted upside down (register 4032). */
	get turned(): boolean {
		return this.#model.get(SCREEN_DIRECTION) === TURNED;
	}

	/** True once an error has stopped the meter. */
	get stopped(): boolean {
		return (this.#model.get(ERROR_CODE) & ErrorCode.LOST) !== 0;
	}

	/** Call this every second. */
	second(): void {
		this.#identity.second();
	}

	/** Draws both parts with the present values, and sends the changes to the LCD. */
	draw(): void {
		const { stopped } = this;
		if (stopped !== this.#showsError) this.#energy.clear();
		this.#showsError = stopped;
		this.picture.turned = this.turned;
		this.#identity.draw();
		if (stopped) this.#energy.drawError(this.#model.get(ERROR_CODE));
		else this.#energy.draw();
		this.picture.flush();
	}
}
