/** CRC-16 of Modbus (polynomial 0xA001 reflected, start 0xFFFF): the bench's own, apart from the firmware's. */

/** CRC of `bytes`, to be sent least significant byte first. */
export function crc16(bytes: Uint8Array): number {
	let crc = 0xffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
	}
	return crc;
}

/** RTU frame: unit ID and PDU with their CRC. */
export function rtuFrame(unit: number, pdu: Uint8Array): Uint8Array {
	const frame = new Uint8Array(pdu.length + 3);
	frame[0] = unit;
	frame.set(pdu, 1);
	new DataView(frame.buffer).setUint16(pdu.length + 1, crc16(frame.subarray(0, -2)), true);
	return frame;
}

/** Whether `bytes` end in the CRC of what stands before it, at least a unit ID and a function code. */
export function isWhole(bytes: Uint8Array): boolean {
	// The CRC over data and its own CRC is zero.
	return bytes.length >= 4 && crc16(bytes) === 0;
}
