import crc32 from "checksum";
import { expect, it } from "vitest";

it("computes the catalogue's check value of CRC-32/ISO-HDLC, also of a part", () => {
	const text = new TextEncoder().encode("xx123456789x");
	expect(crc32(text, 2, 9)).toBe(0xcbf43926);
	expect(crc32(new Uint8Array(0))).toBe(0);
});
