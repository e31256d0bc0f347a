import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Disturbance, DisturbedPort } from "../../../bench/bus/disturbance.ts";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import type { Protocol } from "../../../bench/bus/protocol.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import type { LineClient } from "../../../bench/bus/turn.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const REQUEST = rtuFrame(1, Uint8Array.of(3, 0, 0, 0, 1));
const BROADCAST = rtuFrame(0, Uint8Array.of(6, 0, 0, 0, 1));
const ANSWER = rtuFrame(1, Uint8Array.of(3, 2, 0x12, 0x34));

const FRAMES_PER_MS = 8;

class Client implements LineClient {
	turns = 0;

	answer(): void {}

	over(): void {
		this.turns++;
	}
}

/** Three meters and three clients on a line that may delay answers. */
class Bus {
	readonly meters = [new FakeLineMeter(), new FakeLineMeter(), new FakeLineMeter()];
	readonly clients = [new Client(), new Client(), new Client()];
	readonly disturbance = new Disturbance();
	readonly line: SerialLine;

	constructor(protocol: Protocol) {
		for (const meter of this.meters) meter.settings = protocol.initial;
		const ports = this.meters.map((meter) => new DisturbedPort(meter, this.disturbance));
		this.line = new SerialLine(protocol, ports);
	}

	send(index: number, bytes: Uint8Array): void {
		this.line.send(this.clients[index] ?? new Client(), bytes);
	}

	/** A meter sends, now or later, if its supply is on. */
	transmit(index: number, bytes: Uint8Array, delayFrames = 0): void {
		const meter = this.meters[index];
		if (meter?.powered) meter.transmit(bytes, delayFrames);
	}

	/** Time passes for the clock, and for the meters that are on. */
	pass(frames: number): void {
		for (let left = frames; left > 0; left--)
			for (const meter of this.meters) if (meter.powered) meter.pass(1);
		vi.advanceTimersByTime(frames / FRAMES_PER_MS);
	}
}

/** @param amount frames or milliseconds */
type Step = (bus: Bus, index: number, amount: number) => void;

const STEPS: Readonly<Record<string, Step>> = {
	ask: (bus, index) => bus.send(index, REQUEST),
	begin: (bus, index) => bus.send(index, REQUEST.subarray(0, 3)),
	broadcast: (bus, index) => bus.send(index, BROADCAST),
	flood: (bus, index) => bus.send(index, new Uint8Array(400)),
	leave: (bus, index) => bus.line.leave(bus.clients[index] ?? new Client()),
	finish: (bus, index) => bus.line.finish(bus.clients[index] ?? new Client()),
	answer: (bus, index, amount) => bus.transmit(index, ANSWER, amount),
	piece: (bus, index, amount) => bus.transmit(index, ANSWER.subarray(0, 3), amount),
	noise: (bus, index) => bus.transmit(index, Uint8Array.of(0)),
	off: (bus, index) => bus.meters[index]?.powerOff(),
	on: (bus, index) => void Object.assign(bus.meters[index] ?? {}, { powered: true }),
	hurry: (bus, index) => void Object.assign(bus.meters[index] ?? {}, { hurried: true }),
	slow: (bus, index) => {
		const settings = { baudRate: 300, parity: "even" };
		Object.assign(bus.meters[index] ?? {}, { settings });
	},
	fix: (bus) => bus.line.set({ baudRate: 19_200, parity: "none" }),
	follow: (bus) => bus.line.set(undefined),
	delay: (bus, _index, delayMs) => {
		bus.disturbance.fault = { fault: "delay", share: 1, delayMs, code: 6 };
	},
	pass: (bus, _index, amount) => bus.pass(amount),
};

const step = fc.tuple(
	fc.constantFrom(...Object.keys(STEPS), "pass", "pass", "ask", "answer"),
	fc.nat(2),
	fc.oneof(fc.nat(10), fc.nat(300)),
);

/** Only one order in thousands is like it. */
const CUT_BEFORE_ITS_START: [string, number, number][] = [
	["answer", 1, 37],
	["noise", 0, 0],
	["hurry", 0, 0],
	["off", 1, 0],
];

it.each([
	["RS-485", RTU],
	["M-Bus", MBUS],
])("%s is free again after whatever has happened on it", (_name, protocol) => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
			const bus = new Bus(protocol);
			for (const [name, index, amount] of steps) STEPS[name]?.(bus, index, amount);
			bus.disturbance.fault = undefined;
			for (let turn = 0; turn < 150; turn++) bus.pass(400);
			const next = new Client();
			bus.line.send(next, REQUEST);
			for (let turn = 0; turn < 60; turn++) bus.pass(400);
			expect(next.turns).toBe(1);
		}),
		{ numRuns: 200, examples: [[CUT_BEFORE_ITS_START]] },
	);
});
