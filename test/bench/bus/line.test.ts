import { describe, expect, it, vi } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

class FakeClient implements LineClient {
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
 * The answer's 7 characters take 8.02 ms at 9600 baud and t3.5 is 4.01 ms: 65 and 33 frames, and
 * one to spare.
 */
const QUIET_FRAMES = 65 + 34;

/** No answer starts later than this: 20 ms after t3.5, 24.01 ms, and a frame to spare. */
const PATIENCE_FRAMES = 193 + 1;

const ANSWER = rtuFrame(1, Uint8Array.of(3, 2, 0x12, 0x34));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const bytes = (string: string): Uint8Array => Buffer.from(string, "latin1");

/** @param hurried true if the characters of meters take no time */
function setUp(meters = 1, hurried = true) {
	const all = Array.from({ length: meters }, () => new FakeLineMeter());
	for (const each of all) each.hurried = hurried;
	const [meter = new FakeLineMeter()] = all;
	return {
		meter,
		all,
		line: new SerialLine(RTU, all),
		one: new FakeClient(),
		two: new FakeClient(),
	};
}

describe("an RS-485 line", () => {
	it("carries bytes to every meter as they arrive", () => {
		const { line, all, one } = setUp(2);
		line.send(one, bytes("ab"));
		line.send(one, bytes("c"));
		for (const meter of all) {
			expect(meter.received.map((chunk) => chunk.text)).toEqual(["ab", "c"]);
			expect(meter.continued).toEqual([false, true]);
		}
	});

	it("gives the answer to the client that has asked, and to no other", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("question"));
		line.send(two, bytes("other"));
		meter.transmit(ANSWER);
		expect([one.heard, two.heard]).toEqual([text(ANSWER), ""]);
	});

