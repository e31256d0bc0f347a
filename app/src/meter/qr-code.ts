/** Reads the QR code of the display from a picture. */
import jsQR from "jsqr";

/** What the code says (docs/ble.md). */
const TEXT = /^AMBIT:(\d{8})$/i;

/** Serial number in a picture's QR code; undefined: there is none of ours. */
export function serialNumberIn({ data, width, height }: ImageData): string | undefined {
	const code = jsQR(data, width, height);
	return code ? TEXT.exec(code.data.trim())?.[1] : undefined;
}

/** Pixels of whatever can be drawn. Small pictures are enlarged: the display's has two pixels a module. */
export function pixelsOf(
	source: CanvasImageSource,
	width: number,
	height: number,
): ImageData | undefined {
	const scale = Math.max(1, Math.ceil(600 / Math.max(width, 1)));
	const canvas = new OffscreenCanvas(width * scale, height * scale);
	const context = canvas.getContext("2d", { willReadFrequently: true });
	if (!context || width === 0 || height === 0) return undefined;
	context.imageSmoothingEnabled = false;
	context.drawImage(source, 0, 0, canvas.width, canvas.height);
	return context.getImageData(0, 0, canvas.width, canvas.height);
}
