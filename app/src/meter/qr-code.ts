/** Reads the display's QR code from a picture. */
import jsQR from "jsqr";

/** Width in pixels to which smaller pictures are enlarged. */
const MINIMUM_WIDTH = 600;

/** Text of the code (docs/ble.md). */
const TEXT = /^AMBIT:(\d{8})$/i;

/** Returns the serial number in a picture's QR code; undefined if there is no meter's code. */
export function serialNumberIn({ data, width, height }: ImageData): string | undefined {
	const code = jsQR(data, width, height);
	return code ? TEXT.exec(code.data.trim())?.[1] : undefined;
}

/** Returns a picture's pixels, enlarged if it is small: the display has two pixels per module. */
export function pixelsOf(
	source: CanvasImageSource,
	width: number,
	height: number,
): ImageData | undefined {
	const scale = Math.max(1, Math.ceil(MINIMUM_WIDTH / Math.max(width, 1)));
	const canvas = new OffscreenCanvas(width * scale, height * scale);
	const context = canvas.getContext("2d", { willReadFrequently: true });
	if (!context || width === 0 || height === 0) return undefined;
	context.imageSmoothingEnabled = false;
	context.drawImage(source, 0, 0, canvas.width, canvas.height);
	return context.getImageData(0, 0, canvas.width, canvas.height);
}
