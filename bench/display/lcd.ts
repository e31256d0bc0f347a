/** The LCD of a meter: its pixels and its backlight. */
import { LCD_HEIGHT, LCD_WIDTH } from "../../src/board.ts";

const PAGES = LCD_HEIGHT / 8;

/** Dark and empty without supply. */
export class Lcd {
	/**
	 * Each byte is 8 pixels of one column, the least significant bit at the top; pages of
	 * LCD_WIDTH bytes.
	 */
	readonly #bytes = new Uint8Array(PAGES * LCD_WIDTH);
	#lit = false;
	#version = 0;

	/** True if the backlight is on. */
	get lit(): boolean {
		return this.#lit;
	}

	/** Changes whenever picture or backlight may have changed. */
	get version(): number {
		return this.#version;
	}

	/** The pixels, a byte each, 1 if it is dark; rows from the top. */
	pixels(): Uint8Array {
		const pixels = new Uint8Array(LCD_WIDTH * LCD_HEIGHT);
		for (let y = 0; y < LCD_HEIGHT; y++)
			for (let x = 0; x < LCD_WIDTH; x++)
				pixels[y * LCD_WIDTH + x] = ((this.#bytes[(y >> 3) * LCD_WIDTH + x] ?? 0) >> (y & 7)) & 1;
		return pixels;
	}

	/**
	 * The firmware writes part of a page; bytes outside the page are lost, as in the controller.
	 */
	write(page: number, column: number, bytes: Uint8Array): void {
		if (page >= PAGES || column >= LCD_WIDTH) return;
		this.#bytes.set(bytes.subarray(0, LCD_WIDTH - column), page * LCD_WIDTH + column);
		this.#version++;
	}

	/** The firmware switches the backlight. */
	light(on: boolean): void {
		this.#lit = on;
		this.#version++;
	}

	/** The supply has gone. */
	off(): void {
		this.#bytes.fill(0);
		this.light(false);
	}
}
