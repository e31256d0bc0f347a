/**
 * The LCD: 240 × 128 pixels behind a controller UC1608 (UltraChip) on SPI, which takes commands while its C/D pin is
 * 0 and columns of eight pixels while it is 1. Commands by the controller's data sheet, section "Command table".
 */

import Digital from "embedded:io/digital";
import type { Lcd } from "board";
import type { BusDevice } from "esp32s3/spi-bus";
import Timer from "timer";

/** Commands; an argument stands in the lower bits. */
const Command = Object.freeze({
	COLUMN_LOW: 0x00,
	COLUMN_HIGH: 0x10,
	/** Multiplex rate 128, temperature compensation −0.10 %/K. */
	MULTIPLEX_128: 0x26,
	/** Internal charge pump. */
	POWER_ON: 0x2f,
	START_LINE_0: 0x40,
	CONTRAST: 0x81,
	/** The column counts up by itself and stops at the end of the page. */
	COLUMN_COUNTS: 0x88,
	NO_FIXED_LINES: 0x90,
	DISPLAY_ON: 0xaf,
	PAGE: 0xb0,
	/** First row on top, first column on the left. */
	MAPPING: 0xc8,
	/** Bias ratio 12. */
	BIAS: 0xea,
} as const);

/** Of the glass that docs/hardware.md names; 0..255. */
const CONTRAST = 0x72;

const SETUP: readonly number[] = Object.freeze([
	Command.MULTIPLEX_128,
	Command.MAPPING,
	Command.BIAS,
	Command.POWER_ON,
	Command.START_LINE_0,
	Command.NO_FIXED_LINES,
	Command.COLUMN_COUNTS,
	Command.CONTRAST,
	CONTRAST,
]);

const COLUMNS = 240;
const PAGES = 16;

/** Milliseconds of the reset pulse, from its end to the first command, and until the charge pump has come up. */
const RESET = 3;
const READY = 10;
const POWER_UP = 100;

export interface LcdPins {
	/** C/D, /RST and the transistor of the backlight. */
	data: number;
	reset: number;
	backlight: number;
}

export default class Uc1608 implements Lcd {
	readonly #bus: BusDevice;
	readonly #data: Digital;
	readonly #backlight: Digital;
	readonly #command = new Uint8Array(3);
	readonly #columns = new Uint8Array(COLUMNS);

	constructor(bus: BusDevice, pins: LcdPins) {
		const mode = Digital.Output as number;
		this.#bus = bus;
		this.#data = new Digital({ pin: pins.data, mode });
		this.#backlight = new Digital({ pin: pins.backlight, mode });
		const reset = new Digital({ pin: pins.reset, mode });
		reset.write(0);
		Timer.delay(RESET);
		reset.write(1);
		Timer.delay(READY);
		this.#data.write(0);
		bus.send(Uint8Array.from(SETUP));
		for (let page = 0; page < PAGES; page++) this.send(page, 0, this.#columns, 0, COLUMNS);
		Timer.set(() => {
			this.#data.write(0);
			bus.send(Uint8Array.of(Command.DISPLAY_ON));
		}, POWER_UP);
	}

	send(page: number, column: number, bytes: Uint8Array, first: number, count: number): void {
		const command = this.#command;
		command[0] = Command.PAGE | page;
		command[1] = Command.COLUMN_HIGH | (column >> 4);
		command[2] = Command.COLUMN_LOW | (column & 15);
		this.#data.write(0);
		this.#bus.send(command);
		// The SDK's SPI copies whole words: what it is given begins on one.
		const columns = this.#columns.subarray(0, count);
		for (let i = 0; i < count; i++) columns[i] = bytes[first + i];
		this.#data.write(1);
		this.#bus.send(columns);
	}

	backlight(on: boolean): void {
		this.#backlight.write(on ? 1 : 0);
	}
}
