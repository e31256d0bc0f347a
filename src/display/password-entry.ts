/** Asks for the password, digit by digit, before the settings menu (manual 7.5). */
import DigitEditor from "display/digit-editor";
import { OK } from "display/menu-words";
import { type Press, type Screen, writeHints } from "display/screen";
import { label } from "indication/label";
import type TextArea from "indication/text-area";
import type Password from "registers/password";

const DIGITS = 4;

const COLUMN = 14;

const PASSWORD = label(" PASSWORD");
const WRONG = label(" WRONG PASSWORD");
const TRIES = label(" TRIES LEFT: ");
const LOCKED = label(" LOCKED FOR ");
const SECONDS = label(" S");

export default class PasswordEntry implements Screen {
	readonly #area: TextArea;
	readonly #password: Password;
	readonly #onRight: () => void;
	readonly #onLeave: () => void;
	readonly #editor = new DigitEditor();
	#wrong = false;

	/** @param onRight called when the password was right @param onLeave called when nobody wants to enter it */
	constructor(area: TextArea, password: Password, onRight: () => void, onLeave: () => void) {
		this.#area = area;
		this.#password = password;
		this.#onRight = onRight;
		this.#onLeave = onLeave;
	}

	/** Begins anew. */
	open(): void {
		this.#wrong = false;
		this.#editor.start(0, DIGITS);
	}

	leave(): void {
		this.open();
	}

	expire(): boolean {
		return true;
	}

	press(press: Press): void {
		if (press === "hold") this.#onLeave();
		else if (this.#password.locked || this.#wrong) this.open();
		else if (press !== "middle") this.#editor.turn(press === "left" ? -1 : 1);
		else if (this.#editor.next()) this.#try(this.#editor.value);
	}

	draw(): void {
		const area = this.#area;
		area.reset();
		for (let row = 1; row < 3; row++) area.blank(0, row);
		if (this.#password.locked) {
			const column = area.number(area.text(0, 0, LOCKED), 0, 4, this.#password.lockedSeconds);
			area.blank(area.text(column, 0, SECONDS), 0);
		} else if (this.#wrong) {
			area.blank(area.text(0, 0, WRONG), 0);
			area.number(area.text(0, 1, TRIES), 1, 1, this.#password.triesLeft);
		} else {
			area.blank(area.text(0, 0, PASSWORD), 0, COLUMN);
			this.#editor.draw(area, COLUMN, 0, true);
		}
		writeHints(area, true, OK, 0, 1);
	}

	#try(value: number): void {
		if (this.#password.check(value)) {
			this.open();
			this.#onRight();
		} else this.#wrong = true;
	}
}
