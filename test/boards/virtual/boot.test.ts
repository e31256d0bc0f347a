/** The virtual board over a host of the test's: what frames arrive, and what time passes. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Host } from "../../../boards/virtual/host.ts";
import {
	BYTES_PER_FRAME,
	Pin,
	SEQUENCE_LENGTH,
	ToBench,
	ToBoard,
} from "../../../boards/virtual/link.ts";

/** Frames that the firmware was given, each known by its first number. */
let delivered: number[];
/** Answers: type, and clock in frames. */
let sent: [number, number][];
let deliver: (type: number, payload: Uint8Array) => void;
let lost: () => number;
/** Of tariff input and seal when the firmware starts. */
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
		unpack: (words, at, first, count) => {
			for (let frame = 0; frame < count; frame++)
				words[at + 3 * frame] = frames[(first + frame) * BYTES_PER_FRAME];
		},
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
	const words: number[] = new Array(30).fill(0);
	frontEnd.start(words, (length) => {
		for (let at = 0; at < length; at += 3) delivered.push(words[at]);
		return 0;
	});
	lost = () => frontEnd.lostFrames;
	sent = [];
});

/** FRAMES with the given number and frames. */
function give(sequence: number, ...marks: number[]): void {
	const payload = new Uint8Array(SEQUENCE_LENGTH + marks.length * BYTES_PER_FRAME);
	new DataView(payload.buffer).setUint16(0, sequence, true);
	marks.forEach((mark, index) => {
		payload[SEQUENCE_LENGTH + index * BYTES_PER_FRAME] = mark;
	});
	deliver(ToBoard.FRAMES, payload);
}

describe("the virtual board", () => {
	it("hands over frame after frame and lets as much time pass", () => {
		give(0, 1, 2, 3);
		give(1, 4);
		expect(delivered).toEqual([1, 2, 3, 4]);
		expect(sent).toEqual([
			[ToBench.DONE, 3],
			[ToBench.DONE, 4],
		]);
		expect(lost()).toBe(0);
	});

	it("has its inputs' levels when the firmware starts, if they came before", () => {
		expect(levels).toEqual([0, 1]);
	});

	it("drops a block that comes twice, in no time, and answers it", () => {
		give(0, 1, 2);
		give(0, 1, 2);
		give(1, 3);
		expect(delivered).toEqual([1, 2, 3]);
		expect(sent.map(([, clock]) => clock)).toEqual([2, 2, 3]);
		expect(lost()).toBe(0);
	});

	it("counts the frames of blocks that were skipped by the length of the next", () => {
		give(0, 1);
		give(4, 2, 3);
		expect(delivered).toEqual([1, 2, 3]);
		expect(lost()).toBe(6);
		expect(sent.at(-1)).toEqual([ToBench.DONE, 3]);
	});

	it("lets time pass without frames", () => {
		deliver(ToBoard.TIME, Uint8Array.of(0x40, 0x42, 0x0f, 0));
		expect(sent).toEqual([[ToBench.DONE, 1_000_000]]);
		expect([delivered, lost()]).toEqual([[], 0]);
	});

	it("runs timers in time without frames, each when it is due", async () => {
		const { default: Timer } = await import("../../../boards/virtual/timer.ts");
		const { clock } = await import("../../../boards/virtual/clock.ts");
		const times: number[] = [];
		Timer.repeat(() => times.push(clock.frames), 5);
		deliver(ToBoard.TIME, Uint8Array.of(45, 0, 0, 0));
		expect(times).toEqual([20, 40]);
	});
});
