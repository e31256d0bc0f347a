/** The LCD, pixel for pixel. */
import { useEffect, useRef } from "preact/hooks";
import type { LiveDisplay } from "../../../live/protocol.ts";
import { live } from "../live.ts";

const WIDTH = 240;
const HEIGHT = 128;

/** Canvas pixels per LCD pixel, of which one is the gap to the next. */
const SCALE = 5;

type Colour = readonly [number, number, number];

/** Margin of glass around the picture, in LCD pixels. */
const MARGIN = 4;

const COLUMNS = (WIDTH + 2 * MARGIN) * SCALE;
const ROWS = (HEIGHT + 2 * MARGIN) * SCALE;

/** Colours of glass, gap and pixel with the blue backlight. */
const LIT: readonly Colour[] = [
	[42, 88, 220],
	[40, 84, 214],
	[240, 246, 255],
];

/** The same colours without the backlight. */
const UNLIT: readonly Colour[] = [
	[150, 164, 150],
	[147, 161, 147],
	[36, 44, 52],
];

/** The same colours without supply. */
const DEAD: readonly Colour[] = [
	[118, 128, 120],
	[115, 125, 117],
	[112, 122, 114],
];

/** Draws the picture; `pixels` has 8 pixels per byte, row by row, the highest bit leftmost. */
function draw(
	context: CanvasRenderingContext2D,
	pixels: Uint8Array,
	colours: readonly Colour[],
): void {
	const image = context.createImageData(COLUMNS, ROWS);
	const target = new Uint32Array(image.data.buffer);
	const [glass, gap, dark] = colours.map(([r, g, b]) => 0xff000000 | (b << 16) | (g << 8) | r);
	const seam = mixed(dark, glass);
	target.fill(glass);
	for (let y = 0; y < HEIGHT; y++)
		for (let x = 0; x < WIDTH; x++) {
			const at = y * WIDTH + x;
			const on = ((pixels[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
			const first = ((y + MARGIN) * COLUMNS + x + MARGIN) * SCALE;
			for (let row = 0; row < SCALE; row++) {
				const line = first + row * COLUMNS;
				if (on) target.fill(row < SCALE - 1 ? dark : seam, line, line + SCALE - 1);
				target[line + SCALE - 1] = on ? seam : gap;
			}
		}
	context.putImageData(image, 0, 0);
}

/** Mixes colours 3:1, for gaps that do not break up thin strokes. */
function mixed(one: number, other: number): number {
	const half = (a: number, b: number): number =>
		((a & 0xfefefefe) >>> 1) + ((b & 0xfefefefe) >>> 1);
	return half(one, half(one, other));
}

function pixelsOf({ pixels }: LiveDisplay): Uint8Array {
	return Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0));
}

export function Lcd() {
	const canvas = useRef<HTMLCanvasElement>(null);
	const display = live.display.value;
	const powered = live.powered.value ?? false;
	useEffect(() => {
		const context = canvas.current?.getContext("2d");
		if (!context) return;
		const colours = !powered ? DEAD : display?.backlight ? LIT : UNLIT;
		draw(context, display && powered ? pixelsOf(display) : new Uint8Array(), colours);
	}, [display, powered]);
	return (
		<canvas
			ref={canvas}
			class={`lcd ${powered && display?.backlight ? "lit" : ""}`}
			width={COLUMNS}
			height={ROWS}
			role="img"
			aria-label="The meter's display"
		/>
	);
}
