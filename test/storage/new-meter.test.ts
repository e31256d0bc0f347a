/** From when the power cuts of a new meter count. */
import { beforeEach, describe, expect, it } from "vitest";
import { FULL, NOTHING, StoredMeter } from "./stored-meter.ts";

const meter = new StoredMeter();

beforeEach(() => meter.renew());

describe("a power cut of a new meter without a warning", () => {
	it.each([1, 5, 600])("counts, and is logged, if the meter has metered for %i s", (seconds) => {
		for (let cuts = 1; cuts <= 3; cuts++) {
			meter.run(NOTHING, seconds);
			meter.restart();
			expect(meter.subject.read("powerDownCounter")).toBe(cuts);
		}
		expect(meter.events().filter(([name]) => name === "POWER_DOWN")).toEqual([
			["POWER_DOWN", 0],
			["POWER_DOWN", 0],
			["POWER_DOWN", 0],
		]);
	});

	it("does not count if it has only been calibrated, which saves nothing by itself", () => {
		meter.subject.seal(true);
		meter.subject.write("calibrationMode", 1);
		const { sequence } = meter.stored();
		meter.run(FULL, 100);
		expect(meter.stored().sequence).toBe(sequence);
		meter.restart();
		expect(meter.subject.read("powerDownCounter")).toBe(0);
	});

	it("one second is saved once, even if the meter is calibrated from then", () => {
		meter.run(NOTHING, 1);
		meter.subject.seal(true);
		meter.subject.write("calibrationMode", 1);
		const { sequence } = meter.stored();
		meter.run(NOTHING, 100);
		expect(meter.stored().sequence).toBe(sequence);
	});
});
