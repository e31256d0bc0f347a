import Timer from "timer";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import ChipTouchPads from "../../../boards/esp32s3/touch-pads.ts";
import { clock } from "../../../boards/virtual/clock.ts";
import type VirtualTimer from "../../../boards/virtual/timer.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";

const seconds = (count: number) =>
	(Timer as unknown as typeof VirtualTimer).advance(clock.frames + count * FRAME_RATE_HZ);

const lines: string[] = [];
beforeEach(() => {
	lines.length = 0;
	vi.stubGlobal("trace", (line: string) => lines.push(line));
});
afterEach(() => {
	vi.unstubAllGlobals();
});

/** The SDK's TouchPad, with the touched channels. */
const chip = vi.hoisted(() => ({
	pins: 0,
	touched: 0,
	onReadable: () => {},
	/** The instance of the test in hand; those of earlier ones see no touch. */
	latest: undefined as unknown,
}));

vi.mock("touchpad", () => ({
	default: class {
		constructor(options: { pins: number; onReadable: () => void }) {
			chip.latest = this;
			chip.pins = options.pins;
			chip.onReadable = options.onReadable;
		}
		read() {
			return chip.latest === this ? chip.touched : 0;
		}
	},
}));

it("the touch pads report each pad that changes, numbered left to right for any channels", () => {
	const heard: [number, boolean][] = [];
	new ChipTouchPads([1, 2, 4]).start((pad, down) => heard.push([pad, down]));
	expect(chip.pins).toBe(0b10110);
	for (const touched of [1 << 4, 1 << 4, (1 << 4) | (1 << 1), 1 << 2, 1 << 7, 0]) {
		chip.touched = touched;
		chip.onReadable();
	}
	expect(heard).toEqual([
		[2, true],
		[0, true],
		[0, false],
		[1, true],
		[2, false],
		[1, false],
	]);
});

it("a touch is reported although XS's full queue has dropped its message", () => {
	const heard: [number, boolean][] = [];
	chip.touched = 0;
	new ChipTouchPads([1, 2, 4]).start((pad, down) => heard.push([pad, down]));
	chip.touched = 1 << 2;
	seconds(0.1);
	chip.touched = 0;
	seconds(0.1);
	expect(heard).toEqual([
		[1, true],
		[1, false],
	]);
});

it("a pad touched for a minute is stuck: released until it has been, with one line", () => {
	const heard: [number, boolean][] = [];
	chip.touched = 1 << 1;
	new ChipTouchPads([1, 2, 4]).start((pad, down) => heard.push([pad, down]));
	seconds(59);
	expect(heard).toEqual([[0, true]]);
	seconds(600);
	chip.touched |= 1 << 4;
	seconds(1);
	chip.touched = 0;
	seconds(1);
	chip.touched = 1 << 1;
	seconds(1);
	expect(heard.slice(1)).toEqual([
		[0, false],
		[2, true],
		[2, false],
		[0, true],
	]);
	expect(lines).toEqual(["touch: pad 0 is stuck\n"]);
});
