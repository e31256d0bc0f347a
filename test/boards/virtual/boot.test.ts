/** The virtual board on the test's own host: which frames arrive and how much time passes. */
import { FRAME_RATE_HZ } from "sampling";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Host } from "../../../boards/virtual/host.ts";
import {
	BYTES_PER_FRAME,
	Pin,
	SEQUENCE_LENGTH,
	ToBench,
	ToBoard,
} from "../../../boards/virtual/link.ts";

/** Frames delivered to the firmware, identified by their first number. */
let delivered: number[];
/** Answers: type and clock in frames. */
let sent: [number, number][];
let deliver: (type: number, payload: Uint8Array) => void;
let lost: () => number;
/** Levels of tariff input and seal when the firmware starts. */
let levels: (0 | 1)[];

beforeEach(async () => {
	delivered = [];
	sent = [];
	let frames = new Uint8Array();
	const host: Host = {
		input: new ArrayBuffer(4096),
		output: new ArrayBuffer(4096),
		send: (type) => void sent.push([type, new DataView(host.output).getUint32(0, true)]),
		exchange: () => 0,
		qrCode: () => new ArrayBuffer(0),
		unpack: () => {},
		// takes the first byte of each frame for its number
		meter: () => {
			for (let at = 0; at < frames.length; at += BYTES_PER_FRAME) delivered.push(frames[at]);
			return false;
		},
		restartMeter: () => {},
		setReference: () => {},
		quality: () => 0,
		enableQuality: () => {},
		setQualityLimits: () => {},
		onMessage: undefined,
	};
	deliver = (type, payload) => {
		const copied = type === ToBoard.FRAMES ? SEQUENCE_LENGTH : payload.length;
		new Uint8Array(host.input).set(payload.subarray(0, copied));
		frames = payload.slice(copied);
		host.onMessage?.(type, payload.length);
	};
	vi.resetModules();
	vi.stubGlobal("host", host);
	vi.doMock("main", () => ({
		default: () => {
			const { io } = device.pins;
			levels = [Pin.TARIFF_INPUT, Pin.SEAL].map((pin) => new io({ pin, mode: io.Input }).read());
		},
	}));
	await import("../../../boards/virtual/boot.ts");
	const { default: device, frontEnd } = await import("../../../boards/virtual/device.ts");
	deliver(ToBoard.INPUT, Uint8Array.of(Pin.SEAL, 1));
	deliver(ToBoard.START, Uint8Array.of(78, 97, 188, 0, 1, 0));
	frontEnd.start(() => void frontEnd.take([]));
	lost = () => frontEnd.lostFrames;
	sent = [];
});

/** Sends FRAMES with the given sequence number and frames. */
function give(sequence: number, ...marks: number[]): void {
	const payload = new Uint8Array(SEQUENCE_LENGTH + marks.length * BYTES_PER_FRAME);
	new DataView(payload.buffer).setUint16(0, sequence, true);
	marks.forEach((mark, index) => {
		payload[SEQUENCE_LENGTH + index * BYTES_PER_FRAME] = mark;
	});
	deliver(ToBoard.FRAMES, payload);
}

describe("the virtual board", () => {
	it("the virtual board delivers each frame and advances the clock by as many", () => {
		give(0, 1, 2, 3);
		give(1, 4);
		expect(delivered).toEqual([1, 2, 3, 4]);
		expect(sent).toEqual([
			[ToBench.DONE, 3],
			[ToBench.DONE, 4],
		]);
		expect(lost()).toBe(0);
	});

	it("the virtual board has the inputs' levels at the start if they were sent before", () => {
		expect(levels).toEqual([0, 1]);
	});

	it("the virtual board answers a repeated block without delivering it or its time", () => {
		give(0, 1, 2);
		give(0, 1, 2);
		give(1, 3);
		expect(delivered).toEqual([1, 2, 3]);
		expect(sent.map(([, clock]) => clock)).toEqual([2, 2, 3]);
		expect(lost()).toBe(0);
	});

	it("the virtual board counts a skipped block as many lost frames as the next block has", () => {
		give(0, 1);
		give(4, 2, 3);
		expect(delivered).toEqual([1, 2, 3]);
		expect(lost()).toBe(6);
		expect(sent.at(-1)).toEqual([ToBench.DONE, 3]);
	});

	it("the virtual board advances the clock without frames", () => {
		deliver(ToBoard.TIME, Uint8Array.of(0x40, 0x42, 0x0f, 0));
		expect(sent).toEqual([[ToBench.DONE, 1_000_000]]);
		expect([delivered, lost()]).toEqual([[], 0]);
	});

	it("the virtual board calls timers when they are due in time without frames", async () => {
		const { default: Timer } = await import("../../../boards/virtual/timer.ts");
		const { clock } = await import("../../../boards/virtual/clock.ts");
		const times: number[] = [];
		Timer.repeat(() => times.push(clock.frames), 5);
		deliver(ToBoard.TIME, Uint8Array.of(90, 0, 0, 0));
		expect(times).toEqual([5, 10].map((milliseconds) => (milliseconds * FRAME_RATE_HZ) / 1000));
	});
});
