import { describe, expect, it, vi } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

class FakeMaster implements LineClient {
	heard = "";
	turns = 0;

	answer(bytes: Uint8Array): void {
		this.heard += Buffer.from(bytes).toString("latin1");
	}

	over(): void {
		this.turns++;
	}
}

/**
 * The answer's 7 characters take 8.02 ms at 9600 baud, t3.5 is 4.01 ms: 33 and 17 frames, and one
 * of grace.
 */
const QUIET = 33 + 18;

/** No answer begins later than this: 20 ms after t3.5, 24.01 ms, and a frame of grace. */
const PATIENCE = 97 + 1;

const ANSWER = rtuFrame(1, Uint8Array.of(3, 2, 0x12, 0x34));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const bytes = (string: string): Uint8Array => Buffer.from(string, "latin1");

/** @param hurried whether what meters send takes no time */
function setUp(meters = 1, hurried = true) {
	const all = Array.from({ length: meters }, () => new FakeLineMeter());
	for (const each of all) each.hurried = hurried;
	const [meter = new FakeLineMeter()] = all;
	return {
		meter,
		all,
		line: new SerialLine(RTU, all),
		one: new FakeMaster(),
		two: new FakeMaster(),
	};
}

describe("an RS-485 line", () => {
	it("carries bytes to every meter as they come", () => {
		const { line, all, one } = setUp(2);
		line.send(one, bytes("ab"));
		line.send(one, bytes("c"));
		for (const meter of all) {
			expect(meter.received.map((chunk) => chunk.text)).toEqual(["ab", "c"]);
			expect(meter.continued).toEqual([false, true]);
		}
	});

	it("gives the answer to the master that has asked, and to no other", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("question"));
		line.send(two, bytes("other"));
		meter.transmit(ANSWER);
		expect([one.heard, two.heard]).toEqual([text(ANSWER), ""]);
	});

	it("lets the next master send, in one piece, once the line was quiet for t3.5 after the answer", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("question"));
		line.send(two, bytes("oth"));
		line.send(two, bytes("er"));
		meter.transmit(ANSWER);
		meter.pass(QUIET - 1);
		expect(meter.received).toHaveLength(1);
		meter.pass(1);
		expect(meter.received[1]).toEqual({ frames: QUIET, text: "other" });
	});

	it("does not make a master wait that sends when the line was quiet for long", () => {
		const { line, meter, one } = setUp();
		line.send(one, bytes("1"));
		meter.transmit(ANSWER);
		meter.pass(100);
		line.send(one, bytes("2"));
		meter.pass(1);
		expect(meter.received[1]).toEqual({ frames: 101, text: "2" });
	});

	it("does not let a master that was answered go before one that waits", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("1"));
		line.send(two, bytes("2"));
		meter.transmit(ANSWER);
		line.send(one, bytes("3"));
		meter.pass(QUIET);
		meter.transmit(ANSWER);
		meter.pass(QUIET);
		expect(meter.received.map((chunk) => chunk.text)).toEqual(["1", "2", "3"]);
	});

	it("goes on without an answer 20 ms and t3.5 after the last byte", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("garb"));
		meter.pass(PATIENCE - 1);
		line.send(one, bytes("age"));
		line.send(two, bytes("question"));
		meter.pass(PATIENCE - 1);
		expect([one.turns, meter.received.length]).toEqual([0, 2]);
		meter.pass(1);
		expect([one.turns, meter.received.length]).toEqual([1, 3]);
	});

	it("cuts off a master that never falls silent", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("x"));
		line.send(two, bytes("question"));
		for (let i = 0; i < 30; i++) {
			meter.pass(PATIENCE - 1);
			line.send(one, bytes("x"));
		}
		expect(meter.received.map((chunk) => chunk.text)).toContain("question");
	});

	it("hands what a meter sends unasked to no master, not even to one that waits", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("question"));
		line.send(two, bytes("other"));
		meter.transmit(ANSWER);
		meter.transmit(ANSWER);
		expect([one.heard, two.heard]).toEqual([text(ANSWER), ""]);
	});

	it("takes an answer that comes in pieces", () => {
		const { line, meter, one } = setUp();
		line.send(one, bytes("question"));
		meter.transmit(ANSWER.subarray(0, 3));
		// Three characters, 13.75 frames, and t3.5.
		meter.pass(14 + 18 - 1);
		meter.transmit(ANSWER.subarray(3));
		expect([one.heard, one.turns]).toEqual([text(ANSWER), 1]);
	});

	it("lets the other meters hear an answer, and not the one that gave it", () => {
		const { line, all, meter, one } = setUp(2);
		line.send(one, bytes("q"));
		meter.transmit(ANSWER);
		for (const each of all) each.pass(4);
		expect(all.map((each) => each.received.map((chunk) => chunk.text))).toEqual([
			["q"],
			["q", text(ANSWER)],
		]);
	});

	it("goes on when the meter's supply is cut during an exchange", () => {
		const { line, meter, one } = setUp();
		line.send(one, bytes("q"));
		meter.powerOff();
		expect(one.turns).toBe(1);
	});

	it("ends a turn by the clock while no meter is on", () => {
		vi.useFakeTimers();
		try {
			const { line, meter, one } = setUp();
			meter.powerOff();
			line.send(one, bytes("q"));
			vi.advanceTimersByTime(100);
			expect(one.turns).toBe(1);
		} finally {
			vi.useRealTimers();
		}
	});

	it("forgets what a master that has left still wanted to send", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("1"));
		line.send(two, bytes("2"));
		line.leave(two);
		meter.pass(PATIENCE);
		expect(meter.received.map((chunk) => chunk.text)).toEqual(["1"]);
	});

	it("sends no more than a turn's bytes at once and keeps the rest", () => {
		const { line, meter, one } = setUp();
		line.send(one, new Uint8Array(1500));
		expect([meter.received[0]?.text.length, line.waitingBytes(one)]).toEqual([1024, 476]);
		meter.pass(PATIENCE);
		expect([meter.received[1]?.text.length, line.waitingBytes(one)]).toEqual([476, 0]);
	});

	it("tells of a request and its answer when both are whole", () => {
		const exchanges: string[] = [];
		const all = [new FakeLineMeter(), new FakeLineMeter()];
		for (const meter of all) meter.hurried = true;
		const line = new SerialLine(RTU, all);
		line.observe(({ answeredBy, request, answer, delayFrames }) => {
			if (answeredBy === undefined) return;
			exchanges.push(`${answeredBy}: ${text(request)} -> ${text(answer)} after ${delayFrames}`);
		});
		const master = new FakeMaster();
		const pass = (frames: number): void => {
			for (const meter of all) meter.pass(frames);
		};
		line.send(master, bytes("in "));
		line.send(master, bytes("two"));
		pass(17);
		all[1]?.transmit(ANSWER.subarray(0, 2));
		pass(4);
		expect(exchanges).toEqual([]);
		all[1]?.transmit(ANSWER.subarray(2));
		pass(4);
		expect(exchanges).toEqual([`1: in two -> ${text(ANSWER)} after 17`]);
		pass(QUIET);
		line.send(master, bytes("both"));
		for (const meter of all) meter.transmit(ANSWER);
		pass(4);
		line.send(master, bytes("nobody"));
		pass(PATIENCE);
		expect(exchanges).toHaveLength(1);
	});
});
