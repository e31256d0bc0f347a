import type Load from "metrology/load";
import OverRange from "metrology/over-range";
import type Window from "metrology/window";
import { FRAME_RATE_HZ } from "sampling";
import { beforeEach, expect, it } from "vitest";

const WINDOW_FRAMES = 0.2 * FRAME_RATE_HZ;
const MINUTE = 300;

let told: string[];
let overRange: OverRange;

/** Windows of 3600 W and −1800 W, with samples of a phase, or of none, at full scale. */
function windows(count: number, exceeded: boolean, phase = 1): void {
	const overRangeOf = [0, 1, 2].map((k) => exceeded && k === phase);
	const window = { overRange: overRangeOf } as unknown as Window;
	const load = { elements: 2, activePower: [3600, -1800, 0], frames: WINDOW_FRAMES };
	for (let n = 0; n < count; n++) overRange.update(window, load as unknown as Load);
}

beforeEach(() => {
	told = [];
	overRange = new OverRange();
	overRange.listen({
		begins: (phases, again) => told.push(`begins ${phases}${again ? ", again" : ""}`),
		ends: (phases, energy) => told.push(`ends ${phases}: ${energy.toFixed(3)} Wh`),
	});
});

it("an episode of over-range ends a minute after its last window, with the energy in doubt", () => {
	windows(10, false);
	expect(told).toEqual([]);
	windows(5, true);
	windows(MINUTE - 1, false);
	windows(5, true);
	expect(told).toEqual(["begins 2"]);
	windows(MINUTE - 1, false);
	expect(told).toEqual(["begins 2"]);
	windows(1, false);
	// Ten windows of 0.2 s at 5400 W.
	expect(told).toEqual(["begins 2", "ends 2: 3.000 Wh"]);
});

it("a further episode within an hour is told apart from the first", () => {
	for (let episode = 0; episode < 3; episode++) {
		windows(1, true);
		windows(MINUTE, false);
	}
	windows(60 * MINUTE, false);
	windows(1, true);
	expect(told.filter((line) => line.startsWith("begins"))).toEqual([
		"begins 2",
		"begins 2, again",
		"begins 2, again",
		"begins 2",
	]);
});

it("an episode has the phases of all of its windows, and none of the one before", () => {
	windows(1, true, 0);
	windows(10, false);
	windows(1, true, 2);
	windows(MINUTE, false);
	windows(1, true, 1);
	windows(MINUTE, false);
	expect(told).toEqual(["begins 1", "ends 5: 0.600 Wh", "begins 2, again", "ends 2: 0.300 Wh"]);
});

it("an hour is counted from its first episode, to the window", () => {
	const begun = (): string | undefined => told.filter((line) => line.startsWith("begins")).at(-1);
	windows(1, true);
	windows(30 * MINUTE, false);
	windows(1, true);
	expect(begun()).toBe("begins 2, again");
	windows(30 * MINUTE - 2, false);
	windows(1, true);
	expect(begun()).toBe("begins 2");
	windows(60 * MINUTE - 2, false);
	windows(1, true);
	expect(begun()).toBe("begins 2, again");
});
