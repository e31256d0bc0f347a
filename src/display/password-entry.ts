/** Asks for the password, digit by digit, before the settings menu (manual 7.5). */

import type Password from "access/password";
import { PASSWORD_DIGITS } from "access/settings";
import DigitEditor from "display/digit-editor";
import { OK, type Press, type Screen, writeHints, writeMiddle } from "display/screen";
import { label } from "indication/label";
import type TextArea from "indication/text-area";

const COLUMN = 14;
const WAY_OUT_ROW = 2;

const PASSWORD = label("PASSWORD");
const WAY_OUT = label("HOLD OK TO LEAVE");
const WRONG = label("WRONG PASSWORD");
const TRIES = label("TRIES LEFT: ");
const LOCKED = label("LOCKED FOR ");
const SECONDS = label(" S");

export default class PasswordEntry implements Screen {
	private readonly area: TextArea;
	private readonly password: Password;
	private readonly onRight: () => void;
	private readonly onLeave: () => void;
	private readonly editor = new DigitEditor();
	private wrong = false;

	/**
	 * @param onRight called when the password was right
	 * @param onLeave called when the middle button is held
	 */
	constructor(area: TextArea, password: Password, onRight: () => void, onLeave: () => void) {
		this.area = area;
		this.password = password;
		this.onRight = onRight;
		this.onLeave = onLeave;
	}

	/** Starts a new entry. */
	open(): void {
		this.wrong = false;
		this.editor.startSecret(PASSWORD_DIGITS);
	}

	leave(): void {
		this.open();
	}

	press(press: Press): void {
		if (press === "hold") this.onLeave();
		else if (this.password.menu.locked || this.wrong) this.open();
		else if (press !== "middle") this.editor.turn(press === "left" ? -1 : 1);
		else if (this.editor.next()) this.try(this.editor.value);
	}

	draw(): void {
		const area = this.area;
		const { locked, lockedSeconds, triesLeft } = this.password.menu;
		if (locked) area.text(area.number(area.text(1, 0, LOCKED), 0, 4, lockedSeconds), 0, SECONDS);
		else if (this.wrong) {
			area.text(1, 0, WRONG);
			area.number(area.text(1, 1, TRIES), 1, 1, triesLeft);
		} else {
			area.text(1, 0, PASSWORD);
			this.editor.draw(area, COLUMN, 0);
			area.text(1, WAY_OUT_ROW, WAY_OUT);
		}
		writeMiddle(area, OK);
		writeHints(area, 0, 1);
	}

	private try(value: number): void {
		if (this.password.check(value)) {
			this.open();
			this.onRight();
		} else this.wrong = true;
	}
}
