/**
 * The meter's identity in the chip's eFuses, written once by `npm run provision`
 * (docs/hardware.md).
 */
import type { Identity } from "board";
import crc32 from "checksum";
import FFI from "mc/ffi";

/** ESP-IDF's `EFUSE_BLK_USER_DATA`: 32 bytes for the product, of which a bit never returns to 0. */
const USER_DATA = 3;
const LENGTH_BYTES = 32;

/**
 * Places in the block. Magic "Am" and the version of this table come first, the CRC-32 of all
 * before it last; the rest is 0. Numbers are little-endian.
 */
const Place = Object.freeze({
	MAGIC: 0,
	VERSION: 2,
	MODBUS_ID: 3,
	MBUS_ADDRESS: 4,
	SERIAL_NUMBER: 8,
	CRC: 28,
} as const);

const MAGIC = 0x6d41;
const VERSION = 1;

/** Identity of a board that has none, or whose eFuses cannot be read. */
const NOBODY: Identity = Object.freeze({ serialNumber: 0, modbusId: 1, mbusAddress: 0 });

/** The board's identity; without one, that of meter 00000000 and a line in the trace. */
export function readIdentity(): Identity {
	const block = new Uint8Array(LENGTH_BYTES);
	const bits = 8 * LENGTH_BYTES;
	const error = new FFI().esp_efuse_read_block(USER_DATA, block.buffer, 0, bits);
	if (error === 0 && block.every((byte) => byte === 0)) {
		trace("identity: this board has none; npm run provision gives it one\n");
		return NOBODY;
	}
	const view = new DataView(block.buffer);
	const whole =
		error === 0 &&
		view.getUint16(Place.MAGIC, true) === MAGIC &&
		view.getUint8(Place.VERSION) === VERSION &&
		view.getUint32(Place.CRC, true) === crc32(block, 0, Place.CRC);
	if (!whole) {
		trace("identity: the eFuses hold none of this firmware\n");
		return NOBODY;
	}
	return {
		serialNumber: view.getUint32(Place.SERIAL_NUMBER, true),
		modbusId: view.getUint8(Place.MODBUS_ID),
		mbusAddress: view.getUint8(Place.MBUS_ADDRESS),
	};
}
