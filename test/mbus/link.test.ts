import fc from "fast-check";
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

describe("an address", () => {
	const OTHERS = [0, 2, 250, 251, 252];

	it.each([
		["of this meter is answered", OWN, true, true],
		["254 is answered by every meter", 254, true, true],
		["255 is obeyed and not answered", 255, false, true],
		["253 is ignored by a meter that is not selected", 253, false, false],
		...OTHERS.map(
			(address) => [`${address} of another meter is ignored`, address, false, false] as const,
		),
	] as const)("%s", (_, address, answers, acts) => {
		expect(slave.ask(...short(NKE, address))).toEqual(answers ? [E5] : []);
		expect(slave.lengths(...short(REQ, address))).toEqual(answers ? [TELEGRAM_LENGTH] : []);
		expect(slave.ask(...long(SND, address, 0x51, TARIFF_2))).toEqual(answers ? [E5] : []);
		expect(slave.value("tariff")).toBe(acts ? 2 : 1);
	});

	it.each([0, 1, 250])("of this meter may be %d", (address) => {
		slave.model.setByName("mbusAddress", address);
		expect(slave.lengths(...short(REQ, address))).toEqual([TELEGRAM_LENGTH]);
		const [answer] = slave.ask(...short(REQ, 254));
		expect(answer[5]).toBe(address);
	});
});

describe("the frame count bit", () => {
	it("is ignored: every request gets present data and the next access number", () => {
		const numbers = [0x5b, 0x5b, 0x7b, 0x7b, 0x5b].map(
			(control) => slave.ask(...short(control, OWN))[0][15],
		);
		expect(numbers).toEqual([1, 2, 3, 4, 5]);
		slave.model.setByName("tariff", 3);
		expect(slave.ask(...short(0x5b, OWN))[0].slice(-9, -8)).toEqual([3]);
	});

	it.each([0x53, 0x73])("is ignored: %x is done however often it comes", (control) => {
		expect(slave.ask(...long(control, OWN, 0x51, TARIFF_2))).toEqual([E5]);
		slave.model.setByName("tariff", 1);
		expect(slave.ask(...long(control, OWN, 0x51, TARIFF_2))).toEqual([E5]);
		expect(slave.value("tariff")).toBe(2);
	});
});

describe("the display's communication sign", () => {
	it("counts the frames for this meter, answered or not", () => {
		for (const frame of [
			short(NKE, 2),
			short(NKE, 253),
			select("FF FF FF F8 FF FF FF FF"),
			E5,
			[0x10],
		])
			slave.ask(...frame);
		expect(slave.requests).toBe(0);
		for (const frame of [
			short(NKE, OWN),
			short(REQ, 254),
			short(NKE, 255),
			select(SECONDARY),
			short(REQ, 253),
		])
			slave.ask(...frame);
		expect(slave.requests).toBe(5);
	});
});

describe("an application reset", () => {
	it("is acknowledged with and without a sub-code", () => {
		expect(slave.ask(...long(SND, OWN, 0x50))).toEqual([E5]);
		for (const code of [0x00, 0x10, 0xff])
			expect(slave.ask(...long(SND, OWN, 0x50, [code]))).toEqual([E5]);
	});

	it("is acknowledged whatever follows the sub-code", () => {
		expect(slave.ask(...long(SND, OWN, 0x50, [0, 0]))).toEqual([E5]);
		expect(slave.ask(...long(SND, OWN, 0x50, [0x10, 1, 2, 3]))).toEqual([E5]);
	});
});

describe("a line", () => {
	const request = short(REQ, OWN);

	it("may pause after any character of a frame", () => {
		for (const frame of [request, long(SND, OWN, 0x51, TARIFF_2), select(SECONDARY)])
			for (let at = 1; at < frame.length; at++) {
				slave.line.receive(frame.slice(0, at));
				slave.line.wait(20_000);
				expect(slave.ask(...frame.slice(at))).toHaveLength(1);
			}
	});

	it("may deliver a frame character by character", () => {
		for (const byte of request) {
			slave.line.receive([byte]);
			slave.line.wait(4583);
		}
		slave.line.wait(100_000);
		expect(slave.line.take().map((answer) => answer.length)).toEqual([TELEGRAM_LENGTH]);
	});

	it("may carry frames without a gap: all are executed, the last one is answered", () => {
		const glued = [...long(SND, OWN, 0x51, TARIFF_2), ...select(SECONDARY), ...short(REQ, 253)];
		expect(slave.lengths(...glued)).toEqual([TELEGRAM_LENGTH]);
		expect(slave.value("tariff")).toBe(2);
		expect(slave.ask(...request, ...short(NKE, OWN))).toEqual([E5]);
		expect(slave.ask(...request, ...short(REQ, 2))).toEqual([]);
	});

	it("may have noise before, between and after frames: the last good one is answered", () => {
		const noise = [0x00, 0xff, 0xe5, 0x55];
		expect(slave.lengths(...noise, ...request)).toEqual([TELEGRAM_LENGTH]);
		expect(slave.lengths(...noise, ...short(NKE, OWN), ...noise, ...request)).toEqual([
			TELEGRAM_LENGTH,
		]);
		expect(slave.lengths(...request, ...noise)).toEqual([TELEGRAM_LENGTH]);
	});

	it("with noise that does not end in time gets no answer", () => {
		slave.line.receive(request);
		for (let i = 0; i < 50; i++) {
			slave.line.wait(5000);
			slave.line.receive([0x55]);
		}
		expect(slave.ask(0x55)).toEqual([]);
		expect(slave.lengths(...request)).toEqual([TELEGRAM_LENGTH]);
	});

	it("may echo the meter's answers, which are no requests", () => {
		const [telegram] = slave.ask(...request);
		expect(slave.ask(...telegram)).toEqual([]);
		expect(slave.ask(...E5)).toEqual([]);
		expect(slave.lengths(...telegram, ...request)).toEqual([TELEGRAM_LENGTH]);
		expect(slave.lengths(...E5, ...request)).toEqual([TELEGRAM_LENGTH]);
	});

	it("may carry another meter's answer that contains a frame, which is no request", () => {
		expect(slave.ask(...long(0x08, 2, 0x72, request))).toEqual([]);
	});

	it("with a master at a wrong baud rate gets no answer until the next good request", () => {
		// 9600 baud heard at 2400: about one character of four, and with other bits.
		for (const garbage of ["10 5B", "80 00 F8", "68 68 E0", "00", "FE 16 10 00 C0"]) {
			expect(slave.ask(...bytesOf(garbage))).toEqual([]);
			expect(slave.lengths(...request)).toEqual([TELEGRAM_LENGTH]);
		}
	});

	it("with any characters in any pieces gets answers to good requests only", () => {
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
