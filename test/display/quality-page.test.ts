import { describe, expect, it } from "vitest";
import { TestDisplay } from "../../testkit/display.ts";

describe("the page of power quality", () => {
	const QUALITY = {
		voltageThdL1: 2.31,
		voltageThdL2: 0.04,
		voltageThdL3: 12.36,
		currentThdL1: 100.04,
		currentThdL2: 38.52,
		currentThdL3: Number.NaN,
		neutralCurrent: 3.2174,
	};

	const show = (values: ConstructorParameters<typeof TestDisplay>[0]) => {
		const display = new TestDisplay(values);
		for (let i = 0; i < 8; i++) display.press("right");
		return display;
	};

	it("follows the measurements, with dashes for what cannot be known", () => {
		const display = show(QUALITY);
		expect(display.reading.page).toBe("9/16");
		expect(display.rows.at(-1)).toMatch(/ Power quality /);
		expect(display.screen).toEqual([
			"THD U  L1   2.3   L2   0.0   L3  12.4 %",
			"THD I  L1 100.0   L2  38.5   L3 ----- %",
			"I N      3.217 A",
		]);
		display.set({ neutralCurrent: Number.NaN, currentThdL1: 1234.5 });
		display.wait(1);
		expect(display.screen.slice(1)).toEqual([
			"THD I  L1 -----   L2  38.5   L3 ----- %",
			"I N ---------- A",
		]);
	});

	it.each([
		["3P3W", 1, "THD U  L1   2.3              L3  12.4 %", ""],
		["2P3W", 2, "THD U  L1   2.3   L2   0.0 %", "I N      3.217 A"],
		["1P2W", 3, "THD U  L1   2.3 %", "I N      3.217 A"],
	])("shows in %s what there is", (_, wiring, voltages, neutral) => {
		const display = show(QUALITY);
		display.set({ wiring });
		display.wait(1);
		expect(display.screen[0]).toBe(voltages);
		expect(display.screen[2] ?? "").toBe(neutral);
	});

	it("is missing on a board that does not analyse it", () => {
		const display = new TestDisplay(QUALITY, true, false);
		for (let i = 0; i < 8; i++) display.press("right");
		expect(display.reading.page).toBe("9/15");
		expect(display.screen[0]).not.toMatch(/THD/);
	});
});
