/** Shows the QR code by which the app connects to this meter (manual 7.4). */
import type Password from "access/password";
import { HINT_ROW, type Press, type Screen } from "display/screen";
import { LOWER_LINE } from "indication/indication";
import { label } from "indication/label";
import type Picture from "indication/picture";
import type TextArea from "indication/text-area";
import qrCode from "qrcode";
import type RegisterModel from "registers/model";

/** Pixels across one module of the code. */
const MODULE = 2;

/** Largest code that has room: version 1, 21 × 21 modules. */
const VERSION = 1;

/** Top left pixel of the code. */
const X = 190;
const Y = 85;

/** A code needs empty space around it: the line above part 3 is interrupted there. */
const QUIET_X = 180;
const QUIET_WIDTH = 60;
const QUIET_HEIGHT = 48;

const TITLE = label("BLUETOOTH");
const SCAN = label("Scan the code with");
const APP = label("Meter Manager");
const OFF = label("is off: switch it on in");
const WHERE = label("SETTINGS, BROADCAST");
const BACK = label("BACK");

const BACK_COLUMN = 7;

export default class BluetoothScreen implements Screen {
	private readonly area: TextArea;
	private readonly picture: Picture;
	private readonly model: RegisterModel<"broadcast">;
	private readonly broadcast: number;
	private readonly password: Password;
	private readonly text: () => string;
	private readonly onLeave: () => void;
	/** True while the code is on the picture. */
	private shown = false;

	/**
	 * @param text returns the text of the code
	 * @param onLeave called when the middle button is pressed
	 */
	constructor(
		area: TextArea,
		picture: Picture,
		model: RegisterModel,
		password: Password,
		text: () => string,
		onLeave: () => void,
	) {
		this.area = area;
		this.picture = picture;
		this.model = model;
		this.broadcast = model.indexOf("broadcast");
		this.password = password;
		this.text = text;
		this.onLeave = onLeave;
	}

	/** Lets somebody who is at the meter pair, whatever strangers have tried by radio. */
	open(): void {
		this.password.passkeys.lift();
	}

	press(press: Press): void {
		if (press === "middle" || press === "hold") this.onLeave();
	}

	draw(): void {
		const area = this.area;
		const on = this.model.get(this.broadcast) === 1;
		area.text(1, 0, TITLE);
		area.text(1, 1, on ? SCAN : OFF);
		area.text(1, 2, on ? APP : WHERE);
		area.text(BACK_COLUMN, HINT_ROW, BACK);
		if (on === this.shown) return;
		if (on) this.drawCode();
		else this.eraseCode();
	}

	leave(): void {
		if (this.shown) this.eraseCode();
	}

	private drawCode(): void {
		const picture = this.picture;
		const code = qrCode({ input: this.text(), maxVersion: VERSION });
		const modules = new Uint8Array(code);
		const { size } = code;
		// Blanks that are still to be drawn would cover the code.
		this.area.paint();
		picture.fill(QUIET_X, LOWER_LINE, QUIET_WIDTH, 1, false);
		for (let i = 0; i < size * size; i++) {
			const x = X + (i % size) * MODULE;
			const y = Y + Math.floor(i / size) * MODULE;
			if (modules[i]) picture.fill(x, y, MODULE, MODULE, true);
		}
		this.shown = true;
	}

	private eraseCode(): void {
		this.picture.fill(QUIET_X, LOWER_LINE + 1, QUIET_WIDTH, QUIET_HEIGHT, false);
		this.picture.fill(QUIET_X, LOWER_LINE, QUIET_WIDTH, 1, true);
		this.shown = false;
	}
}
