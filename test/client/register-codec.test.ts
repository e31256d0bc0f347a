import fc from "fast-check";
import { encode } from "modbus/registers";
import { describe, expect, it } from "vitest";
import { ByteReader, ByteWriter } from "../../client/bytes.ts";
import { decodeRegister, encodeRegister, type RegisterForm } from "../../client/register-codec.ts";
import { registers } from "../../client/register-table.ts";

const form = (format: RegisterForm["format"], length: 1 | 2): RegisterForm => ({
	format,
	length,
	divisor: 1,
	step: 0,
});

describe("a value in registers", () => {
	it("is encoded as the firmware encodes it, in every register", () => {
		for (const row of registers) {
			const view = new DataView(new ArrayBuffer(2 * row.length));
			fc.assert(
				fc.property(fc.integer({ min: 0, max: row.length === 1 ? 9999 : 99_999_999 }), (value) => {
					encode(row, value * row.divisor, false, view, 0);
					expect(encodeRegister(row, value), row.name).toEqual(ByteReader.over(view).words());
				}),
				{ numRuns: 5 },
			);
		}
	});

	it.each([
		["bcd", 2, 100_0005, [0x0100, 0x0005]],
		["bcd", 1, 42, [0x0042]],
		["integer", 1, -2, [0xfffe]],
		["binary", 2, 0x12345678, [0x1234, 0x5678]],
		["float", 2, 230, [0x4366, 0x0000]],
	] as const)("%s of %i registers: %d", (format, length, value, words) => {
		expect(encodeRegister(form(format, length), value)).toEqual(words);
		const bytes = new ByteWriter(2 * length);
		for (const word of words) bytes.uint16(word);
		expect(decodeRegister(form(format, length), new ByteReader(bytes.written), false)).toBe(value);
	});

	it.each([
		["bcd", 1, 10_000],
		["bcd", 1, 1.5],
		["bcd", 2, -1],
		["integer", 1, 65_536],
		["binary", 1, 0.5],
		["binary", 1, -1],
		["binary", 2, -1],
		["integer", 1, 32_768],
		["integer", 2, 2 ** 31],
	] as const)("that does not fit is refused: %s of %i registers, %d", (format, length, value) => {
		expect(() => encodeRegister(form(format, length), value)).toThrow(RangeError);
	});

	it("with a digit above 9 is not a number", () => {
		for (const word of [0x00a0, 0x01e5])
			expect(
				decodeRegister(
					form("bcd", 1),
					new ByteReader(new ByteWriter(2).uint16(word).written),
					false,
				),
			).toBeNaN();
	});
});
