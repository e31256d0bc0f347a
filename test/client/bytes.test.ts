import { expect, it } from "vitest";
import { ByteReader, ByteWriter } from "../../client/bytes.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

it.each([
	[
		"big-endian",
		"01" + "0203" + "fffe" + "00010203" + "fffffffd" + "3fc00000" + "bff8000000000000",
	],
	[
		"little-endian",
		"01" + "0302" + "feff" + "03020100" + "fdffffff" + "0000c03f" + "000000000000f8bf",
	],
] as const)("the cursor reads and writes numbers of every width %s", (order, text) => {
	const reader = new ByteReader(Buffer.from(text, "hex"), order);
	expect([reader.uint8(), reader.uint16(), reader.int16()]).toEqual([1, 0x0203, -2]);
	expect([reader.uint32(), reader.int32()]).toEqual([0x010203, -3]);
	expect([reader.float32(), reader.float64(), reader.left]).toEqual([1.5, -1.5, 0]);
	const writer = new ByteWriter(25, order).uint8(1).uint16(0x0203).uint16(0xfffe).uint32(0x010203);
	expect(hex(writer.uint32(0xfffffffd).float32(1.5).float64(-1.5).written)).toBe(text);
});

it("the reader respects where a view begins and ends in its buffer", () => {
	const buffer = Uint8Array.of(9, 9, 1, 2, 3, 9);
	const reader = new ByteReader(buffer.subarray(2, 5));
	expect(reader.uint16()).toBe(0x0102);
	expect([...reader.bytes()]).toEqual([3]);
	expect(() => reader.uint8()).toThrow(RangeError);
	const view = new DataView(buffer.buffer, 2, 3);
	expect(ByteReader.over(view, "little-endian").uint16()).toBe(0x0201);
});

it("the reader seeks, skips and takes parts", () => {
	const reader = new ByteReader(Uint8Array.of(0, 1, 2, 3, 4, 5, 6));
	expect(reader.seek(3).uint8()).toBe(3);
	expect([...reader.skip(1).bytes(2)]).toEqual([5, 6]);
	expect(reader.seek(1).words()).toEqual([0x0102, 0x0304, 0x0506]);
	expect(reader.seek(0).words()).toEqual([0x0001, 0x0203, 0x0405]);
	expect(reader.left).toBe(1);
});

it.each([
	["reads past the end", () => new ByteReader(new Uint8Array(3)).skip(1).uint32()],
	["takes more bytes than there are", () => new ByteReader(new Uint8Array(3)).bytes(4)],
	["seeks before the beginning", () => new ByteReader(new Uint8Array(3)).skip(-1)],
	["seeks past the end", () => new ByteReader(new Uint8Array(3)).seek(4)],
	["writes past the end", () => new ByteWriter(3).uint16(1).uint16(2)],
	["writes more bytes than fit", () => new ByteWriter(3).bytes([1, 2, 3, 4])],
])("the cursor throws a RangeError if it %s", (_what, work) => {
	expect(work).toThrow(RangeError);
});

it("the writer shows only the bytes that have been written", () => {
	const writer = new ByteWriter(8).bytes([1, 2]).uint8(3);
	expect([...writer.written]).toEqual([1, 2, 3]);
});
