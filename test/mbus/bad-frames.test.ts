import { beforeEach, describe, expect, it } from "vitest";
import { bytesOf } from "../../testkit/line.ts";
import {
	E5,
	long,
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

describe("a bad frame", () => {
	const request = short(REQ, OWN);
	const write = long(SND, OWN, 0x51, TARIFF_2);
	const selection = select(SECONDARY);
	const changed = (frame: readonly number[], at: number, byte: number): number[] =>
		frame.map((each, i) => (i === at ? byte : each));
	/** The same frame with the right checksum. */
	const summed = (frame: number[]): number[] => {
		const start = frame[0] === 0x10 ? 1 : 4;
		const body = frame.slice(start, -2);
		return [
			...frame.slice(0, start),
			...body,
			body.reduce((sum, byte) => sum + byte, 0) & 0xff,
			0x16,
		];
	};

	it.each([
		["short, with a wrong start", changed(request, 0, 0x11)],
		["short, with the start of a long one", changed(request, 0, 0x68)],
		["short, with the C-field of a slave", summed(changed(request, 1, 0x08))],
		["short, with C-field SND_UD", summed(changed(request, 1, 0x53))],
		["short, with C-field REQ_UD1", summed(changed(request, 1, 0x5a))],
		["short, with C-field REQ_UD2 without the primary bit", summed(changed(request, 1, 0x1b))],
		["short, with C-field SND_NKE with a frame count bit", summed(changed(request, 1, 0x60))],
		["short, with C-field 0", summed(changed(request, 1, 0))],
		["short, with C-field 255", summed(changed(request, 1, 255))],
		["short, to another address", summed(changed(request, 2, 2))],
		["short, with a wrong checksum", changed(request, 3, 0x5d)],
		["short, with a wrong stop", changed(request, 4, 0x17)],
		["short, that ends early", request.slice(0, -1)],
		["long, with a wrong start", changed(write, 0, 0x69)],
		["long, with the start of a short one", changed(write, 0, 0x10)],
		["long, with a wrong first length", changed(write, 1, write[1] + 1)],
		["long, with a wrong second length", changed(write, 2, write[2] + 1)],
		["long, with both lengths too small", changed(changed(write, 1, 7), 2, 7)],
		["long, with both lengths too large", changed(changed(write, 1, 9), 2, 9)],
		["long, with lengths of 2", changed(changed(write, 1, 2), 2, 2)],
		["long, with a wrong second start", changed(write, 3, 0x67)],
		["long, with C-field SND_NKE", summed(changed(write, 4, 0x40))],
		["long, with C-field REQ_UD2", summed(changed(write, 4, 0x5b))],
		["long, with C-field RSP_UD", summed(changed(write, 4, 0x08))],
		["long, with a C-field without the primary bit", summed(changed(write, 4, 0x13))],
		["long, to another address", summed(changed(write, 5, 2))],
		["long, with the CI-field for most significant byte first", summed(changed(write, 6, 0x55))],
		["long, with the CI-field of a slave", summed(changed(write, 6, 0x72))],
		["long, with a CI-field one below the baud rates", long(SND, OWN, 0xb7)],
		["long, with a CI-field one above the baud rates", long(SND, OWN, 0xbe)],
		["with a baud rate and data", long(SND, OWN, 0xbb, [0])],
		[
			"a long frame's wrong checksum",
			changed(write, write.length - 2, write[write.length - 2] ^ 0x80),
		],
		["long, with a wrong stop", changed(write, write.length - 1, 0x17)],
		["long, that ends early", write.slice(0, -1)],
		["of a selection, with a wrong checksum", changed(selection, selection.length - 2, 0)],
		["with user data and no record", long(SND, OWN, 0x51)],
		["with a record of another DIF", summed(changed(write, 7, 0x0a))],
		["with a record of another VIF", summed(changed(write, 8, 0x7d))],
		["with a record of another unit", summed(changed(write, 10, 0x55))],
		["with a record without its value", long(SND, OWN, 0x51, TARIFF_2.slice(0, -1))],
		["with a byte after the record", long(SND, OWN, 0x51, [...TARIFF_2, 0])],
		["with a record twice", long(SND, OWN, 0x51, [...TARIFF_2, ...TARIFF_2])],
		["with a value below the range", summed(changed(write, 11, 0))],
		["with a value above the range", summed(changed(write, 11, 5))],
		["with a digit above 9", summed(changed(write, 11, 0x0a))],
		[
			"with a good record and an unknown one",
			long(SND, OWN, 0x51, [...TARIFF_2, 0x09, 0x13, 0x01]),
		],
		[
			"with a good record and a bad value",
			long(SND, OWN, 0x51, [...TARIFF_2, ...bytesOf("09 FD 3A 06")]),
		],
		["that is an acknowledgement", E5],
	])("%s is not answered and changes nothing", (_, frame) => {
		const before = slave.settings();
		expect(slave.ask(...frame)).toEqual([]);
		expect(slave.settings()).toEqual(before);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
		expect(slave.lengths(...short(REQ, OWN))).toEqual([TELEGRAM_LENGTH]);
		expect(slave.ask(...write)).toEqual([E5]);
		expect(slave.value("tariff")).toBe(2);
	});

	it("with any single bit inverted is not answered and changes nothing", () => {
		for (const frame of [request, write, selection, long(SND, OWN, 0xbd)])
			for (let i = 0; i < frame.length; i++)
				for (let bit = 0; bit < 8; bit++) {
					const before = slave.settings();
					expect(slave.ask(...changed(frame, i, frame[i] ^ (1 << bit)))).toEqual([]);
					expect(slave.settings()).toEqual(before);
				}
		expect(slave.lengths(...short(REQ, OWN))).toEqual([TELEGRAM_LENGTH]);
	});
});
