/**
 * C functions of `serial-line.c` and ESP-IDF. mcconfig generates the same declarations from the
 * manifest's `ffi`.
 */
declare module "mc/ffi" {
	export default class FFI {
		esp_fill_random(buffer: ArrayBufferLike, length: number): void;
		serial_line_configure(port: number, parity: number, threshold: number, timeout: number): number;
		serial_line_direction(port: number, pin: number): number;
	}
}