	it("lets the next client send, in one piece, after t3.5 of silence", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("question"));
		line.send(two, bytes("oth"));
		line.send(two, bytes("er"));
		meter.transmit(ANSWER);
		meter.pass(QUIET_FRAMES - 1);
		expect(meter.received).toHaveLength(1);
		meter.pass(2);
		expect(meter.received[1]).toEqual({ frames: QUIET_FRAMES, text: "other" });
	});

	it("keeps the silence in the time of each meter that has heard the answer", () => {
		const { line, all, one, two } = setUp(2);
		const [first, second] = all;
		line.send(one, bytes("question"));
		line.send(two, bytes("other"));
		first?.transmit(ANSWER);
		second?.pass(2);
		expect(second?.received.at(-1)?.text).toBe(text(ANSWER));
		first?.pass(3 * QUIET_FRAMES);
		expect(first?.received).toHaveLength(1);
		second?.pass(QUIET_FRAMES);
		expect(first?.received).toHaveLength(2);
	});

	it("sends at once when the line has been quiet for long", () => {
		const { line, meter, one } = setUp();
		line.send(one, bytes("1"));
		meter.transmit(ANSWER);
		meter.pass(200);
		line.send(one, bytes("2"));
		meter.pass(2);
		expect(meter.received[1]).toEqual({ frames: 201, text: "2" });
	});

	it("serves a waiting client before one that was just answered", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("1"));
		line.send(two, bytes("2"));
		meter.transmit(ANSWER);
		line.send(one, bytes("3"));
		meter.pass(QUIET_FRAMES);
		meter.transmit(ANSWER);
		meter.pass(QUIET_FRAMES);
		expect(meter.received.map((chunk) => chunk.text)).toEqual(["1", "2", "3"]);
	});

	it("ends a turn without an answer 20 ms and t3.5 after the last byte", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("garb"));
		meter.pass(PATIENCE_FRAMES - 1);
		line.send(one, bytes("age"));
		line.send(two, bytes("question"));
		meter.pass(PATIENCE_FRAMES - 1);
		expect([one.turns, meter.received.length]).toEqual([0, 2]);
		meter.pass(2);
		expect([one.turns, meter.received.length]).toEqual([1, 3]);
	});

	it("cuts off a client that never pauses", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("x"));
		line.send(two, bytes("question"));
		for (let i = 0; i < 30; i++) {
			meter.pass(PATIENCE_FRAMES - 1);
			line.send(one, bytes("x"));
		}
		expect(meter.received.map((chunk) => chunk.text)).toContain("question");
	});

	it("hands bytes that a meter sends unasked to no client, not even to a waiting one", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("question"));
		line.send(two, bytes("other"));
		meter.transmit(ANSWER);
		meter.transmit(ANSWER);
		expect([one.heard, two.heard]).toEqual([text(ANSWER), ""]);
	});

	it("accepts an answer in pieces", () => {
		const { line, meter, one } = setUp();
		line.send(one, bytes("question"));
		meter.transmit(ANSWER.subarray(0, 3));
		// Three characters take 27.5 frames; then t3.5.
		meter.pass(28 + 34 - 1);
		meter.transmit(ANSWER.subarray(3));
		expect([one.heard, one.turns]).toEqual([text(ANSWER), 1]);
	});

	it("lets the other meters hear an answer, but not the one that gave it", () => {
		const { line, all, meter, one } = setUp(2);
		line.send(one, bytes("q"));
		meter.transmit(ANSWER);
		for (const each of all) each.pass(8);
		expect(all.map((each) => each.received.map((chunk) => chunk.text))).toEqual([
			["q"],
			["q", text(ANSWER)],
		]);
	});

	it("ends the turn when the meter's supply is cut during an exchange", () => {
		const { line, meter, one } = setUp();
		line.send(one, bytes("q"));
		meter.powerOff();
		expect(one.turns).toBe(1);
	});

	it.each([false, true])("ends a turn whose answer was cut before its first bit: %s", (hurried) => {
		vi.useFakeTimers();
		try {
			const { line, all, meter, one, two } = setUp(2, hurried);
			line.send(one, bytes("q"));
			// A meter that has waited for its flash sends at a time that has not come yet.
			meter.transmit(ANSWER, 40);
			meter.powerOff();
			line.send(two, bytes("other"));
			for (let turn = 0; turn < 20; turn++) {
				vi.advanceTimersByTime(100);
				all[1]?.pass(100);
			}
			expect([one.turns, two.turns]).toEqual([1, 1]);
		} finally {
			vi.useRealTimers();
		}
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

	it("drops the waiting bytes of a client that has left", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("1"));
		line.send(two, bytes("2"));
		line.leave(two);
		meter.pass(PATIENCE_FRAMES);
		expect(meter.received.map((chunk) => chunk.text)).toEqual(["1"]);
	});

	it("reports request, answer and delay of an exchange with one whole answer", () => {
		const exchanges: string[] = [];
		const all = [new FakeLineMeter(), new FakeLineMeter()];
		for (const meter of all) meter.hurried = true;
		const line = new SerialLine(RTU, all);
		line.observe(({ answeredBy, request, answer, delayFrames }) => {
			if (answeredBy === undefined) return;
			exchanges.push(`${answeredBy}: ${text(request)} -> ${text(answer)} after ${delayFrames}`);
		});
		const client = new FakeClient();
		const pass = (frames: number): void => {
			for (const meter of all) meter.pass(frames);
		};
		line.send(client, bytes("in "));
		line.send(client, bytes("two"));
		pass(34);
		all[1]?.transmit(ANSWER.subarray(0, 2));
		pass(8);
		expect(exchanges).toEqual([]);
		all[1]?.transmit(ANSWER.subarray(2));
		pass(8);
		expect(exchanges).toEqual([`1: in two -> ${text(ANSWER)} after 34`]);
		pass(QUIET_FRAMES);
		line.send(client, bytes("both"));
		for (const meter of all) meter.transmit(ANSWER);
		pass(8);
		line.send(client, bytes("nobody"));
		pass(PATIENCE_FRAMES);
		expect(exchanges).toHaveLength(1);
	});
});
