import { describe, expect, it, vi } from "vitest";
import { rtuFrame } from "../../../bench/bus/rtu.ts";
import { setUp } from "./line-set-up.ts";

/** No answer starts later than this: 20 ms after t3.5, 24.01 ms, and a frame to spare. */
const PATIENCE_FRAMES = 193 + 1;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const bytes = (string: string): Uint8Array => Buffer.from(string, "latin1");

describe("a line that several clients share", () => {
	it("takes one frame of each client in turn, however many requests a client has", () => {
		const { line, meter, one, two } = setUp();
		const three = { answer: () => {}, over: () => {} };
		line.send(three, bytes("question"));
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
			meter.pass(PATIENCE_FRAMES - 1);
		}
		expect(meter.received).toHaveLength(10);
	});
});
