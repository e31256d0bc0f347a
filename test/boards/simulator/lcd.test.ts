import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import SimulatedLcd from "../../../boards/simulator/lcd.ts";
import PanelTouchPads from "../../../boards/simulator/touch-pads.ts";
import { TestPanel } from "./panel.ts";

/** The simulator's window: 16-bit pixels, row by row. */
class Window {
	readonly pixels = new Uint16Array(240 * 128);
	#x = 0;
	#y = 0;
	#width = 0;
	readonly begin = (x: number, y: number, width: number, _height: number): void => {
		[this.#x, this.#y, this.#width] = [x, y, width];
	};
	readonly send = (pixels: ArrayBufferLike, offset: number, count: number): void => {
		new Uint16Array(pixels, offset, count / 2).forEach((pixel, i) => {
			this.pixels[(this.#y + Math.floor(i / this.#width)) * 240 + this.#x + (i % this.#width)] =
				pixel;
		});
	};
	at(x: number, y: number): number {
		return this.pixels[y * 240 + x];
	}
}

describe("the simulator's front", () => {
	let panel: TestPanel;
	let window: Window;
	beforeEach(() => {
		panel = new TestPanel();
		window = new Window();
		Object.assign(panel.screen, { begin: window.begin, send: window.send });
	});
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	it("the simulator's LCD draws a page's columns in place, least significant bit on top", () => {
		const lcd = new SimulatedLcd();
		lcd.send(2, 10, Uint8Array.of(0xff, 0b1000_0001, 0b10), 1, 2);
		const background = window.at(0, 0);
		const dark: string[] = [];
		window.pixels.forEach((pixel, i) => {
			if (pixel !== background) dark.push(`${i % 240},${Math.floor(i / 240)}`);
		});
		expect(dark.sort()).toEqual(["10,16", "10,23", "11,17"]);
	});

	it("the simulator's LCD keeps its picture, dark on grey, or white on blue with the light", () => {
		const lcd = new SimulatedLcd();
		lcd.send(0, 0, Uint8Array.of(1), 0, 1);
		/** Red, green and blue of 0..255 in the window's 5, 6 and 5 bits. */
		const rgb = (red: number, green: number, blue: number) =>
			((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3);
		const seen = () => [window.at(0, 0), window.at(1, 0), window.at(239, 127)];
		// The colours of bench/panel/src/meter/lcd.tsx.
		const lit = [rgb(240, 246, 255), rgb(42, 88, 220), rgb(42, 88, 220)];
		const unlit = [rgb(36, 44, 52), rgb(150, 164, 150), rgb(150, 164, 150)];
		expect(seen()).toEqual(unlit);
		lcd.backlight(true);
		expect(seen()).toEqual(lit);
		lcd.backlight(false);
		expect(seen()).toEqual(unlit);
	});

	it("the simulator's touch pads report each change", () => {
		const heard: [number, boolean][] = [];
		new PanelTouchPads().start((pad, down) => heard.push([pad, down]));
		for (const touched of [0, 0b101, 0b100]) panel.say({ touched });
		panel.say({ input: { name: "seal", level: 1 } });
		panel.say({ touched: 0 });
		expect(heard).toEqual([
			[0, true],
			[2, true],
			[0, false],
			[2, false],
		]);
	});
});
