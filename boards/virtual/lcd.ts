/** The LCD and the buttons' pads over the byte link. */
import type { Lcd, TouchPads } from "board";
import { ToBench } from "./link";
import { sendBytes, sendPart } from "./messages";

const on = new Uint8Array(1);

/** See {@link Lcd}. */
export const lcd: Lcd = {
	send(page, column, bytes, first, count) {
		sendPart(ToBench.LCD, page, column, bytes, first, count);
	},
	backlight(lit) {
		on[0] = lit ? 1 : 0;
		sendBytes(ToBench.BACKLIGHT, 0, on);
	},
};

class VirtualPads implements TouchPads {
	#onTouch: ((pad: number, down: boolean) => void) | undefined;

	start(onTouch: (pad: number, down: boolean) => void): void {
		this.#onTouch = onTouch;
	}

	/** A pad was touched or let go, as the bench says. */
	change(pad: number, down: boolean): void {
		this.#onTouch?.(pad, down);
	}
}

export const touch = new VirtualPads();
