import { describe, expect, it } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import type { Protocol } from "../../../bench/bus/protocol.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import type { SerialSettings } from "../../../bench/bus/serial-settings.ts";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

/** Remembers what it heard, and at which frame of the first meter. */
class Listener implements LineClient {
	readonly heard: { frames: number; bytes: number[] }[] = [];
	turns = 0;
	readonly #meter: FakeLineMeter;

	constructor(meter: FakeLineMeter) {
		this.#meter = meter;
	}

	answer(bytes: Uint8Array): void {
		this.heard.push({ frames: this.#meter.frames, bytes: [...bytes] });
	}

	over(): void {
		this.turns++;
	}

	get bytes(): number[] {
		return this.heard.flatMap(({ bytes }) => bytes);
	}

	/** Frame at which it had `count` characters. */
	frameOf(count: number): number | undefined {
		let sum = 0;
		return this.heard.find(({ bytes }) => {
			sum += bytes.length;
			return sum >= count;
		})?.frames;
	}
}

function setUp(protocol: Protocol = RTU, meters = 1, settings: SerialSettings = protocol.initial) {
	const all = Array.from({ length: meters }, () => new FakeLineMeter());
	for (const meter of all) meter.settings = settings;
	const [meter = new FakeLineMeter()] = all;
	const line = new SerialLine(protocol, all);
	const pass = (frames: number): void => {
		for (let left = frames; left > 0; left--) for (const each of all) each.pass(1);
	};
	return { meter, all, line, pass, one: new Listener(meter), two: new Listener(meter) };
}

const QUESTION = rtuFrame(1, Uint8Array.of(3, 0x50, 2, 0, 60));
/** 125 characters: 120 bytes of 60 registers. */
const ANSWER = rtuFrame(1, Uint8Array.of(3, 120, ...new Array(120).fill(0xa5)));

describe("what a meter sends", () => {
	it.each([
		[9600, "even", 11],
		[9600, "none", 10],
		[300, "odd", 11],
		[115_200, "even", 11],
	] as const)(
		"takes its time at %d baud, parity %s: the first character comes at once",
		(baudRate, parity, bits) => {
			const { line, meter, one, pass } = setUp(RTU, 1, { baudRate, parity });
			const frames = 4000 / baudRate;
			line.send(one, QUESTION);
			pass(17);
			meter.transmit(ANSWER);
			expect(one.heard).toEqual([{ frames: 17, bytes: [1] }]);
			// The last character begins when all others are over; it is handed over by the next frame.
			const last = 17 + (ANSWER.length - 1) * bits * frames;
			pass(Math.floor(last) - 17 - 1);
			expect(one.bytes.length).toBeLessThan(ANSWER.length);
			pass(2);
			expect(one.bytes).toEqual([...ANSWER]);
			expect(one.turns).toBe(1);
		},
	);

	it("comes evenly, 5 ms at a time", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(1000);
		for (let count = 1; count <= ANSWER.length; count++) {
			const begins = ((count - 1) * 11 * 4000) / 9600;
			expect(one.frameOf(count)).toBeGreaterThanOrEqual(Math.floor(begins));
			expect(one.frameOf(count)).toBeLessThan(begins + 21);
		}
	});

	it("comes at its time where the meter is ahead of the bench, because it has waited for its flash", () => {
		const { line, all, one, pass } = setUp(RTU, 2);
		line.send(one, QUESTION);
		pass(17);
		all[0]?.transmit(ANSWER, 26);
		pass(26 - 1);
		expect(one.bytes).toEqual([]);
		pass(2);
		expect(one.bytes).toEqual([1]);
	});

	it("comes at once from a meter that runs as fast as it can", () => {
		const { line, meter, one } = setUp();
		meter.hurried = true;
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		expect(one.bytes).toEqual([...ANSWER]);
	});

	it("is cut where the meter's supply is", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(46);
		meter.powerOff();
		// 46 frames are 10.03 characters; the eleventh has just begun.
		expect(one.bytes.slice(0, 10)).toEqual([...ANSWER.subarray(0, 10)]);
		expect(one.bytes.length).toBeLessThanOrEqual(11);
	});

	it("keeps the line until its last bit and t3.5 are over", () => {
		const { line, meter, one, two, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		line.send(two, QUESTION);
		line.send(one, QUESTION);
		const over = (ANSWER.length + 3.5) * 11 * (4000 / 9600);
		pass(Math.floor(over));
		expect(meter.received).toHaveLength(1);
		pass(5);
		expect(meter.received).toHaveLength(2);
		expect([one.bytes.length, two.bytes.length]).toEqual([ANSWER.length, 0]);
	});

	it("is heard by the other meters when it is over", () => {
		const { line, all, one, pass } = setUp(RTU, 2);
		line.send(one, QUESTION);
		all[0]?.transmit(ANSWER);
		pass(560);
		expect(all[1]?.received).toHaveLength(1);
		pass(20);
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
			pass(120);
			expect([meter.received, one.turns]).toEqual([[], 1]);
			line.set(undefined);
			line.send(one, QUESTION);
			expect(meter.received).toHaveLength(1);
		},
	);

	it("reach just the meters that have the same", () => {
		const { line, all, one } = setUp(RTU, 3);
		if (all[1]) all[1].settings = FAST;
		line.send(one, QUESTION);
		expect(all.map(({ received }) => received.length)).toEqual([1, 0, 1]);
	});

	it("keep meters with different ones from hearing each other", () => {
		const { line, all, one, pass } = setUp(RTU, 3);
		if (all[1]) all[1].settings = FAST;
		line.send(one, QUESTION);
		all[0]?.transmit(ANSWER);
		pass(600);
		expect(all.map(({ received }) => received.length)).toEqual([1, 0, 2]);
	});

	it("that change while a meter answers leave the master without the rest", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(100);
		const before = one.bytes.length;
		line.set(FAST);
		pass(600);
		expect([one.bytes.length, one.turns]).toEqual([before, 1]);
	});

	it("that a meter changes while it answers change for a master that follows when the turn is over", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(300);
		meter.settings = FAST;
		pass(290);
		expect(one.bytes).toEqual([...ANSWER]);
		expect(line.settings).toEqual(FAST);
	});

