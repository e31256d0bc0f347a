/** The LCD: a glass with a UC1608, and its backlight. */
import type { DigitalIO, Lcd } from "board";
import Digital from "esp32s3/digital";
import type { BusDevice } from "esp32s3/spi-bus";
import Uc1608, { type ControllerPins } from "esp32s3/uc1608";

export interface LcdPins extends ControllerPins {
	/** Transistor of the backlight. */
	backlight: number;
}

export default class ChipLcd implements Lcd {
	readonly #controller: Uc1608;
	readonly #backlight: DigitalIO;

	constructor(bus: BusDevice, pins: LcdPins) {
		this.#controller = new Uc1608(bus, pins);
		this.#backlight = new Digital({ pin: pins.backlight, mode: Digital.Output });
	}

	send(page: number, column: number, bytes: Uint8Array, first: number, count: number): void {
		this.#controller.send(page, column, bytes, first, count);
	}

	backlight(on: boolean): void {
		this.#backlight.write(on ? 1 : 0);
	}
}
