import { beforeEach, describe, expect, it } from "vitest";
import { bytesOf } from "../../testkit/line.ts";
import {
	E5,
	long,
	NKE,
	OWN,
	REQ,
	SECONDARY,
	SND,
	select,
	short,
	TARIFF_2,
	TELEGRAM_LENGTH,
	TestSlave,
} from "./support.ts";

let slave: TestSlave;
beforeEach(() => {
	slave = new TestSlave();
});

describe("a selection", () => {
	it.each<readonly [string, string]>([
		["all of it", SECONDARY],
		["wildcards for the manufacturer", "46 02 02 19 FF FF 01 02"],
		["a wildcard for the version", "46 02 02 19 CD 25 FF 02"],
		["a wildcard for the medium", "46 02 02 19 CD 25 01 FF"],
		["wildcards for everything", "FF FF FF FF FF FF FF FF"],
		...Array.from({ length: 8 }, (_, i) => {
			const digits = [..."46020219"];
			digits[i] = "F";
			return [`a wildcard for digit ${i + 1}`, `${digits.join("")} FF FF FF FF`] as const;
		}),
	])("matches by %s", (_, address) => {
		expect(slave.ask(...select(address))).toEqual([E5]);
		expect(slave.lengths(...short(REQ, 253))).toEqual([TELEGRAM_LENGTH]);
	});

	it.each([
		["digit 1", "56 02 02 19 CD 25 01 02"],
		["digit 2", "47 02 02 19 CD 25 01 02"],
		["digit 7", "46 02 02 29 CD 25 01 02"],
		["digit 8", "46 02 02 18 CD 25 01 02"],
		["digit among wildcards", "FF FF FF F8 FF FF FF FF"],
		["digit, one above 9", "4A 02 02 19 CD 25 01 02"],
		["first byte of the manufacturer", "46 02 02 19 CE 25 01 02"],
		["second byte of the manufacturer", "46 02 02 19 CD 24 01 02"],
		["manufacturer with half a wildcard", "46 02 02 19 FF 24 01 02"],
		["version", "46 02 02 19 CD 25 02 02"],
		["medium", "46 02 02 19 CD 25 01 03"],
	])("does not match by a different %s, and deselects", (_, address) => {
		expect(slave.ask(...select(SECONDARY))).toEqual([E5]);
		expect(slave.ask(...select(address))).toEqual([]);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
		expect(slave.ask(...short(NKE, 253))).toEqual([]);
	});

	it("may have either frame count bit", () => {
		for (const control of [0x53, 0x73]) {
			expect(slave.ask(...select("FF FF FF F8 FF FF FF FF"))).toEqual([]);
			expect(slave.ask(...select(SECONDARY, control))).toEqual([E5]);
		}
	});

	it("holds for a day", () => {
		slave.ask(...select(SECONDARY));
		slave.line.wait(24 * 3600e6);
		expect(slave.lengths(...short(REQ, 253))).toEqual([TELEGRAM_LENGTH]);
	});

	it("ends with a SND_NKE to 253, which is still answered, and with no other SND_NKE", () => {
		slave.ask(...select(SECONDARY));
		for (const address of [OWN, 254, 255]) slave.ask(...short(NKE, address));
		expect(slave.lengths(...short(REQ, 253))).toEqual([TELEGRAM_LENGTH]);
		expect(slave.ask(...short(NKE, 253))).toEqual([E5]);
		expect(slave.ask(...short(NKE, 253))).toEqual([]);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
	});

	it("lets the selected meter be written", () => {
		slave.ask(...select(SECONDARY));
		expect(slave.ask(...long(SND, 253, 0x51, TARIFF_2))).toEqual([E5]);
		expect(slave.value("tariff")).toBe(2);
	});

	it("of another length, or with a fabrication number, does nothing", () => {
		const enhanced = bytesOf(`${SECONDARY} 0C 78 46 02 02 19`);
		for (const data of [enhanced, bytesOf("46 02 02 19 CD 25 01"), bytesOf(`${SECONDARY} 00`), []])
			expect(slave.ask(...long(SND, 253, 0x52, data))).toEqual([]);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
		slave.ask(...select(SECONDARY));
		expect(slave.ask(...long(SND, 253, 0x52, enhanced))).toEqual([]);
		expect(slave.lengths(...short(REQ, 253))).toEqual([TELEGRAM_LENGTH]);
	});

	it("to a primary address does nothing", () => {
		for (const address of [OWN, 254, 255])
			expect(slave.ask(...long(SND, address, 0x52, bytesOf(SECONDARY)))).toEqual([]);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
	});

	it("follows a changed secondary address, as in the manual's example 15 01 23 45", () => {
		expect(slave.ask(...long(SND, OWN, 0x51, bytesOf("0C 79 15 01 23 45")))).toEqual([E5]);
		expect(slave.value("mbusIdentification")).toBe(45230115);
		expect(slave.ask(...select(SECONDARY))).toEqual([]);
		expect(slave.ask(...select("15 01 23 45 CD 25 01 02"))).toEqual([E5]);
		expect(slave.ask(...short(REQ, 253))[0].slice(7, 11)).toEqual(bytesOf("15 01 23 45"));
	});
});
