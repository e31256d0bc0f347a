import { describe, expect, it } from "vitest";
import { MBUS } from "../../../bench/bus/mbus.ts";
import type { SerialSettings } from "../../../bench/bus/protocol.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { setUp } from "./line-set-up.ts";

const QUESTION = rtuFrame(1, Uint8Array.of(3, 0x50, 2, 0, 60));
/** 125 characters: 120 bytes of 60 registers. */
const ANSWER = rtuFrame(1, Uint8Array.of(3, 120, ...new Array(120).fill(0xa5)));

describe("the answer of a meter", () => {
	it.each([
		[9600, "even", 11],
		[9600, "none", 10],
		[300, "odd", 11],
		[115_200, "even", 11],
	] as const)(
		"takes its time at %d baud, parity %s, starting at once",
		(baudRate, parity, bits) => {
			const { line, meter, one, pass } = setUp(RTU, 1, { baudRate, parity });
			const frames = FRAME_RATE_HZ / baudRate;
			line.send(one, QUESTION);
			pass(34);
			meter.transmit(ANSWER);
			expect(one.heard).toEqual([{ frames: 34, bytes: [1] }]);
			// The last character starts when all others are over, and is handed over by the next
			// frame.
			const last = 34 + (ANSWER.length - 1) * bits * frames;
			pass(Math.floor(last) - 34 - 1);
			expect(one.bytes.length).toBeLessThan(ANSWER.length);
			pass(4);
			expect(one.bytes).toEqual([...ANSWER]);
			expect(one.turns).toBe(1);
		},
	);

	it("arrives evenly, every 5 ms", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(2000);
		for (let count = 1; count <= ANSWER.length; count++) {
			const begins = ((count - 1) * 11 * FRAME_RATE_HZ) / 9600;
			expect(one.frameOf(count)).toBeGreaterThanOrEqual(Math.floor(begins));
			expect(one.frameOf(count)).toBeLessThan(begins + 41);
		}
	});

	it("arrives at its time although a wait for the flash put the meter ahead of the bench", () => {
		const { line, all, one, pass } = setUp(RTU, 2);
		line.send(one, QUESTION);
		pass(34);
		all[0]?.transmit(ANSWER, 52);
		pass(52 - 1);
		expect(one.bytes).toEqual([]);
		pass(4);
		expect(one.bytes).toEqual([1]);
	});

	it("arrives at once from a meter that runs as fast as it can", () => {
		const { line, meter, one } = setUp();
		meter.hurried = true;
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		expect(one.bytes).toEqual([...ANSWER]);
	});

	it("ends when the meter's supply is cut", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(92);
		meter.powerOff();
		// 92 frames are 10.03 characters; the eleventh has just started.
		expect(one.bytes.slice(0, 10)).toEqual([...ANSWER.subarray(0, 10)]);
		expect(one.bytes.length).toBeLessThanOrEqual(11);
	});

	it("keeps the line until its last bit and t3.5 are over", () => {
		const { line, meter, one, two, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		line.send(two, QUESTION);
		line.send(one, QUESTION);
		const over = (ANSWER.length + 3.5) * 11 * (FRAME_RATE_HZ / 9600);
		pass(Math.floor(over));
		expect(meter.received).toHaveLength(1);
		pass(10);
		expect(meter.received).toHaveLength(2);
		expect([one.bytes.length, two.bytes.length]).toEqual([ANSWER.length, 0]);
	});

	it("is heard by the other meters when it is over", () => {
		const { line, all, one, pass } = setUp(RTU, 2);
		line.send(one, QUESTION);
		all[0]?.transmit(ANSWER);
		pass(1120);
		expect(all[1]?.received).toHaveLength(1);
		pass(40);
		expect(all[1]?.received[1]?.text).toBe(Buffer.from(ANSWER).toString("latin1"));
		expect(all[0]?.received).toHaveLength(1);
	});
});

