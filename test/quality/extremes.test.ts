import { describe, expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced } from "../../testkit/samples.ts";

const FIRST = 0x73c0;
const RESET = 0x73e0;

const QUANTITIES = [
	...(["L1", "L2", "L3"] as const).flatMap((phase) => [
		[`voltageMinimum${phase}`, `voltageMaximum${phase}`] as const,
		[`currentMinimum${phase}`, `currentMaximum${phase}`] as const,
	]),
	["activePowerMinimum", "activePowerMaximum"],
	["frequencyMinimum", "frequencyMaximum"],
] as const;

describe("extremes", () => {
	it("are not a number until something is measured", () => {
		expect(new TestMeter().words(FIRST, 32)).toBe(Array(16).fill("7fc0 0000").join(" "));
	});

	it("are the lowest and highest readings of a second since the reset", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 2, 0), 50, 4);
		meter.run(balanced(210, 1, 180), 49.5, 4);
		meter.run(balanced(240, 3, 0), 50.5, 4);
		expect(meter.value("voltageMinimumL2")).toBeCloseTo(210, 1);
		expect(meter.value("voltageMaximumL2")).toBeCloseTo(240, 1);
		expect(meter.value("currentMaximumL3")).toBeCloseTo(3, 2);
		expect(meter.value("currentMinimumL3")).toBeCloseTo(1, 2);
		expect(meter.value("activePowerMinimum")).toBeCloseTo(-630, 0);
		expect(meter.value("activePowerMaximum")).toBeCloseTo(2160, 0);
		expect(meter.value("frequencyMinimum")).toBeCloseTo(49.5, 2);
		expect(meter.value("frequencyMaximum")).toBeCloseTo(50.5, 2);
		expect(meter.write(RESET, 1)).toBe("DONE");
		expect(meter.words(RESET, 1)).toBe("0000");
		for (const name of QUANTITIES.flat()) expect(meter.value(name), name).toBeNaN();
		meter.run(balanced(240, 3, 0), 50.5, 2);
		for (const [minimum, maximum] of QUANTITIES)
			expect(meter.value(minimum)).toBeCloseTo(meter.value(maximum), 1);
	});

	it("never exceed a reading that the meter has shown, and reach each", () => {
		const meter = new TestMeter();
		const shown: number[] = [];
		for (const voltage of [230, 232, 228, 231, 225, 235]) {
			meter.run(balanced(voltage, 1, 0), 50, 3);
			shown.push(meter.value("voltageL1"));
		}
		expect(meter.value("voltageMinimumL1")).toBe(Math.fround(Math.min(...shown)));
		expect(meter.value("voltageMaximumL1")).toBe(Math.fround(Math.max(...shown)));
	});

	it("have no frequency that cannot be measured, and keep the lost voltage", () => {
		const meter = new TestMeter();
		meter.run(balanced(0, 0, 0), 50, 4);
		expect(meter.value("frequencyMinimum")).toBeNaN();
		expect(meter.value("voltageMaximumL1")).toBeLessThan(0.1);
		meter.run(balanced(230, 1, 0), 50, 4);
		expect(meter.value("frequencyMinimum")).toBeGreaterThan(49.9);
		expect(meter.value("voltageMinimumL1")).toBeLessThan(0.1);
	});

	it("take nothing while the front end has stopped, nor while it settles", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 1, 0), 50, 4);
		meter.board.line.wait(3_000_000);
		expect(meter.value("voltageL1")).toBe(0);
		meter.run(balanced(230, 1, 0), 50, 4);
		expect(meter.value("voltageMinimumL1")).toBeCloseTo(230, 1);
		expect(meter.value("currentMinimumL1")).toBeCloseTo(1, 2);
	});

	it("take nothing while the meter is being calibrated", () => {
		const meter = new TestMeter();
		meter.seal(true);
		expect(meter.write(0x7000, 1)).toBe("DONE");
		meter.run(balanced(260, 1, 0), 50, 4);
		expect(meter.write(0x7000, 0)).toBe("DONE");
		meter.run(balanced(230, 1, 0), 50, 4);
		expect(meter.value("voltageMaximumL1")).toBeCloseTo(230, 1);
	});

	it("are of the inputs that are connected, and at the primary side", () => {
		const meter = new TestMeter();
		meter.seal(true);
		expect(meter.write(0x7002, 2)).toBe("DONE");
		expect(meter.write(0x401f, 0x0100, 0x0005)).toBe("DONE");
		meter.run(balanced(230, 1, 0), 50, 4);
		expect(meter.value("currentMaximumL2")).toBeCloseTo(20, 1);
		expect(meter.value("activePowerMaximum")).toBeCloseTo(9200, -1);
		expect(meter.value("voltageMaximumL3")).toBeNaN();
		expect(meter.value("currentMinimumL3")).toBeNaN();
	});

	it("begin again with another wiring: phases that it does not connect have none", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 1, 0), 50, 4);
		meter.seal(true);
		expect(meter.write(0x7002, 3)).toBe("DONE");
		expect(meter.value("voltageMaximumL2")).toBeNaN();
		meter.run(balanced(230, 1, 0), 50, 4);
		expect(meter.value("voltageMaximumL2")).toBeNaN();
		expect(meter.value("activePowerMaximum")).toBeCloseTo(230, 0);
	});

	it("begin again with another CT ratio, which they would mix with the old one", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 5, 0), 50, 4);
		expect(meter.write(0x401f, 0x0100, 0x0005)).toBe("DONE");
		expect(meter.value("currentMinimumL1")).toBeNaN();
		meter.run(balanced(230, 1, 0), 50, 4);
		expect(meter.value("currentMinimumL1")).toBeGreaterThan(19.9);
		expect(meter.value("currentMaximumL1")).toBeLessThan(100);
	});
});
