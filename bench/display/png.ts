/** Draws the LCD's picture as PNG, in the colours of the glass. */
import { PNG } from "pngjs";
import { LCD_HEIGHT, LCD_WIDTH } from "../../src/board.ts";
import { LIT, UNLIT } from "./colours.ts";

/**
 * @param pixels LCD_WIDTH × LCD_HEIGHT bytes, 1 if a pixel is on
 * @param lit true if the backlight is on
 * @param scale pixels of the PNG per pixel of the LCD
 */
export function pngOf(pixels: Uint8Array, lit: boolean, scale = 1): Buffer {
	const png = new PNG({ width: LCD_WIDTH * scale, height: LCD_HEIGHT * scale, colorType: 2 });
	const { glass, pixel: ink } = lit ? LIT : UNLIT;
	for (let y = 0; y < png.height; y++)
		for (let x = 0; x < png.width; x++) {
			const pixel = pixels[Math.floor(y / scale) * LCD_WIDTH + Math.floor(x / scale)];
			const [red, green, blue] = pixel ? ink : glass;
			png.data.set([red, green, blue, 255], 4 * (y * png.width + x));
		}
	return PNG.sync.write(png, { colorType: 2 });
}
