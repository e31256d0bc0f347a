import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import {
	bytesOf,
	E5,
	long,
	NKE,
	OWN,
	REQ,
	SECONDARY,
	SND,
	select,
	short,
	TestSlave,
} from "./support.ts";

let slave: TestSlave;
beforeEach(() => {
	slave = new TestSlave();
});

/** Length of the telegram in characters. */
const TELEGRAM = 250;

/** What comes back: lengths of the answers. */
const lengths = (...bytes: number[]): number[] =>
	slave.ask(...bytes).map((answer) => answer.length);

const TARIFF_2 = bytesOf("09 7C 01 54 02");

describe("addresses", () => {
	const OTHERS = [0, 2, 250, 251, 252];

	it.each([
		["its own", OWN, true, true],
		["254, which everyone answers", 254, true, true],
		["255, which nobody answers", 255, false, true],
		["253 while it is not selected", 253, false, false],
		...OTHERS.map((address) => [`${address}, another's`, address, false, false] as const),
	] as const)("%s", (_, address, answers, acts) => {
		expect(slave.ask(...short(NKE, address))).toEqual(answers ? [E5] : []);
		expect(lengths(...short(REQ, address))).toEqual(answers ? [TELEGRAM] : []);
		expect(slave.ask(...long(SND, address, 0x51, TARIFF_2))).toEqual(answers ? [E5] : []);
		expect(slave.value("tariff")).toBe(acts ? 2 : 1);
	});

	it.each([0, 1, 250])("its own when it is %d", (address) => {
		slave.model.setByName("mbusAddress", address);
		expect(lengths(...short(REQ, address))).toEqual([TELEGRAM]);
		const [answer] = slave.ask(...short(REQ, 254));
		expect(answer[5]).toBe(address);
	});
});

describe("the frame count bit", () => {
	it("means nothing: every request is answered with present data, the access number going up", () => {
		const numbers = [0x5b, 0x5b, 0x7b, 0x7b, 0x5b].map(
			(control) => slave.ask(...short(control, OWN))[0][15],
		);
		expect(numbers).toEqual([1, 2, 3, 4, 5]);
		slave.model.setByName("tariff", 3);
		expect(slave.ask(...short(0x5b, OWN))[0].slice(-9, -8)).toEqual([3]);
	});

	it.each([0x53, 0x73])("means nothing: %x is done however often it comes", (control) => {
		expect(slave.ask(...long(control, OWN, 0x51, TARIFF_2))).toEqual([E5]);
		slave.model.setByName("tariff", 1);
		expect(slave.ask(...long(control, OWN, 0x51, TARIFF_2))).toEqual([E5]);
		expect(slave.value("tariff")).toBe(2);
	});
});