describe("settings of the line", () => {
	const FAST: SerialSettings = { baudRate: 19_200, parity: "even" };

	it("follow the first meter unless they are set", () => {
		const { line, all } = setUp(RTU, 2);
		expect([line.settings, line.follows]).toEqual([RTU.initial, true]);
		for (const meter of all) meter.settings = FAST;
		expect(line.settings).toEqual(FAST);
		line.set({ baudRate: 300, parity: "odd" });
		expect([line.settings, line.follows]).toEqual([{ baudRate: 300, parity: "odd" }, false]);
		line.set(undefined);
		expect([line.settings, line.follows]).toEqual([FAST, true]);
	});

	it.each([
		["another baud rate", { baudRate: 4800, parity: "even" }],
		["another parity", { baudRate: 9600, parity: "none" }],
	] as const)(
		"at %s carry no request to the meter, and the line is free again",
		(_what, settings) => {
			const { line, meter, one, pass } = setUp();
			line.set(settings);
			line.send(one, QUESTION);
			pass(240);
			expect([meter.received, one.turns]).toEqual([[], 1]);
			line.set(undefined);
			line.send(one, QUESTION);
			expect(meter.received).toHaveLength(1);
		},
	);

	it("reach only the meters with the same settings", () => {
		const { line, all, one } = setUp(RTU, 3);
		if (all[1]) all[1].settings = FAST;
		line.send(one, QUESTION);
		expect(all.map(({ received }) => received.length)).toEqual([1, 0, 1]);
	});

	it("keep meters with different settings from hearing each other", () => {
		const { line, all, one, pass } = setUp(RTU, 3);
		if (all[1]) all[1].settings = FAST;
		line.send(one, QUESTION);
		all[0]?.transmit(ANSWER);
		pass(1200);
		expect(all.map(({ received }) => received.length)).toEqual([1, 0, 2]);
	});

	it("cut an answer off for the client when they change", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(200);
		const before = one.bytes.length;
		line.set(FAST);
		pass(1200);
		expect([one.bytes.length, one.turns]).toEqual([before, 1]);
	});

	it("follow a meter that changes its own during an answer once the turn is over", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(600);
		meter.settings = FAST;
		pass(580);
		expect(one.bytes).toEqual([...ANSWER]);
		expect(line.settings).toEqual(FAST);
	});

	it("apply to a meter's next answer, not to the one under way", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(600);
		const begun = one.bytes.length;
		expect(begun).toBeLessThan(ANSWER.length);
		line.set(RTU.initial);
		meter.settings = FAST;
		pass(580);
		expect(one.bytes).toEqual([...ANSWER]);
	});
});

describe("the wait for an answer", () => {
	it.each([
		// t3.5 is 1.75 ms, 4.01 ms, 16.04 ms and 128.3 ms; then 20 ms.
		[115_200, 14 + 160],
		[9600, 33 + 160],
		[2400, 129 + 160],
		[300, 1027 + 160],
	])("at %d baud ends after %d frames", (baudRate, frames) => {
		const { line, one, pass } = setUp(RTU, 1, { baudRate, parity: "even" });
		line.send(one, QUESTION);
		pass(frames - 2);
		expect(one.turns).toBe(0);
		pass(8);
		expect(one.turns).toBe(1);
	});

	it.each([
		// 330 bits and 50 ms.
		[2400, 1500],
		[300, 9200],
	])("on M-Bus at %d baud ends after %d frames", (baudRate, frames) => {
		const { line, one, pass } = setUp(MBUS, 1, { baudRate, parity: "even" });
		line.send(one, Uint8Array.of(0x10, 0x5b, 9, 0x64, 0x16));
		pass(frames - 2);
		expect(one.turns).toBe(0);
		pass(8);
		expect(one.turns).toBe(1);
	});

	it("does not end during an answer, and bytes sent meanwhile wait", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		pass(140);
		meter.transmit(ANSWER);
		line.send(one, QUESTION);
		pass(400);
		expect([meter.received.length, one.turns]).toEqual([1, 0]);
		pass(840);
		expect([meter.received.length, one.turns, one.bytes.length]).toEqual([2, 1, ANSWER.length]);
	});
});