	it("change for a meter's next answer, not for the one that is being sent", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		meter.transmit(ANSWER);
		pass(300);
		const begun = one.bytes.length;
		expect(begun).toBeLessThan(ANSWER.length);
		line.set(RTU.initial);
		meter.settings = FAST;
		pass(290);
		expect(one.bytes).toEqual([...ANSWER]);
	});
});

describe("the wait for an answer", () => {
	it.each([
		// t3.5 is 1.75 ms, 4.01 ms, 16.04 ms and 128.3 ms; 20 ms more.
		[115_200, 7 + 80],
		[9600, 17 + 80],
		[2400, 65 + 80],
		[300, 514 + 80],
	])("at %d baud ends after %d frames", (baudRate, frames) => {
		const { line, one, pass } = setUp(RTU, 1, { baudRate, parity: "even" });
		line.send(one, QUESTION);
		pass(frames - 2);
		expect(one.turns).toBe(0);
		pass(4);
		expect(one.turns).toBe(1);
	});

	it.each([
		// 330 bits and 50 ms.
		[2400, 750],
		[300, 4600],
	])("on M-Bus at %d baud ends after %d frames", (baudRate, frames) => {
		const { line, one, pass } = setUp(MBUS, 1, { baudRate, parity: "even" });
		line.send(one, Uint8Array.of(0x10, 0x5b, 9, 0x64, 0x16));
		pass(frames - 2);
		expect(one.turns).toBe(0);
		pass(4);
		expect(one.turns).toBe(1);
	});

	it("ends for nobody while an answer is on the line, and what its owner sends meanwhile waits", () => {
		const { line, meter, one, pass } = setUp();
		line.send(one, QUESTION);
		pass(70);
		meter.transmit(ANSWER);
		line.send(one, QUESTION);
		pass(200);
		expect([meter.received.length, one.turns]).toEqual([1, 0]);
		pass(420);
		expect([meter.received.length, one.turns, one.bytes.length]).toEqual([2, 1, ANSWER.length]);
	});
});

describe("several meters on M-Bus", () => {
	const SELECT = Uint8Array.of(0x10, 0x40, 0xfe, 0x3e, 0x16);
	/** A telegram of `length` bytes of user data. */
	const telegram = (fill: number, length = 40): Uint8Array => {
		const data = new Uint8Array(length).fill(fill);
		const sum = data.reduce((total, byte) => (total + byte) & 0xff, 0);
		return Uint8Array.of(0x68, length, length, 0x68, ...data, sum, 0x16);
	};

	it("that acknowledge at once are heard as one, and none of them hears the others", () => {
		const { line, all, one, pass } = setUp(MBUS, 8);
		line.send(one, SELECT);
		pass(20);
		for (const meter of all) meter.transmit(Uint8Array.of(0xe5));
		pass(50);
		expect([one.bytes, one.turns]).toEqual([[0xe5], 1]);
		expect(all.map(({ received }) => received.length)).toEqual(new Array(8).fill(1));
	});

	it("that send telegrams at once are heard as bits that all have at 1", () => {
		const { line, all, one, pass } = setUp(MBUS, 2);
		line.send(one, SELECT);
		pass(20);
		all[0]?.transmit(telegram(0b1100));
		all[1]?.transmit(telegram(0b1010));
		pass(2000);
		expect(one.bytes.slice(0, 44)).toEqual([0x68, 40, 40, 0x68, ...new Array(40).fill(0b1000)]);
		expect(one.turns).toBe(1);
	});

	it("of which one begins inside the other's telegram garble it from there on", () => {
		const { line, all, one, pass } = setUp(MBUS, 2);
		line.send(one, SELECT);
		pass(20);
		all[0]?.transmit(telegram(0xff));
		pass(100);
		all[1]?.transmit(telegram(0x00));
		pass(2000);
		// A character takes 18.3 frames at 2400 baud: five or six were sent before.
		expect(one.bytes.slice(0, 5)).toEqual([0x68, 40, 40, 0x68, 0xff]);
		expect(one.bytes.slice(6, 20)).not.toContain(0xff);
	});

	it("wait for each other's time before the first character goes out", () => {
		const { line, all, one } = setUp(MBUS, 2);
		line.send(one, SELECT);
		all[0]?.pass(20);
		all[0]?.transmit(Uint8Array.of(0xe5));
		expect(one.bytes).toEqual([]);
		all[1]?.pass(20);
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
		["not with more behind it", "680303680801727b1600", false],
		["not two acknowledgements", "e5e5", false],
		["not nothing", "", false],
	])("%s", (_what, hex, whole) => {
		expect(MBUS.isWhole(Buffer.from(hex, "hex"))).toBe(whole);
	});
});
