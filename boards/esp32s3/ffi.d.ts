/** The C functions of `serial-line.c`; mcconfig generates the same from the manifest's `ffi`. */
declare module "mc/ffi" {
	export default class FFI {
		serial_line_configure(port: number, parity: number, full: number, timeout: number): number;
		serial_line_direction(port: number, pin: number): number;
	}
}
