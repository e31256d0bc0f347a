import { expect, it, vi } from "vitest";
import ChipTouchPads from "../../../boards/esp32s3/touch-pads.ts";

/** The SDK's TouchPad, with the touched channels. */
const chip = vi.hoisted(() => ({ pins: 0, touched: 0, onReadable: () => {} }));

vi.mock("touchpad", () => ({
	default: class {
		constructor(options: { pins: number; onReadable: () => void }) {
			chip.pins = options.pins;
			chip.onReadable = options.onReadable;
		}
		read() {
			return chip.touched;
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