describe("selection", () => {
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
		expect(lengths(...short(REQ, 253))).toEqual([TELEGRAM]);
	});

	it.each([
		["digit 1", "56 02 02 19 CD 25 01 02"],
		["digit 2", "47 02 02 19 CD 25 01 02"],
		["digit 7", "46 02 02 29 CD 25 01 02"],
		["digit 8", "46 02 02 18 CD 25 01 02"],
		["one digit among wildcards", "FF FF FF F8 FF FF FF FF"],
		["a digit that is none", "4A 02 02 19 CD 25 01 02"],
		["manufacturer's first byte", "46 02 02 19 CE 25 01 02"],
		["manufacturer's second byte", "46 02 02 19 CD 24 01 02"],
		["half a wildcard for the manufacturer", "46 02 02 19 FF 24 01 02"],
		["version", "46 02 02 19 CD 25 02 02"],
		["medium", "46 02 02 19 CD 25 01 03"],
	])("does not match by another %s, and deselects", (_, address) => {
		expect(slave.ask(...select(SECONDARY))).toEqual([E5]);
		expect(slave.ask(...select(address))).toEqual([]);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
		expect(slave.ask(...short(NKE, 253))).toEqual([]);
	});

	it("comes with either frame count bit", () => {
		for (const control of [0x53, 0x73]) {
			expect(slave.ask(...select("FF FF FF F8 FF FF FF FF"))).toEqual([]);
			expect(slave.ask(...select(SECONDARY, control))).toEqual([E5]);
		}
	});

	it("holds for a day", () => {
		slave.ask(...select(SECONDARY));
		slave.line.wait(24 * 3600e6);
		expect(lengths(...short(REQ, 253))).toEqual([TELEGRAM]);
	});

	it("ends with SND_NKE to 253, which is still answered, and with no other SND_NKE", () => {
		slave.ask(...select(SECONDARY));
		for (const address of [OWN, 254, 255]) slave.ask(...short(NKE, address));
		expect(lengths(...short(REQ, 253))).toEqual([TELEGRAM]);
		expect(slave.ask(...short(NKE, 253))).toEqual([E5]);
		expect(slave.ask(...short(NKE, 253))).toEqual([]);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
	});

	it("lets the selected meter be written", () => {
		slave.ask(...select(SECONDARY));
		expect(slave.ask(...long(SND, 253, 0x51, TARIFF_2))).toEqual([E5]);
		expect(slave.value("tariff")).toBe(2);
	});

	it("by another length, or with a fabrication number, does nothing", () => {
		const enhanced = bytesOf(`${SECONDARY} 0C 78 46 02 02 19`);
		for (const data of [enhanced, bytesOf("46 02 02 19 CD 25 01"), bytesOf(`${SECONDARY} 00`), []])
			expect(slave.ask(...long(SND, 253, 0x52, data))).toEqual([]);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
		slave.ask(...select(SECONDARY));
		expect(slave.ask(...long(SND, 253, 0x52, enhanced))).toEqual([]);
		expect(lengths(...short(REQ, 253))).toEqual([TELEGRAM]);
	});

	it("to a primary address does nothing", () => {
		for (const address of [OWN, 254, 255])
			expect(slave.ask(...long(SND, address, 0x52, bytesOf(SECONDARY)))).toEqual([]);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
	});

	it("follows a changed secondary address, in both its byte orders the manual's example: 15 01 23 45", () => {
		expect(slave.ask(...long(SND, OWN, 0x51, bytesOf("0C 79 15 01 23 45")))).toEqual([E5]);
		expect(slave.value("mbusIdentification")).toBe(45230115);
		expect(slave.ask(...select(SECONDARY))).toEqual([]);
		expect(slave.ask(...select("15 01 23 45 CD 25 01 02"))).toEqual([E5]);
		expect(slave.ask(...short(REQ, 253))[0].slice(7, 11)).toEqual(bytesOf("15 01 23 45"));
	});
});

describe("the display's sign of communication", () => {
	it("is for frames that are for this meter, answered or not", () => {
		const { activity } = slave;
		for (const frame of [
			short(NKE, 2),
			short(NKE, 253),
			select("FF FF FF F8 FF FF FF FF"),
			E5,
			[0x10],
		])
			slave.ask(...frame);
		expect(activity.requests).toBe(0);
		for (const frame of [
			short(NKE, OWN),
			short(REQ, 254),
			short(NKE, 255),
			select(SECONDARY),
			short(REQ, 253),
		])
			slave.ask(...frame);
		expect(activity.requests).toBe(5);
	});
});

describe("application reset", () => {
	it("is acknowledged, with a sub-code and without", () => {
		expect(slave.ask(...long(SND, OWN, 0x50))).toEqual([E5]);
		for (const code of [0x00, 0x10, 0xff])
			expect(slave.ask(...long(SND, OWN, 0x50, [code]))).toEqual([E5]);
	});

	it("of another length is met with silence", () => {
		expect(slave.ask(...long(SND, OWN, 0x50, [0, 0]))).toEqual([]);
	});
});

