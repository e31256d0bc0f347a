/** The meter's LCD in the simulator's window: 240 × 128 pixels, dark on a backlight that is blue or off. */
import type { Lcd } from "board";
import type { Screen } from "simulator/screen";

/** The simulator's window. */
declare const screen: Screen;

const COLUMNS = 240;
const ROWS = 128;
const PAGE_ROWS = 8;
const PAGES = ROWS / PAGE_ROWS;

/** Colours as the window takes them: red 5 bits, green 6, blue 5. */
const PIXEL = 0x0006;
const LIT = 0x6dbf;
const DARK = 0x8450;

export default class SimulatedLcd implements Lcd {
	/** A byte a column, page by page; the controller's memory. */
	readonly #memory = new Uint8Array(COLUMNS * PAGES);
	readonly #pixels = new Uint16Array(COLUMNS * PAGE_ROWS);
	#background = DARK;

	constructor() {
		this.#drawAll();
	}

	send(page: number, column: number, bytes: Uint8Array, first: number, count: number): void {
		const at = page * COLUMNS + column;
		for (let i = 0; i < count; i++) this.#memory[at + i] = bytes[first + i];
		this.#draw(page, column, count);
	}

	backlight(on: boolean): void {
		const background = on ? LIT : DARK;
		if (background === this.#background) return;
		this.#background = background;
		this.#drawAll();
	}

	#drawAll(): void {
		for (let page = 0; page < PAGES; page++) this.#draw(page, 0, COLUMNS);
	}

	#draw(page: number, column: number, count: number): void {
		const pixels = this.#pixels;
		let to = 0;
		for (let row = 0; row < PAGE_ROWS; row++)
			for (let i = 0; i < count; i++)
				pixels[to++] =
					(this.#memory[page * COLUMNS + column + i] >> row) & 1 ? PIXEL : this.#background;
		screen.begin(column, page * PAGE_ROWS, count, PAGE_ROWS);
		screen.send(pixels.buffer, 0, to * 2);
		screen.end();
	}
}
