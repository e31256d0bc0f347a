/**
 * UC1608 (UltraChip), an LCD controller for 240 × 128 pixels on SPI. It takes commands while its
 * C/D pin is 0 and columns of eight pixels while it is 1. Data sheet: section "Command table".
 */
import { type DigitalIO, LCD_HEIGHT, LCD_WIDTH } from "board";
import Digital from "esp32s3/digital";
import type { BusDevice } from "esp32s3/spi-bus";
import Timer from "timer";

/** Commands; arguments are in the lower bits. */
const Command = Object.freeze({
	COLUMN_LOW: 0x00,
	COLUMN_HIGH: 0x10,
	/** Multiplex rate 128, temperature compensation −0.10 %/K. */
	MULTIPLEX_128: 0x26,
	/** Internal charge pump. */
	POWER_ON: 0x2f,
	START_LINE_0: 0x40,
	CONTRAST: 0x81,
	/** The column counts up automatically and stops at the end of the page. */
	COLUMN_COUNTS: 0x88,
	NO_FIXED_LINES: 0x90,
	DISPLAY_ON: 0xaf,
	PAGE: 0xb0,
	/** First row at the top, first column on the left. */
	MAPPING: 0xc8,
	/** Bias ratio 12. */
	BIAS: 0xea,
} as const);

/** Contrast (0..255) of the glass named in docs/hardware.md. */
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

const PAGE_ROWS = 8;
const PAGES = LCD_HEIGHT / PAGE_ROWS;

/** Length of the reset pulse. */
const RESET_MS = 3;

/** Time from the end of the reset pulse to the first command. */
const READY_MS = 10;

/** Time that the charge pump takes to start. */
const POWER_UP_MS = 100;

export interface ControllerPins {
	/** C/D. */
	data: number;
	/** /RST. */
	reset: number;
}

export default class Uc1608 {
	readonly #bus: BusDevice;
	readonly #data: DigitalIO;
	readonly #command = new Uint8Array(3);
	readonly #columns = new Uint8Array(LCD_WIDTH);

	constructor(bus: BusDevice, pins: ControllerPins) {
		const mode = Digital.Output;
		this.#bus = bus;
		this.#data = new Digital({ pin: pins.data, mode });
		const reset = new Digital({ pin: pins.reset, mode });
		reset.write(0);
		Timer.delay(RESET_MS);
		reset.write(1);
		Timer.delay(READY_MS);
		this.#data.write(0);
		bus.send(Uint8Array.from(SETUP));
		for (let page = 0; page < PAGES; page++) this.send(page, 0, this.#columns, 0, LCD_WIDTH);
		Timer.set(() => {
			this.#data.write(0);
			bus.send(Uint8Array.of(Command.DISPLAY_ON));
		}, POWER_UP_MS);
	}

	/** Writes part of a page, as the board's `Lcd` does. */
	send(page: number, column: number, bytes: Uint8Array, first: number, count: number): void {
		const command = this.#command;
		command[0] = Command.PAGE | page;
		command[1] = Command.COLUMN_HIGH | (column >> 4);
		command[2] = Command.COLUMN_LOW | (column & 15);
		this.#data.write(0);
		this.#bus.send(command);
		// The SDK's SPI copies whole words, so the data must begin on a word boundary.
		const columns = this.#columns.subarray(0, count);
		columns.set(bytes.subarray(first, first + count));
		this.#data.write(1);
		this.#bus.send(columns);
	}
}