describe("silence is the answer to", () => {
	const request = short(REQ, OWN);
	const write = long(SND, OWN, 0x51, TARIFF_2);
	const selection = select(SECONDARY);
	const changed = (frame: readonly number[], at: number, byte: number): number[] =>
		frame.map((each, i) => (i === at ? byte : each));
	/** The same with a checksum that is right again. */
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
		["a short frame's wrong start", changed(request, 0, 0x11)],
		["a short frame's start of a long one", changed(request, 0, 0x68)],
		["a short frame's C-field of a slave", summed(changed(request, 1, 0x08))],
		["a short frame's C-field SND_UD", summed(changed(request, 1, 0x53))],
		["a short frame's C-field REQ_UD1", summed(changed(request, 1, 0x5a))],
		["a short frame's C-field REQ_UD2 without the primary bit", summed(changed(request, 1, 0x1b))],
		["a short frame's C-field SND_NKE with a frame count bit", summed(changed(request, 1, 0x60))],
		["a short frame's C-field 0", summed(changed(request, 1, 0))],
		["a short frame's C-field 255", summed(changed(request, 1, 255))],
		["a short frame's other address", summed(changed(request, 2, 2))],
		["a short frame's wrong checksum", changed(request, 3, 0x5d)],
		["a short frame's wrong stop", changed(request, 4, 0x17)],
		["a short frame that ends early", request.slice(0, -1)],
		["a long frame's wrong start", changed(write, 0, 0x69)],
		["a long frame's start of a short one", changed(write, 0, 0x10)],
		["a long frame's wrong first length", changed(write, 1, write[1] + 1)],
		["a long frame's wrong second length", changed(write, 2, write[2] + 1)],
		["a long frame's lengths, both too small", changed(changed(write, 1, 7), 2, 7)],
		["a long frame's lengths, both too large", changed(changed(write, 1, 9), 2, 9)],
		["a long frame's lengths of 2", changed(changed(write, 1, 2), 2, 2)],
		["a long frame's wrong second start", changed(write, 3, 0x67)],
		["a long frame's C-field SND_NKE", summed(changed(write, 4, 0x40))],
		["a long frame's C-field REQ_UD2", summed(changed(write, 4, 0x5b))],
		["a long frame's C-field RSP_UD", summed(changed(write, 4, 0x08))],
		["a long frame's C-field without the primary bit", summed(changed(write, 4, 0x13))],
		["a long frame's other address", summed(changed(write, 5, 2))],
		["a long frame's CI-field of most significant byte first", summed(changed(write, 6, 0x55))],
		["a long frame's CI-field of a slave", summed(changed(write, 6, 0x72))],
		["a long frame's CI-field one below the baud rates", long(SND, OWN, 0xb7)],
		["a long frame's CI-field one above the baud rates", long(SND, OWN, 0xbe)],
		["a baud rate with data", long(SND, OWN, 0xbb, [0])],
		[
			"a long frame's wrong checksum",
			changed(write, write.length - 2, write[write.length - 2] ^ 0x80),
		],
		["a long frame's wrong stop", changed(write, write.length - 1, 0x17)],
		["a long frame that ends early", write.slice(0, -1)],
		["a selection with a wrong checksum", changed(selection, selection.length - 2, 0)],
		["user data without a record", long(SND, OWN, 0x51)],
		["a record's other DIF", summed(changed(write, 7, 0x0a))],
		["a record's other VIF", summed(changed(write, 8, 0x7d))],
		["a record's other unit", summed(changed(write, 10, 0x55))],
		["a record without its value", long(SND, OWN, 0x51, TARIFF_2.slice(0, -1))],
		["a record with a byte behind", long(SND, OWN, 0x51, [...TARIFF_2, 0])],
		["a record twice", long(SND, OWN, 0x51, [...TARIFF_2, ...TARIFF_2])],
		["a value below the range", summed(changed(write, 11, 0))],
		["a value above the range", summed(changed(write, 11, 5))],
		["a digit above 9", summed(changed(write, 11, 0x0a))],
		[
			"a good record beside one that is none",
			long(SND, OWN, 0x51, [...TARIFF_2, 0x09, 0x13, 0x01]),
		],
		[
			"a good record beside a bad value",
			long(SND, OWN, 0x51, [...TARIFF_2, ...bytesOf("09 FD 3A 06")]),
		],
		["an acknowledgement", E5],
	])("%s, and nothing is changed", (_, frame) => {
		const before = slave.settings();
		expect(slave.ask(...frame)).toEqual([]);
		expect(slave.settings()).toEqual(before);
		expect(slave.ask(...short(REQ, 253))).toEqual([]);
		expect(lengths(...short(REQ, OWN))).toEqual([TELEGRAM]);
		expect(slave.ask(...write)).toEqual([E5]);
		expect(slave.value("tariff")).toBe(2);
	});

	it("each single bit turned in any frame", () => {
		for (const frame of [request, write, selection, long(SND, OWN, 0xbd)])
			for (let i = 0; i < frame.length; i++)
				for (let bit = 0; bit < 8; bit++) {
					const before = slave.settings();
					expect(slave.ask(...changed(frame, i, frame[i] ^ (1 << bit)))).toEqual([]);
					expect(slave.settings()).toEqual(before);
				}
		expect(lengths(...short(REQ, OWN))).toEqual([TELEGRAM]);
	});
});

