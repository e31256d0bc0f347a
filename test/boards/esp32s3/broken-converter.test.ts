/** A converter that fails, by the trace and by a whole meter on the ESP32-S3's front end. */
import createMeter from "meter";
import { FRAME_RATE_HZ } from "sampling";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SampleStreamOptions } from "../../../boards/esp32s3/sample-stream.ts";
import { clock } from "../../../boards/virtual/clock.ts";
import Timer from "../../../boards/virtual/timer.ts";
import { TestBoard } from "../../../testkit/board.ts";
import { withCrc } from "../../../testkit/line.ts";
import { Converter } from "./converter.ts";

/** The native collector and its ring. */
const native = vi.hoisted(() => ({
	transfer: (_frame: ArrayBuffer) => {},
	tell: () => {},
	upset: false,
	lost: 0,
}));

vi.mock("esp32s3/sample-stream", () => ({
	default: class {
		constructor(options: SampleStreamOptions) {
			native.tell = options.onWindow;
		}
		transfer(frame: ArrayBuffer) {
			native.transfer(frame);
		}
		start() {
			native.upset = false;
		}
		stop() {}
		get converterReset() {
			return native.upset;
		}
	},
}));

vi.mock("esp32s3/window-ring", () => ({
	takeWindow: () => false,
	windowCount: () => 0,
	framesLost: () => native.lost,
	restartKernel: () => {},
	setReference: () => {},
	quality: () => 0,
	enableQuality: () => {},
	setQualityLimits: () => {},
}));

const { default: ConverterFrontEnd } = await import("../../../boards/esp32s3/front-end.ts");

const PINS = { port: 1, clock: 12, out: 11, in: 13, select: 10, ready: 14, hz: 8_000_000 };

/** Reads the serial number, registers 4000 and 4001. */
const READ_NUMBER = withCrc([1, 3, 0x40, 0, 0, 2]);
const ANSWER = withCrc([1, 3, 4, 0x12, 0x34, 0x56, 0x78]);

const seconds = (count: number) => Timer.advance(clock.frames + count * FRAME_RATE_HZ);

/** Fills a frame as a chip does that is none, or is broken. */
const NONSENSE: Readonly<Record<string, (frame: Uint8Array) => void>> = {
	"sends ones": (frame) => frame.fill(0xff),
	"sends zeros": (frame) => frame.fill(0),
	"sends back what it receives": () => {},
	"sends a pattern": (frame) => frame.set(frame.map((_, i) => i * 73)),
};

describe("a converter that fails", () => {
	let lines: string[];
	let board: TestBoard;

	/** Powers a meter up and lets it run for five seconds. */
	function powerUp(): void {
		board = new TestBoard(new ConverterFrontEnd(PINS));
		createMeter(board).start();
		seconds(5);
	}

	/** The meter's answer on Modbus. */
	function answer(): number[][] {
		board.line.receive(READ_NUMBER);
		board.line.wait(100_000);
		return board.line.take();
	}

	beforeEach(() => {
		lines = [];
		vi.stubGlobal("trace", (line: string) => lines.push(line));
		Timer.reset();
		Object.assign(native, { upset: false, lost: 0 });
	});
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	it.each(Object.entries(NONSENSE))(
		"one that %s is reported in one line, and the meter answers",
		(_name, fill) => {
			native.transfer = (frame) => fill(new Uint8Array(frame));
			powerUp();
			expect(lines).toEqual(["front end: the converter does not answer\n"]);
			expect(answer()).toEqual([ANSWER]);
		},
	);

	it("one that works gives no line", () => {
		const converter = new Converter();
		native.transfer = (frame) => converter.transfer(frame);
		powerUp();
		expect(lines).toEqual([]);
	});

	it("one that is reset is reported in one line", () => {
		const converter = new Converter();
		native.transfer = (frame) => converter.transfer(frame);
		powerUp();
		native.upset = true;
		native.tell();
		seconds(5);
		expect(lines).toEqual(["front end: the converter was reset\n"]);
		expect(answer()).toEqual([ANSWER]);
	});

	it("one whose frames come damaged is reported once a second, with the number lost", () => {
		const converter = new Converter();
		native.transfer = (frame) => converter.transfer(frame);
		powerUp();
		for (const lost of [3, 8000, 8000, 9000]) {
			native.lost = lost;
			seconds(1);
		}
		expect(lines).toEqual([
			"front end: 3 frames lost\n",
			"front end: 7997 frames lost\n",
			"front end: 1000 frames lost\n",
		]);
	});
});
