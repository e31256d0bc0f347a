import Timer from "timer";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SampleStreamOptions } from "../../../boards/esp32s3/sample-stream.ts";
import { clock } from "../../../boards/virtual/clock.ts";
import type VirtualTimer from "../../../boards/virtual/timer.ts";
import { Converter } from "./converter.ts";

/** The native collector: frames that the test puts into it. */
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
	/** Words as the meter has taken them, and the lengths it was called with. */
	let taken: number[];
	let lengths: number[];
	const words: number[] = new Array(96 * 3).fill(0);

	/** Starts it with a meter that leaves what does not fill a group of nine words. */
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
	/** The collector has `count` frames, numbered through, and says so. */
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

	it("sets the converter up before frames come", () => {
		start();
		expect(native.options).toMatchObject(PINS);
		expect(converter.log[0]).toBe("reset");
		expect(native.running).toBe(true);
	});

	it("hands blocks on in order, what was left at the front before them, never more than the words hold", () => {
		start();
		for (const count of [80, 80, 81, 200, 80]) collect(count);
		expect(taken).toEqual(Array.from({ length: taken.length }, (_, i) => i));
		expect(taken.length).toBeGreaterThan(3 * 521 - 9);
		expect(Math.max(...lengths)).toBeLessThanOrEqual(words.length);
	});

	it("says how many frames the collector has lost", () => {
		const frontEnd = start();
		native.lost = 7;
		expect(frontEnd.lostFrames).toBe(7);
	});

	it("sets a converter up anew that has lost its supply, and gives none of what it said meanwhile", () => {
		start();
		converter.log.length = 0;
		native.upset = true;
		collect(80);
		expect(taken).toEqual([]);
		expect(converter.log[0]).toBe("reset");
		expect(native.running).toBe(true);
	});

	it("asks a converter that does not answer once a second, until it does", () => {
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
