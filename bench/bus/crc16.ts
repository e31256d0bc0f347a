/**
 * CRC-16 of Modbus (polynomial 0xA001 reflected, initial value 0xFFFF): the bench's own, so that
 * it checks the firmware's.
 */

/** CRC of `bytes`; the least significant byte goes out first. */
export function crc16(bytes: Uint8Array): number {
	let crc = 0xffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
	}
	return crc;
}

/** Builds an RTU frame: unit ID and PDU with their CRC. */
export function rtuFrame(unit: number, pdu: Uint8Array): Uint8Array {
	const frame = new Uint8Array(pdu.length + 3);
	frame[0] = unit;
	frame.set(pdu, 1);
	new DataView(frame.buffer).setUint16(pdu.length + 1, crc16(frame.subarray(0, -2)), true);
	return frame;
}

/** True if `bytes` end in the CRC of those before, at least a unit ID and a function code. */
export function isWhole(bytes: Uint8Array): boolean {
	// The CRC over data and its own CRC is zero.
	return bytes.length >= 4 && crc16(bytes) === 0;
}
