import { FRAME_RATE_HZ } from "sampling";
import Timer from "timer";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SampleStreamOptions } from "../../../boards/esp32s3/sample-stream.ts";
import { clock } from "../../../boards/virtual/clock.ts";
import type VirtualTimer from "../../../boards/virtual/timer.ts";
import { Converter } from "./converter.ts";

/** The native collector and its ring, with the windows that the test puts into it. */
const native = vi.hoisted(() => ({
	options: undefined as SampleStreamOptions | undefined,
	transfer: (_frame: ArrayBuffer) => {},
	windows: [] as number[],
	running: false,
	upset: false,
	lost: 0,
	requests: [] as string[],
}));

vi.mock("esp32s3/sample-stream", () => ({
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
	},
}));

vi.mock("esp32s3/window-ring", () => ({
	takeWindow: (results: number[]) => {
		const window = native.windows.shift();
		if (window !== undefined) results[0] = window;
		return window !== undefined;
	},
	windowCount: () => native.windows.length,
	framesLost: () => native.lost,
	restartKernel: () => native.requests.push("restart"),
	setReference: (phase: number) => native.requests.push(`reference ${phase}`),
}));

/** Settings of the build. */
const build = vi.hoisted(() => ({ config: {} as Record<string, unknown> }));

vi.mock("mc/config", () => ({ default: build.config }));

const { default: ConverterFrontEnd } = await import("../../../boards/esp32s3/front-end.ts");

const PINS = { port: 1, clock: 12, out: 11, in: 13, select: 10, ready: 14, hz: 8_000_000 };

const seconds = (count: number) =>
	(Timer as unknown as typeof VirtualTimer).advance(clock.frames + count * FRAME_RATE_HZ);

describe("the front end of the ESP32-S3", () => {
	let converter: Converter;
	/** Windows that the meter has taken, and how often it was called. */
	let taken: number[];
	let calls: number;

	/** Starts the front end with a meter that takes all windows. */
	const start = () => {
		const frontEnd = new ConverterFrontEnd(PINS);
		const results = [0];
		frontEnd.start(() => {
			calls++;
			while (frontEnd.take(results)) taken.push(results[0]);
		});
		return frontEnd;
	};
	/** Puts windows into the ring and posts one message. */
	const collect = (...windows: number[]) => {
		native.windows.push(...windows);
		native.options?.onWindow();
	};

	beforeEach(() => {
		vi.stubGlobal("trace", () => {});
		converter = new Converter();
		Object.assign(native, {
			windows: [],
			running: false,
			upset: false,
			lost: 0,
			requests: [],
		});
		native.transfer = (frame) => converter.transfer(frame);
		taken = [];
		calls = 0;
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

	it("the meter is called once a message and takes every window that waits, in order", () => {
		start();
		collect(1);
		collect(2, 3, 4);
		collect(5);
		expect(taken).toEqual([1, 2, 3, 4, 5]);
		expect(calls).toBe(3);
	});

	it("the meter is not called without a window, so that it notices a dead front end", () => {
		start();
		collect();
		expect(calls).toBe(0);
	});

	it("the full scales are those of the board, or those that the build sets", () => {
		const frontEnd = new ConverterFrontEnd(PINS);
		const own = [frontEnd.fullScaleVolts, frontEnd.fullScaleAmps];
		expect(Math.min(...own)).toBeGreaterThan(0);
		Object.assign(build.config, { fullScaleVolts: "1188.6", fullScaleAmps: 184.9 });
		expect([frontEnd.fullScaleVolts, frontEnd.fullScaleAmps]).toEqual([1188.6, 184.9]);
		const lines: string[] = [];
		vi.stubGlobal("trace", (line: string) => lines.push(line));
		for (const wrong of ["much", "", 0, -800]) {
			Object.assign(build.config, { fullScaleVolts: wrong });
			expect(frontEnd.fullScaleVolts).toBe(own[0]);
		}
		expect(lines[0]).toBe(
			`front end: full scale "much" is no positive number; ${own[0]} is used\n`,
		);
		expect(lines).toHaveLength(4);
		for (const key of Object.keys(build.config)) delete build.config[key];
	});

	it("restart and reference go to the collector", () => {
		const frontEnd = start();
		frontEnd.setReference(2);
		frontEnd.restart();
		expect(native.requests).toEqual(["reference 2", "restart"]);
	});

	it("the front end reports the number of frames that the collector lost", () => {
		const frontEnd = start();
		native.lost = 7;
		expect(frontEnd.lostFrames).toBe(7);
	});

	it("the front end sets up a converter again that lost its supply", () => {
		start();
		converter.log.length = 0;
		native.upset = true;
		collect();
		expect(taken).toEqual([]);
		expect(converter.log[0]).toBe("reset");
		expect(native.running).toBe(true);
	});

	it("windows that closed before the converter lost its supply are taken", () => {
		start();
		native.upset = true;
		collect(1, 2);
		expect(taken).toEqual([1, 2]);
		expect(native.running).toBe(true);
		expect(native.upset).toBe(false);
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
