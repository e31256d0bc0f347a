/** The LCD over the byte link. */
import type { Lcd } from "board";
import { ToBench } from "./link";
import { sendBytes, sendPart } from "./messages";

export default class VirtualLcd implements Lcd {
	private readonly on = new Uint8Array(1);

	send(page: number, column: number, bytes: Uint8Array, first: number, count: number): void {
		sendPart(ToBench.LCD, page, column, bytes, first, count);
	}

	backlight(on: boolean): void {
		this.on[0] = on ? 1 : 0;
		sendBytes(ToBench.BACKLIGHT, 0, this.on);
	}
}
