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
 * The answer's 7 characters take 8.02 ms at 9600 baud and t3.5 is 4.01 ms: 33 and 17 frames, and
 * one to spare.
 */
const QUIET_FRAMES = 33 + 18;

/** No answer starts later than this: 20 ms after t3.5, 24.01 ms, and a frame to spare. */
const PATIENCE_FRAMES = 97 + 1;

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
		meter.pass(1);
		expect(meter.received[1]).toEqual({ frames: QUIET_FRAMES, text: "other" });
	});

	it("sends at once when the line has been quiet for long", () => {
		const { line, meter, one } = setUp();
		line.send(one, bytes("1"));
		meter.transmit(ANSWER);
		meter.pass(100);
		line.send(one, bytes("2"));
		meter.pass(1);
		expect(meter.received[1]).toEqual({ frames: 101, text: "2" });
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
		meter.pass(1);
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
		// Three characters take 13.75 frames; then t3.5.
		meter.pass(14 + 18 - 1);
		meter.transmit(ANSWER.subarray(3));
		expect([one.heard, one.turns]).toEqual([text(ANSWER), 1]);
	});

	it("lets the other meters hear an answer, but not the one that gave it", () => {
		const { line, all, meter, one } = setUp(2);
		line.send(one, bytes("q"));
		meter.transmit(ANSWER);
		for (const each of all) each.pass(4);
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

	it("takes one frame of each client in turn, however many requests a client has", () => {
		const { line, meter, one, two } = setUp();
		line.send(new FakeClient(), bytes("question"));
		for (const code of [6, 7, 8]) line.send(one, rtuFrame(0, Uint8Array.of(code)));
		line.send(two, rtuFrame(2, Uint8Array.of(7)));
		meter.pass(5 * PATIENCE_FRAMES);
		const units = meter.received.slice(1).map(({ text }) => text.charCodeAt(0));
		expect(units).toEqual([0, 2, 0, 0]);
	});

	it("drops a request that waits when its client sends the next one, but no broadcast", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, bytes("question"));
		const frames = [1, 0, 2, 3].map((unit) => rtuFrame(unit, Uint8Array.of(7)));
		for (const frame of frames) line.send(two, frame);
		meter.pass(4 * PATIENCE_FRAMES);
		const units = meter.received.slice(1).map(({ text }) => text.charCodeAt(0));
		expect(units).toEqual([0, 3]);
	});

	it("lets one character more than a frame has through, and nothing after it", () => {
		const { line, meter, one, two } = setUp();
		line.send(one, new Uint8Array(200));
		line.send(one, new Uint8Array(200));
		line.send(one, new Uint8Array(200));
		line.send(two, new Uint8Array(1500));
		expect([line.waitingBytes(one), line.waitingBytes(two)]).toEqual([0, 257]);
		meter.pass(3 * PATIENCE_FRAMES);
		expect(meter.received.map(({ text }) => text.length)).toEqual([200, 57, 257]);
	});

	it("hears a client that has sent too much again when it has paused, and not before", () => {
		vi.useFakeTimers({ toFake: ["performance"] });
		try {
			const { line, meter, one } = setUp();
			const good = rtuFrame(1, Uint8Array.of(7));
			line.send(one, new Uint8Array(1500));
			meter.pass(2 * PATIENCE_FRAMES);
			for (let tries = 0; tries < 5; tries++) {
				vi.advanceTimersByTime(99);
				line.send(one, good);
			}
			expect(meter.received).toHaveLength(1);
			vi.advanceTimersByTime(100);
			line.send(one, good);
			expect(meter.received[1]?.text).toBe(text(good));
		} finally {
			vi.useRealTimers();
		}
	});

	it("hears it again in its turn, too, as a frame of its own", () => {
		vi.useFakeTimers({ toFake: ["performance"] });
		try {
			const { line, meter, one, two } = setUp();
			const good = rtuFrame(1, Uint8Array.of(7));
			line.send(one, bytes("question"));
			line.send(two, new Uint8Array(1500));
			line.send(two, good);
			vi.advanceTimersByTime(100);
			line.send(two, good);
			meter.pass(3 * PATIENCE_FRAMES);
			expect(meter.received.map((chunk) => chunk.text)).toEqual([
				"question",
				"\0".repeat(257),
				text(good),
			]);
		} finally {
			vi.useRealTimers();
		}
	});

	it("counts the characters of a frame from the last pause", () => {
		const { line, meter, one } = setUp();
		for (let sent = 0; sent < 1000; sent += 100) {
			line.send(one, new Uint8Array(100));
			meter.pass(QUIET_FRAMES);
		}
		expect(meter.received).toHaveLength(10);
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
		pass(17);
		all[1]?.transmit(ANSWER.subarray(0, 2));
		pass(4);
		expect(exchanges).toEqual([]);
		all[1]?.transmit(ANSWER.subarray(2));
		pass(4);
		expect(exchanges).toEqual([`1: in two -> ${text(ANSWER)} after 17`]);
		pass(QUIET_FRAMES);
		line.send(client, bytes("both"));
		for (const meter of all) meter.transmit(ANSWER);
		pass(4);
		line.send(client, bytes("nobody"));
		pass(PATIENCE_FRAMES);
		expect(exchanges).toHaveLength(1);
	});
});
