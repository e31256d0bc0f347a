/** CRC-32 of ISO-HDLC (IEEE 802.3), of what has to be found whole again. */

/** Polynomial 04C11DB7, bits reversed. */
const POLYNOMIAL = 0xedb88320;

/** Remainders of four bits: a compromise between time and memory. */
const TABLE: readonly number[] = Object.freeze(
	Array.from({ length: 16 }, (_, bits) => {
		let crc = bits;
		for (let bit = 0; bit < 4; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
		return crc | 0;
	}),
);

/** CRC-32 of the `length` bytes at `offset`, 0..2^32 − 1. */
export default function crc32(bytes: Uint8Array, offset = 0, length = bytes.length): number {
	const table = TABLE;
	let crc = -1;
	for (let i = offset; i < offset + length; i++) {
		crc ^= bytes[i];
		crc = (crc >>> 4) ^ table[crc & 15];
		crc = (crc >>> 4) ^ table[crc & 15];
	}
	return ~crc >>> 0;
}
