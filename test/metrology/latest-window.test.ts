import { Status } from "registers/status-word";
import { describe, expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { ARON, balanced } from "../../testkit/samples.ts";

/** Longest time (s) from a step at the terminals to the registers. */
const LATENCY_S = 0.45;

describe("the readings of the last window", () => {
	it("have a step at the terminals within 0.45 s, at any phase of the window", () => {
		for (let offset = 0; offset < 10; offset++) {
			const meter = new TestMeter();
			meter.run(balanced(230, 1, 0), 50, 2 + 0.02 * offset);
			expect(meter.value("activePowerWindow")).toBeCloseTo(690, 0);
			let waited = 0;
			while (Math.abs(meter.value("activePowerWindow") - 3450) > 1) {
				meter.run(balanced(230, 5, 0), 50, 0.02);
				waited += 0.02;
				expect(waited).toBeLessThanOrEqual(LATENCY_S);
			}
			expect(meter.value("currentWindowL2")).toBeCloseTo(5, 2);
		}
	});

	it("are numbered, and carry the sign of the power and the CT ratio", () => {
		const meter = new TestMeter();
		expect(meter.write(0x401f, 0x0100, 0x0005)).toBe("DONE");
		meter.run(balanced(230, 1, 180), 50, 2);
		const number = meter.value("windowNumber");
		expect(number).toBeGreaterThanOrEqual(8);
		expect(meter.value("activePowerWindowL1")).toBeCloseTo(-230 * 20, -1);
		expect(meter.value("currentWindowL1")).toBeCloseTo(-20, 1);
		expect(meter.value("voltageWindowL1")).toBeCloseTo(230, 1);
		expect(meter.value("frequencyWindow")).toBeCloseTo(50, 2);
		meter.run(balanced(230, 1, 180), 50, 1);
		expect(meter.value("windowNumber")).toBe(number + 5);
		expect(meter.words(0x7200, 2)).toBe(`0000 ${(number + 5).toString(16).padStart(4, "0")}`);
	});

	it("have the active and reactive power of each phase, and their sums", () => {
		const meter = new TestMeter();
		const tones = balanced(230, 1, 30);
		Object.assign(tones[1], { current: 2, angle: -60 });
		Object.assign(tones[2], { current: 0.5, angle: 210 });
		meter.run(tones, 50, 2);
		const half = 230 / 2;
		const most = half * Math.sqrt(3);
		const active = [most, 2 * half, -most / 2];
		const reactive = [half, -2 * most, -half / 2];
		for (const [k, phase] of (["L1", "L2", "L3"] as const).entries()) {
			expect(meter.value(`activePowerWindow${phase}`)).toBeCloseTo(active[k], 1);
			expect(meter.value(`reactivePowerWindow${phase}`)).toBeCloseTo(reactive[k], 1);
		}
		const sum = (powers: readonly number[]): number => powers.reduce((all, one) => all + one);
		expect(meter.value("activePowerWindow")).toBeCloseTo(sum(active), 1);
		expect(meter.value("reactivePowerWindow")).toBeCloseTo(sum(reactive), 1);
	});

	it("have in 3P3W the sum of the elements, and no power by phase", () => {
		const meter = new TestMeter();
		meter.seal(true);
		expect(meter.write(0x7002, 1)).toBe("DONE");
		const lagging = ARON.map((tone) => ({ ...tone, angle: tone.angle + 60 }));
		meter.run(lagging, 50, 2);
		const apparent = Math.sqrt(3) * 400;
		expect(meter.value("activePowerWindow")).toBeCloseTo(apparent / 2, 0);
		expect(meter.value("reactivePowerWindow")).toBeCloseTo((apparent * Math.sqrt(3)) / 2, 0);
		for (const phase of ["L1", "L2", "L3"] as const) {
			expect(meter.value(`activePowerWindow${phase}`)).toBe(0);
			expect(meter.value(`reactivePowerWindow${phase}`)).toBe(0);
		}
		expect(meter.value("currentWindowL3")).toBeCloseTo(1, 3);
	});

	it("are numbered from 0 again after 2^32 − 1", () => {
		const meter = new TestMeter();
		const { latest } = meter.meter.metrology;
		meter.run(balanced(230, 1, 0), 50, 1);
		latest.number = 2 ** 32 - 2;
		const numbers = new Set<number>();
		for (let block = 0; block < 50; block++) {
			meter.run(balanced(230, 1, 0), 50, 0.02);
			numbers.add(meter.value("windowNumber"));
		}
		expect([...numbers].slice(0, 3)).toEqual([2 ** 32 - 1, 0, 1]);
	});

	it("have no sign where a current reads 0", () => {
		const meter = new TestMeter();
		meter.run(balanced(400, 0.0006, 180), 50, 2);
		expect(meter.words(0x720a, 6)).toBe("0000 0000 0000 0000 0000 0000");
	});

	it("are not numbers once the meter has stopped", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 1, 0), 50, 2);
		meter.meter.model.stop();
		meter.run(balanced(230, 1, 0), 50, 1);
		for (const name of ["frequencyWindow", "voltageWindowL1", "currentWindowL2"] as const)
			expect(meter.value(name)).toBeNaN();
		expect(meter.words(0x7210, 2)).toBe("7fc0 0000");
	});

	it("are 0, and the number stands still, while the front end has stopped", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 1, 0), 50, 2);
		const number = meter.value("windowNumber");
		meter.board.line.wait(3_000_000);
		expect(meter.value("windowNumber")).toBe(number);
		expect(meter.value("voltageWindowL1")).toBe(0);
		expect(meter.value("activePowerWindow")).toBe(0);
	});
});

