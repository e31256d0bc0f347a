import { beforeEach, describe, expect, it, vi } from "vitest";
import ChipLcd from "../../../boards/esp32s3/lcd.ts";

const C_D = 39;
const RESET = 40;
const BACKLIGHT = 47;

/** Levels of the pins, pending timers, and the steps of the reset. */
const board = vi.hoisted(() => ({
	levels: new Map<number, number>(),
	timers: [] as (() => void)[],
	resets: [] as string[],
}));

vi.mock("embedded:io/digital", () => ({
	default: class {
		static readonly Output = 8;
		readonly #pin: number;
		constructor(options: { pin: number }) {
			this.#pin = options.pin;
		}
		write(level: number) {
			board.levels.set(this.#pin, level);
			if (this.#pin === 40) board.resets.push(`${level}`);
		}
	},
}));
vi.mock("timer", () => ({
	default: {
		delay: (milliseconds: number) => void board.resets.push(`${milliseconds} ms`),
		set: (callback: () => void) => void board.timers.push(callback),
	},
}));

/** A UC1608 as in its data sheet: memory by page and column, commands while C/D is 0. */
class Controller {
	readonly memory = Array.from({ length: 16 }, () => new Array<number>(240).fill(0x5a));
	readonly commands: number[] = [];
	on = false;
	#page = 0;
	#column = 0;
	/** A command whose second byte is pending. */
	#pending: number | undefined;

	exchange(): void {
		throw new Error("the LCD cannot be read");
	}

	send(bytes: Uint8Array): void {
		if (board.levels.get(RESET) !== 1) throw new Error("sent to a controller in reset");
		for (const byte of bytes)
			if (board.levels.get(C_D) === 1) this.#write(byte);
			else this.#obey(byte);
	}

	#write(byte: number): void {
		if (this.#column >= 240) throw new Error("written past the last column");
		this.memory[this.#page][this.#column++] = byte;
	}

	#obey(byte: number): void {
		this.commands.push(byte);
		if (this.#pending !== undefined) this.#pending = undefined;
		else if (byte === 0x81) this.#pending = byte;
		else if (byte <= 0x0f) this.#column = (this.#column & 0xf0) | byte;
		else if (byte <= 0x1f) this.#column = (this.#column & 0x0f) | ((byte & 15) << 4);
		else if (byte >= 0xb0 && byte <= 0xbf) this.#page = byte & 15;
		else if (byte === 0xaf) this.on = true;
	}
}

describe("the LCD of the ESP32-S3 board", () => {
	let controller: Controller;
	let lcd: ChipLcd;
	beforeEach(() => {
		board.levels.clear();
		board.timers = [];
		board.resets = [];
		controller = new Controller();
		lcd = new ChipLcd(controller, { data: C_D, reset: RESET, backlight: BACKLIGHT });
	});

	it("the LCD is reset, set up for 128 rows and cleared before it is turned on", () => {
		expect(board.resets).toEqual(["0", "3 ms", "1", "10 ms"]);
		expect(controller.commands.slice(0, 9)).toEqual([
			0x26, 0xc8, 0xea, 0x2f, 0x40, 0x90, 0x88, 0x81, 0x72,
		]);
		expect(controller.memory.flat().every((byte) => byte === 0)).toBe(true);
		expect(controller.on).toBe(false);
		for (const callback of board.timers) callback();
		expect(controller.on).toBe(true);
	});

	it("the LCD writes part of a page in its place and nothing else", () => {
		lcd.send(5, 100, Uint8Array.of(9, 1, 2, 3, 9), 1, 3);
		expect(controller.memory[5].slice(99, 104)).toEqual([0, 1, 2, 3, 0]);
		expect(controller.memory.flat().filter((byte) => byte !== 0)).toEqual([1, 2, 3]);
	});

	it.each([
		[0, 0, 240],
		[15, 239, 1],
		[7, 15, 2],
		[8, 16, 224],
	])("the LCD writes page %i, column %i, %i columns", (page, column, count) => {
		const bytes = Uint8Array.from({ length: count }, (_, i) => (i % 255) + 1);
		lcd.send(page, column, bytes, 0, count);
		expect(controller.memory[page].slice(column, column + count)).toEqual([...bytes]);
	});

	it("an LCD that is absent changes nothing, since nothing is read from it", () => {
		const reads = vi.spyOn(controller, "exchange");
		lcd.send(0, 0, new Uint8Array(240), 0, 240);
		for (const callback of board.timers) callback();
		lcd.backlight(true);
		expect(reads).not.toHaveBeenCalled();
	});

	it("the LCD's backlight has a separate pin", () => {
		lcd.backlight(true);
		expect(board.levels.get(BACKLIGHT)).toBe(1);
		lcd.backlight(false);
		expect(board.levels.get(BACKLIGHT)).toBe(0);
	});
});