describe("a line", () => {
	const request = short(REQ, OWN);

	it("that splits a frame at any byte changes nothing", () => {
		for (const frame of [request, long(SND, OWN, 0x51, TARIFF_2), select(SECONDARY)])
			for (let at = 1; at < frame.length; at++) {
				slave.line.receive(frame.slice(0, at));
				slave.line.wait(20_000);
				expect(slave.ask(...frame.slice(at))).toHaveLength(1);
			}
	});

	it("that gives a frame byte by byte changes nothing", () => {
		for (const byte of request) {
			slave.line.receive([byte]);
			slave.line.wait(4583);
		}
		slave.line.wait(100_000);
		expect(slave.line.take().map((answer) => answer.length)).toEqual([TELEGRAM]);
	});

	it("with frames glued together: all are done, the last one is answered", () => {
		const glued = [...long(SND, OWN, 0x51, TARIFF_2), ...select(SECONDARY), ...short(REQ, 253)];
		expect(lengths(...glued)).toEqual([TELEGRAM]);
		expect(slave.value("tariff")).toBe(2);
		expect(slave.ask(...request, ...short(NKE, OWN))).toEqual([E5]);
		expect(slave.ask(...request, ...short(REQ, 2))).toEqual([]);
	});

	it("with noise before, between and behind: the last good frame is answered", () => {
		const noise = [0x00, 0xff, 0xe5, 0x55];
		expect(lengths(...noise, ...request)).toEqual([TELEGRAM]);
		expect(lengths(...noise, ...short(NKE, OWN), ...noise, ...request)).toEqual([TELEGRAM]);
		expect(lengths(...request, ...noise)).toEqual([TELEGRAM]);
	});

	it("with noise that does not end in time has the answer left out", () => {
		slave.line.receive(request);
		for (let i = 0; i < 50; i++) {
			slave.line.wait(5000);
			slave.line.receive([0x55]);
		}
		expect(slave.ask(0x55)).toEqual([]);
		expect(lengths(...request)).toEqual([TELEGRAM]);
	});

	it("with an echo of the meter's own answers: it is no request", () => {
		const [telegram] = slave.ask(...request);
		expect(slave.ask(...telegram)).toEqual([]);
		expect(slave.ask(...E5)).toEqual([]);
		expect(lengths(...telegram, ...request)).toEqual([TELEGRAM]);
		expect(lengths(...E5, ...request)).toEqual([TELEGRAM]);
	});

	it("with another meter's answer that a frame stands in: it is no request", () => {
		expect(slave.ask(...long(0x08, 2, 0x72, request))).toEqual([]);
	});

	it("on which a master speaks at a wrong baud rate: silence, and the next good request is answered", () => {
		// 9600 baud heard at 2400: about one character of four, of bits that are not theirs.
		for (const garbage of ["10 5B", "80 00 F8", "68 68 E0", "00", "FE 16 10 00 C0"]) {
			expect(slave.ask(...bytesOf(garbage))).toEqual([]);
			expect(lengths(...request)).toEqual([TELEGRAM]);
		}
	});

	it("on which anything comes in any pieces: good requests after a silence are answered, and no others", () => {
		const good = fc.constantFrom(request, short(NKE, OWN), select(SECONDARY), long(SND, OWN, 0x50));
		const starts = fc.constantFrom(0x10, 0x68, 0x16, 0xe5, 0x53, 0x5b, OWN);
		const noise = fc
			.array(fc.oneof(starts, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 300 })
			.filter((bytes) => !bytes.some((byte, i) => byte === 0x16 && bytes[i - 4] === 0x10));
		const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.boolean(), good, noise, sizes), { maxLength: 10 }),
				(frames) => {
					slave = new TestSlave();
					for (const [isGood, frame, bytes, cuts] of frames) {
						const sent = isGood ? frame : bytes;
						for (let at = 0, i = 0; at < sent.length; i++) {
							const size = cuts[i % cuts.length];
							slave.line.receive(sent.slice(at, at + size));
							at += size;
							slave.line.wait(4583 * Math.min(size, sent.length - at));
						}
						slave.line.wait(1_400_000);
						expect(slave.line.take()).toHaveLength(isGood ? 1 : 0);
					}
				},
			),
			{ numRuns: 300 },
		);
	});
});
