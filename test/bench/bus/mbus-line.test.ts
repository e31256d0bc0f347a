import { describe, expect, it } from "vitest";
import { MBUS } from "../../../bench/bus/mbus.ts";
import { setUp } from "./line-set-up.ts";

describe("several meters on M-Bus", () => {
	const SELECT = Uint8Array.of(0x10, 0x40, 0xfe, 0x3e, 0x16);
	/** A telegram of `length` bytes of user data. */
	const telegram = (fill: number, length = 40): Uint8Array => {
		const data = new Uint8Array(length).fill(fill);
		const sum = data.reduce((total, byte) => (total + byte) & 0xff, 0);
		return Uint8Array.of(0x68, length, length, 0x68, ...data, sum, 0x16);
	};

	it("are heard as one if they acknowledge at once, and do not hear each other", () => {
		const { line, all, one, pass } = setUp(MBUS, 8);
		line.send(one, SELECT);
		pass(40);
		for (const meter of all) meter.transmit(Uint8Array.of(0xe5));
		pass(100);
		expect([one.bytes, one.turns]).toEqual([[0xe5], 1]);
		expect(all.map(({ received }) => received.length)).toEqual(new Array(8).fill(1));
	});

	it("are heard as the bits that all have at 1 if they send telegrams at once", () => {
		const { line, all, one, pass } = setUp(MBUS, 2);
		line.send(one, SELECT);
		pass(40);
		all[0]?.transmit(telegram(0b1100));
		all[1]?.transmit(telegram(0b1010));
		pass(4000);
		expect(one.bytes.slice(0, 44)).toEqual([0x68, 40, 40, 0x68, ...new Array(40).fill(0b1000)]);
		expect(one.turns).toBe(1);
	});

	it("garble the rest of a telegram if one starts inside the other's", () => {
		const { line, all, one, pass } = setUp(MBUS, 2);
		line.send(one, SELECT);
		pass(40);
		all[0]?.transmit(telegram(0xff));
		pass(200);
		all[1]?.transmit(telegram(0x00));
		pass(4000);
		// A character takes 36.7 frames at 2400 baud: five or six were sent before.
		expect(one.bytes.slice(0, 5)).toEqual([0x68, 40, 40, 0x68, 0xff]);
		expect(one.bytes.slice(6, 20)).not.toContain(0xff);
	});

	it.each([
		["run as fast as they can", true, 0],
		["are not equally far", false, 100],
	])("hear no request before all have ended a collision if they %s", (_what, hurried, lead) => {
		const { line, all, one, pass } = setUp(MBUS, 2);
		for (const meter of all) meter.hurried = hurried;
		line.send(one, SELECT);
		pass(40);
		all[0]?.transmit(telegram(0b1100));
		all[1]?.transmit(telegram(0b1010));
		pass(1);
		all[0]?.pass(lead);
		for (let left = 1800; left > 0 && one.bytes.length < 46; left--) pass(1);
		line.send(one, SELECT);
		pass(4000);
		// 46 characters of 11 bits at 2400 baud, from frame 40.
		const endFrame = 40 + (46 * 11 * 8000) / 2400;
		expect(all.map(({ received }) => received.length)).toEqual([2, 2]);
		for (const { received } of all) expect(received[1]?.frames).toBeGreaterThan(endFrame);
	});

	it("wait for each other's time before the first character goes out", () => {
		const { line, all, one } = setUp(MBUS, 2);
		line.send(one, SELECT);
		all[0]?.pass(40);
		all[0]?.transmit(Uint8Array.of(0xe5));
		expect(one.bytes).toEqual([]);
		all[1]?.pass(40);
		expect(one.bytes).toEqual([0xe5]);
	});
});

describe("an answer on M-Bus is whole", () => {
	it.each([
		["an acknowledgement", "e5", true],
		["a long frame with its checksum", "680303680801727b16", true],
		["not with a wrong checksum", "680303680801727c16", false],
		["not with lengths that differ", "680304680801727b16", false],
		["not without its stop byte", "680303680801727b17", false],
		["not when it is cut short", "680303680801727b", false],
		["not with a byte after it", "680303680801727b1600", false],
		["not two acknowledgements", "e5e5", false],
		["not nothing", "", false],
	])("%s", (_what, hex, whole) => {
		expect(MBUS.isWhole(Buffer.from(hex, "hex"))).toBe(whole);
	});
});
