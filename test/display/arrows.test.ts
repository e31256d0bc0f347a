import { describe, expect, it } from "vitest";
import { read } from "../../bench/display/reading.ts";
import { TestDisplay } from "../../testkit/display.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { ARON } from "../../testkit/samples.ts";

describe("an arrow in front of the energies", () => {
	it("points at those that are counted, by tariff, direction and combination code", () => {
		const display = new TestDisplay({
			tariff: 2,
			activePower: -1,
			activePowerL1: 2,
			activePowerL2: -3,
		});
		const arrows = (): string =>
			display.rows
				.slice(1, 5)
				.map((row) => row[0])
				.join("");
		display.wait(1);
		expect(arrows()).toBe(" → ←");
		display.set({ combinationCode: 5 });
		display.wait(1);
		expect(arrows()).toBe("   ←");
		display.set({ combinationCode: 1, activePowerL1: 0, activePowerL2: 0, activePower: 0 });
		display.wait(1);
		expect(arrows()).toBe("    ");
	});

	it("points at those that a whole meter counts, in 3P3W too, and at none in calibration", () => {
		const meter = new TestMeter();
		const arrows = (): string =>
			read(meter.board.panel.screen.pixels())
				.rows.slice(1, 5)
				.map((row) => row[0])
				.join("");
		meter.seal(true);
		expect(meter.write(0x7002, 1)).toBe("DONE");
		meter.run(ARON, 50, 3);
		expect(arrows()).toBe("→   ");
		const turned = ARON.map((tone) => ({ ...tone, angle: tone.angle + 180 }));
		meter.run(turned, 50, 3);
		expect(arrows()).toBe("  ← ");
		meter.write(0x7000, 1);
		meter.run(turned, 50, 2);
		expect(arrows()).toBe("    ");
	});
});
