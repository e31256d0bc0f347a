/** The LCD in the simulator's window, in the colours of the bench's panel. */
import { LCD_HEIGHT, LCD_WIDTH, type Lcd } from "board";
import type { Screen } from "simulator/screen";

/** The simulator's window. */
declare const screen: Screen;

const PAGE_ROWS = 8;
const PAGES = LCD_HEIGHT / PAGE_ROWS;

/** Colours in the window's format: 5 bits red, 6 green, 5 blue. */
const LIT = Object.freeze({ glass: 0x2adb, pixel: 0xf7bf });
const UNLIT = Object.freeze({ glass: 0x9532, pixel: 0x2166 });

export default class SimulatedLcd implements Lcd {
	/** The controller's memory: one byte per column, page by page. */
	readonly #memory = new Uint8Array(LCD_WIDTH * PAGES);
	readonly #pixels = new Uint16Array(LCD_WIDTH * PAGE_ROWS);
	#colours = UNLIT;

	constructor() {
		this.#drawAll();
	}

	send(page: number, column: number, bytes: Uint8Array, first: number, count: number): void {
		const at = page * LCD_WIDTH + column;
		for (let i = 0; i < count; i++) this.#memory[at + i] = bytes[first + i];
		this.#draw(page, column, count);
	}

	backlight(on: boolean): void {
		const colours = on ? LIT : UNLIT;
		if (colours === this.#colours) return;
		this.#colours = colours;
		this.#drawAll();
	}

	#drawAll(): void {
		for (let page = 0; page < PAGES; page++) this.#draw(page, 0, LCD_WIDTH);
	}

	#draw(page: number, column: number, count: number): void {
		const pixels = this.#pixels;
		const { glass, pixel } = this.#colours;
		let to = 0;
		for (let row = 0; row < PAGE_ROWS; row++)
			for (let i = 0; i < count; i++)
				pixels[to++] = (this.#memory[page * LCD_WIDTH + column + i] >> row) & 1 ? pixel : glass;
		screen.begin(column, page * PAGE_ROWS, count, PAGE_ROWS);
		screen.send(pixels.buffer, 0, to * 2);
		screen.end();
	}
}