describe("the status word", () => {
	const bits = (meter: TestMeter): number => meter.value("statusWord") >>> 16;

	it("says of which phases a sample was at full scale, while it lasts", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 1, 0), 50, 3);
		expect(bits(meter)).toBe(0);
		const tones = balanced(230, 1, 0);
		tones[1].current = 25;
		meter.run(tones, 50, 3);
		expect(bits(meter)).toBe(2);
		tones[1].current = 1;
		tones[2].voltage = 600;
		meter.run(tones, 50, 3);
		expect(bits(meter)).toBe(4);
		meter.run(balanced(230, 1, 0), 50, 3);
		expect(bits(meter)).toBe(0);
	});

	it.each([39, 71])("says that %d Hz cannot be measured", (frequency) => {
		const meter = new TestMeter();
		meter.run(balanced(230, 1, 60), frequency, 4);
		expect(bits(meter)).toBe(8);
		expect(meter.value("frequency")).toBe(0);
		expect(meter.value("forwardReactiveEnergy")).toBe(0);
		meter.run(balanced(230, 1, 60), 50, 4);
		expect(bits(meter)).toBe(0);
	});
});

describe("directions and quadrants", () => {
	it.each([
		["3P3W", 1],
		["1P2W", 3],
	])("of phases that %s does not count are forward, however they were before", (_, wiring) => {
		const meter = new TestMeter();
		const tones = balanced(230, 1, 0);
		tones[2].angle = 190;
		meter.run(tones, 50, 3);
		expect(meter.value("statusWord")).toBe(Status.REVERSE << 2);
		expect(meter.value("quadrantL3")).toBe(3);
		meter.seal(true);
		expect(meter.write(0x7002, wiring)).toBe("DONE");
		meter.seal(false);
		meter.run(tones, 50, 3);
		expect(meter.value("statusWord") & (Status.REVERSE << 2)).toBe(0);
		expect(meter.value("currentL3")).toBeCloseTo(1, 2);
		expect(meter.value("quadrantL3")).toBe(1);
	});

	it("stay while a power is within a thousandth of the apparent power", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 1, 30), 50, 3);
		expect(meter.value("quadrant")).toBe(1);
		meter.run(balanced(230, 1, -0.05), 50, 3);
		expect(meter.value("quadrantL2")).toBe(1);
		meter.run(balanced(230, 1, -0.07), 50, 3);
		expect(meter.value("quadrantL2")).toBe(4);
		meter.run(balanced(230, 1, 0.05), 50, 3);
		expect(meter.value("quadrant")).toBe(4);
		meter.run(balanced(230, 1, 89.96), 50, 3);
		expect(meter.value("quadrant")).toBe(1);
		meter.run(balanced(230, 1, 90.04), 50, 3);
		expect(meter.value("quadrant")).toBe(1);
		meter.run(balanced(230, 1, 90.07), 50, 3);
		expect(meter.value("quadrant")).toBe(2);
	});
});

describe("totals", () => {
	it("the total power factor is that of the summed powers", () => {
		const tones = balanced(230, 1, 0);
		tones[1].angle = 90;
		tones[2].angle = 180;
		const meter = new TestMeter();
		meter.run(tones, 50, 3);
		expect(meter.value("powerFactor")).toBeCloseTo(0, 2);
		expect(meter.value("apparentPower")).toBeCloseTo(690, 0);
	});

	it.each([
		[3, 230],
		[2, 460],
	])("with wiring %d only the phases that count make the apparent power", (wiring, apparent) => {
		const meter = new TestMeter();
		meter.seal(true);
		expect(meter.write(0x7002, wiring)).toBe("DONE");
		meter.run(balanced(230, 1, 0), 50, 3);
		expect(meter.value("apparentPower")).toBeCloseTo(apparent, 0);
		expect(meter.value("powerFactor")).toBeCloseTo(1, 3);
	});

	it("a current below 0.8 mA reads 0, an element below 0.2 W and 0.2 var counts nothing", () => {
		const meter = new TestMeter();
		meter.run(balanced(230, 0.0007, 0), 50, 3);
		expect(meter.value("currentL1")).toBe(0);
		expect(meter.value("activePower")).toBe(0);
		meter.run(balanced(230, 0.00095, 0), 50, 3);
		expect(meter.value("currentL1")).toBeCloseTo(0.00095, 4);
		expect(meter.value("activePower")).toBeCloseTo(3 * 230 * 0.00095, 1);
	});
});
