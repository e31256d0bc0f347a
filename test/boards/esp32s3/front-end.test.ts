import Timer from "timer";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SampleStreamOptions } from "../../../boards/esp32s3/sample-stream.ts";
import { clock } from "../../../boards/virtual/clock.ts";
import type VirtualTimer from "../../../boards/virtual/timer.ts";
import { Converter } from "./converter.ts";

/** The native collector, with the frames that the test puts into it. */
const native = vi.hoisted(() => ({
	options: undefined as SampleStreamOptions | undefined,
	transfer: (_frame: ArrayBuffer) => {},
	frames: [] as number[][],
	running: false,
	upset: false,
	lost: 0,
}));

vi.mock("esp32s3/sample-stream", () => ({
	framesLost: () => native.lost,
	default: class {
		constructor(options: SampleStreamOptions) {
			native.options = options;
		}
		transfer(frame: ArrayBuffer) {
			if (native.running) throw new Error("invalid");
			native.transfer(frame);
		}
		start() {
			native.running = true;
			native.upset = false;
		}
		stop() {
			native.running = false;
		}
		get converterReset() {
			return native.upset;
		}
		read(words: number[], at: number, count: number) {
			const taken = native.frames.splice(0, count);
			for (const word of taken.flat()) words[at++] = word;
			return taken.length;
		}
	},
}));

const { default: ConverterFrontEnd } = await import("../../../boards/esp32s3/front-end.ts");

const PINS = { port: 1, clock: 12, out: 11, in: 13, select: 10, ready: 14, hz: 8_000_000 };

const seconds = (count: number) =>
	(Timer as unknown as typeof VirtualTimer).advance(clock.frames + count * 4000);

describe("the front end of the ESP32-S3", () => {
	let converter: Converter;
	/** Words that the meter has consumed, and the lengths it was called with. */
	let taken: number[];
	let lengths: number[];
	const words: number[] = new Array(96 * 3).fill(0);

	/** Starts the front end with a meter that consumes groups of nine words and leaves the rest. */
	const start = () => {
		const frontEnd = new ConverterFrontEnd(PINS);
		frontEnd.start(words, (length) => {
			lengths.push(length);
			const left = length % 9;
			taken.push(...words.slice(0, length - left));
			for (let i = 0; i < left; i++) words[i] = words[length - left + i];
			return left;
		});
		return frontEnd;
	};
	/** Adds `count` frames with consecutive numbers to the collector and signals a block. */
	let next = 0;
	const collect = (count: number) => {
		for (let i = 0; i < count; i++) native.frames.push([next++, next++, next++]);
		native.options?.onBlock();
	};

	beforeEach(() => {
		vi.stubGlobal("trace", () => {});
		converter = new Converter();
		Object.assign(native, { frames: [], running: false, upset: false, lost: 0 });
		native.transfer = (frame) => converter.transfer(frame);
		taken = [];
		lengths = [];
		next = 0;
	});
	afterEach(() => {
		seconds(2);
		vi.unstubAllGlobals();
	});

	it("the front end sets up the converter before it starts the stream", () => {
		start();
		expect(native.options).toMatchObject(PINS);
		expect(converter.log[0]).toBe("reset");
		expect(native.running).toBe(true);
	});

	it("the front end appends blocks to the words left at the start and never overfills them", () => {
		start();
		for (const count of [80, 80, 81, 200, 80]) collect(count);
		expect(taken).toEqual(Array.from({ length: taken.length }, (_, i) => i));
		expect(taken.length).toBeGreaterThan(3 * 521 - 9);
		expect(Math.max(...lengths)).toBeLessThanOrEqual(words.length);
	});

	it("the front end reports the number of frames that the collector lost", () => {
		const frontEnd = start();
		native.lost = 7;
		expect(frontEnd.lostFrames).toBe(7);
	});

	it("the front end sets up a converter again that lost its supply and drops its frames", () => {
		start();
		converter.log.length = 0;
		native.upset = true;
		collect(80);
		expect(taken).toEqual([]);
		expect(converter.log[0]).toBe("reset");
		expect(native.running).toBe(true);
	});

	it("the front end tries once per second to set up a converter that does not respond", () => {
		converter.present = false;
		start();
		expect(native.running).toBe(false);
		seconds(3);
		expect(converter.log.filter((entry) => entry === "reset")).toHaveLength(4 * 3);
		converter.present = true;
		seconds(1);
		expect(native.running).toBe(true);
		const asked = converter.log.length;
		seconds(5);
		expect(converter.log).toHaveLength(asked);
	});
});
