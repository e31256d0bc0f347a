import { expect, it } from "vitest";
import { CRC8, CRC16 } from "../../../boards/virtual/crc.ts";

/** Check values over "123456789" from the catalogue of parametrised CRC algorithms (reveng). */
const text = new Uint8Array([..."123456789"].map((character) => character.charCodeAt(0)));

const crc16: [string, ConstructorParameters<typeof CRC16>, number][] = [
	["CRC-16/MODBUS", [0x8005, 0xffff, true, true, 0], 0x4b37],
	["CRC-16/ARC", [0x8005, 0, true, true, 0], 0xbb3d],
	["CRC-16/XMODEM", [0x1021, 0, false, false, 0], 0x31c3],
	["CRC-16/RIELLO", [0x1021, 0xb2aa, true, true, 0], 0x63d0],
	["CRC-16/GENIBUS", [0x1021, 0xffff, false, false, 0xffff], 0xd64e],
];
for (const [name, parameters, check] of crc16)
	it(`the CRC with the parameters of ${name} has its published check value`, () => {
		expect(new CRC16(...parameters).checksum(text)).toBe(check);
	});

const crc8: [string, ConstructorParameters<typeof CRC8>, number][] = [
	["CRC-8/SMBUS", [0x07, 0, false, false, 0], 0xf4],
	["CRC-8/MAXIM-DOW", [0x31, 0, true, true, 0], 0xa1],
];
for (const [name, parameters, check] of crc8)
	it(`the CRC with the parameters of ${name} has its published check value`, () => {
		expect(new CRC8(...parameters).checksum(text)).toBe(check);
	});

it("the CRC continues over several calls until it is reset", () => {
	const crc = new CRC16(0x8005, 0xffff, true, true, 0);
	crc.checksum(text.subarray(0, 4));
	expect(crc.checksum(text.subarray(4))).toBe(0x4b37);
	crc.reset();
	expect(crc.checksum(text)).toBe(0x4b37);
});
