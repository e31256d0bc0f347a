/** Shows the six digits that the owner of a phone or computer enters there to pair. */
import type { Screen } from "display/screen";
import { label } from "indication/label";
import type TextArea from "indication/text-area";

const DIGITS = 6;

const TITLE = label("BLUETOOTH PAIRING");
const ENTER = label("Enter in your device:");

const DIGITS_COLUMN = 17;
const DIGITS_ROW = 2;

/** The radio, which has the digits. */
export interface PasskeySource {
	/** 0..999999; −1 while nobody pairs. */
	readonly passkey: number;
}

export default class PasskeyScreen implements Screen {
	private readonly area: TextArea;
	private readonly source: PasskeySource;

	constructor(area: TextArea, source: PasskeySource) {
		this.area = area;
		this.source = source;
	}

	/** True while there is something to show. */
	get needed(): boolean {
		return this.source.passkey >= 0;
	}

	press(): void {}

	draw(): void {
		const area = this.area;
		area.text(1, 0, TITLE);
		area.text(1, 1, ENTER);
		if (this.needed) area.zeroPadded(DIGITS_COLUMN, DIGITS_ROW, DIGITS, this.source.passkey);
	}
}
