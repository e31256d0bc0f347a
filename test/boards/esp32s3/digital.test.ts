import Timer from "timer";
import { beforeEach, describe, expect, it, vi } from "vitest";
import Digital from "../../../boards/esp32s3/digital.ts";
import { clock } from "../../../boards/virtual/clock.ts";
import type VirtualTimer from "../../../boards/virtual/timer.ts";
import type { DigitalOptions } from "../../../src/board.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";

/** A pin of the SDK. Once a message has been dropped it posts no other one. */
const pin = vi.hoisted(() => ({
	level: 0 as 0 | 1,
	deaf: false,
	closed: false,
	options: undefined as DigitalOptions | undefined,
}));

vi.mock("embedded:io/digital", () => ({
	default: class {
		static Input = 0;
		static Output = 8;
		static Rising = 1;
		static Falling = 2;
		constructor(options: DigitalOptions) {
			pin.options = options;
			pin.closed = false;
		}
		read() {
			return pin.level;
		}
		write(level: 0 | 1) {
			pin.level = level;
		}
		close() {
			pin.closed = true;
		}
	},
}));

/** The pin changes; its message comes unless it is deaf. */
function change(level: 0 | 1): void {
	pin.level = level;
	const edge = level ? 1 : 2;
	if (!pin.deaf && (pin.options?.edge ?? 0) & edge) pin.options?.onReadable?.();
}

const pass = (ms: number) =>
	(Timer as unknown as typeof VirtualTimer).advance(clock.frames + (ms * FRAME_RATE_HZ) / 1000);

describe("an input of the ESP32-S3 board", () => {
	let heard: number[];
	let input: Digital;
	const open = (edge: number) => {
		heard = [];
		input = new Digital({
			pin: 5,
			mode: Digital.Input,
			edge,
			onReadable: () => heard.push(input.read()),
		});
	};
	beforeEach(() => {
		pin.level = 0;
		pin.deaf = false;
	});

	it("an edge is told once, whether or not its message comes", () => {
		for (const deaf of [false, true]) {
			pin.level = 0;
			pin.deaf = deaf;
			open(Digital.Rising | Digital.Falling);
			change(1);
			pass(20);
			expect(heard).toEqual([1]);
			change(0);
			pass(100);
			expect(heard).toEqual([1, 0]);
			input.close();
		}
	});

	it("a supply that fails is told within 20 ms although the input is deaf", () => {
		open(Digital.Rising);
		for (let failure = 1; failure <= 3; failure++) {
			pin.deaf = true;
			change(1);
			pass(20);
			expect(heard).toHaveLength(failure);
			change(0);
			pass(20);
			expect(heard).toHaveLength(failure);
		}
		input.close();
	});

	it("an edge that was not asked for is not told", () => {
		open(Digital.Falling);
		pin.deaf = true;
		change(1);
		pass(100);
		expect(heard).toEqual([]);
		change(0);
		pass(100);
		expect(heard).toEqual([0]);
		input.close();
	});

	it("a closed input tells nothing", () => {
		open(Digital.Rising);
		input.close();
		change(1);
		pin.options = undefined;
		pass(100);
		expect([heard.length, pin.closed]).toEqual([1, true]);
	});

	it("an output is the SDK's", () => {
		const output = new Digital({ pin: 15, mode: Digital.Output });
		output.write(1);
		expect([pin.level, output.read()]).toEqual([1, 1]);
	});
});
