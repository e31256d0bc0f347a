/** Reads the flash to check it; `echo` is the buffer for the bytes that are read. */
import type { Flash } from "board";

/** Programs bytes, at most as many as `echo` holds; true if they read back as they should. */
export function programAndCompare(
	flash: Flash,
	echo: Uint8Array,
	offset: number,
	bytes: Uint8Array,
): boolean {
	if (!flash.program(offset, bytes)) return false;
	flash.read(offset, echo.subarray(0, bytes.length));
	for (let i = 0; i < bytes.length; i++) if (echo[i] !== bytes[i]) return false;
	return true;
}

/** True if `count` bytes from `offset` are blank. */
export function isBlank(flash: Flash, echo: Uint8Array, offset: number, count: number): boolean {
	for (let start = 0; start < count; start += echo.length) {
		const length = Math.min(echo.length, count - start);
		flash.read(offset + start, echo.subarray(0, length));
		for (let i = 0; i < length; i++) if (echo[i] !== 0xff) return false;
	}
	return true;
}
