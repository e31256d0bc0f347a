/** The LCD, pixel for pixel. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type GlassColours, LIT, UNLIT } from "../../../display/colours.ts";
import type { LiveDisplay } from "../../../live/protocol.ts";
import { explain } from "../help/tip.tsx";
import { live } from "../live.ts";

const WIDTH = 240;
const HEIGHT = 128;

/** Canvas pixels per LCD pixel where the screen has that many, one of them the gap to the next. */
const FINE = 5;

/** Without gaps, where the screen has fewer: gaps that are scaled down make stripes. */
const COARSE = 4;

/** Margin of glass around the picture, in LCD pixels. */
const MARGIN = 4;

const COLUMNS = WIDTH + 2 * MARGIN;
const ROWS = HEIGHT + 2 * MARGIN;

type Colour = GlassColours["glass"];

/** Colours of glass, gap and pixel. */
type Colours = readonly [Colour, Colour, Colour];

/** The gaps are a little darker than the glass. */
const coloursOf = ({ glass, pixel }: GlassColours): Colours => [
	glass,
	[glass[0] - 3, glass[1] - 3, glass[2] - 3],
	pixel,
];

const LIT_COLOURS = coloursOf(LIT);
const UNLIT_COLOURS = coloursOf(UNLIT);

/** Without supply; the pixels that are off are a hair darker than the glass. */
const DEAD = coloursOf({ glass: [118, 128, 120], pixel: [112, 122, 114] });

/** Draws the picture; `pixels` has 8 pixels per byte, row by row, the highest bit leftmost. */
function draw(
	context: CanvasRenderingContext2D,
	pixels: Uint8Array,
	colours: Colours,
	scale: number,
): void {
	const columns = COLUMNS * scale;
	const image = context.createImageData(columns, ROWS * scale);
	const target = new Uint32Array(image.data.buffer);
	const [glass, gap, dark] = colours.map(([r, g, b]) => 0xff000000 | (b << 16) | (g << 8) | r);
	const seam = scale === FINE ? mixed(dark, glass) : dark;
	target.fill(glass);
	for (let y = 0; y < HEIGHT; y++)
		for (let x = 0; x < WIDTH; x++) {
			const at = y * WIDTH + x;
			const on = ((pixels[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
			const first = ((y + MARGIN) * columns + x + MARGIN) * scale;
			if (!on && scale !== FINE) continue;
			for (let row = 0; row < scale; row++) {
				const line = first + row * columns;
				if (on) target.fill(row < scale - 1 ? dark : seam, line, line + scale - 1);
				target[line + scale - 1] = on ? seam : gap;
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

/** Returns the canvas pixels per LCD pixel that suit the canvas's size on the screen. */
function useScale(canvas: { readonly current: HTMLCanvasElement | null }): number {
	const [scale, setScale] = useState(COARSE);
	useEffect(() => {
		const element = canvas.current;
		if (!element) return;
		const resized = new ResizeObserver(() => {
			const wide = element.clientWidth * devicePixelRatio >= FINE * COLUMNS;
			setScale(wide ? FINE : COARSE);
		});
		resized.observe(element);
		return () => resized.disconnect();
	}, [canvas]);
	return scale;
}

/** The words on the display, for those who hear the page. */
function wordsOn(rows: readonly string[] | undefined): string {
	return rows?.join("; ") ?? "";
}

/** Says the display's words when another page comes, not with each figure that changes. */
function Speech() {
	const words = live.words.value;
	const said = useRef({ page: "", text: "" });
	const page = words?.page ?? wordsOn(words?.rows);
	if (page !== said.current.page) said.current = { page, text: wordsOn(words?.rows) };
	return (
		<p class="unseen" aria-live="polite">
			{said.current.text}
		</p>
	);
}

function nameOf(powered: boolean): string {
	if (!powered) return "The meter's display is dark: the supply is off";
	return `The meter's display: ${wordsOn(live.words.value?.rows)}`;
}

export function Lcd() {
	const canvas = useRef<HTMLCanvasElement>(null);
	const scale = useScale(canvas);
	const display = live.display.value;
	const powered = live.powered.value ?? false;
	// Before the next frame of the screen: a press is felt at once.
	useLayoutEffect(() => {
		const context = canvas.current?.getContext("2d");
		if (!context) return;
		const colours = !powered ? DEAD : display?.backlight ? LIT_COLOURS : UNLIT_COLOURS;
		draw(context, display && powered ? pixelsOf(display) : new Uint8Array(), colours, scale);
	}, [display, powered, scale]);
	return (
		<>
			<canvas
				ref={canvas}
				class={`lcd ${powered && display?.backlight ? "lit" : ""}`}
				width={COLUMNS * scale}
				height={ROWS * scale}
				role="img"
				aria-label={nameOf(powered)}
				{...explain("The meter's display, pixel for pixel; « and » turn its pages")}
			/>
			<Speech />
		</>
	);
}
