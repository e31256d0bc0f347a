import { describe, expect, it } from "vitest";
import { Place, TestDisplay } from "../../testkit/display.ts";

/** Codes C-02 and C-04 make totals and trip counters that are negative. */
describe("a negative energy", () => {
	it("has six digits as a positive one, and no sign once it is positive", () => {
		const display = new TestDisplay({
			totalActiveEnergy: -123_456_789,
			totalActiveEnergyT1: -999_999_999,
			totalReactiveEnergyT2: -1,
			resettableEnergy: -100_000_000,
		});
		display.press("right", "right", "right", "right");
		expect(display.screen[2]).toMatch(/^Trip +-100000\.000 kWh/);
		for (let i = 0; i < 5; i++) display.press("right");
		expect(display.screen).toEqual([
			"Ea   -123456.789      Er    000000.000",
			"Ea T1-999999.999      Er T1 000000.000",
			"Ea T2 000000.000      Er T2-000000.001",
		]);
		display.set({ totalActiveEnergy: 4_000 });
		display.wait(1);
		expect(display.screen[0]).toBe("Ea    000004.000      Er    000000.000");
	});

	it("is the trip counter's in the menu, too", () => {
		const display = new TestDisplay({ resettableEnergy: -123_456_789 });
		display.openSettings();
		display.openPage(Place.TRIP);
		expect(display.screen[0]).toMatch(/^\*TRIP +-123456\.789 kWh +RESET$/);
	});
});
