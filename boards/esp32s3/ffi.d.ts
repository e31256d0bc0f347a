/**
 * Functions of `link-security.c` and of ESP-IDF. mcconfig generates the same declarations from the
 * manifest's `ffi`.
 */
declare module "mc/ffi" {
	export default class FFI {
		link_is_authenticated(connection: number): number;
		forget_bond(connection: number): number;
		forget_bonds(): number;
		notify_client(
			connection: number,
			attribute: number,
			value: ArrayBuffer,
			length: number,
		): number;
		/** Returns `esp_reset_reason_t`. */
		esp_reset_reason(): number;
		/** Copies bits of a block of eFuses; returns 0 if that worked. */
		esp_efuse_read_block(
			block: number,
			buffer: ArrayBuffer,
			firstBit: number,
			bits: number,
		): number;
	}
}
