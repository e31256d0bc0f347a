/** The measurement registers: the primary side, signs and the status word's limits. */
import { Status } from "registers/status-word";
import { describe, expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced } from "../../testkit/samples.ts";

const PHASES = ["L1", "L2", "L3"] as const;

const WIRING = 0x7002;

describe("the measurement registers", () => {
	it("have currents and powers of the primary side, and voltages of the terminals", () => {
		const meter = new TestMeter();
		expect(meter.write(0x401f, 0x0100, 0x0005)).toBe("DONE");
		const tones = balanced(230, 1, 30);
		const loads = [
			[2, 30, 1],
			[1, 150, 2],
			[0.5, -30, 4],
		] as const;
		for (const [k, [current, angle]] of loads.entries())
			Object.assign(tones[k] ?? {}, { current, angle });
		meter.run(tones, 50, 3);
		let [active, reactive, apparent] = [0, 0, 0];
		for (const [k, [current, angle, quadrant]] of loads.entries()) {
			const phase = PHASES[k] ?? "L1";
			const radians = (angle * Math.PI) / 180;
			const s = 20 * 230 * current;
			const [p, q] = [s * Math.cos(radians), s * Math.sin(radians)];
			expect(meter.value(`voltage${phase}`)).toBeCloseTo(230, 1);
			expect(meter.value(`current${phase}`)).toBeCloseTo(20 * current * Math.sign(p), 1);
			expect(Math.abs(meter.value(`activePower${phase}`) - p)).toBeLessThan(2);
			expect(Math.abs(meter.value(`reactivePower${phase}`) - q)).toBeLessThan(2);
			expect(Math.abs(meter.value(`apparentPower${phase}`) - s)).toBeLessThan(2);
			expect(meter.value(`powerFactor${phase}`)).toBeCloseTo(Math.sqrt(3) / 2, 3);
			expect(meter.value(`quadrant${phase}`)).toBe(quadrant);
			active += p;
			reactive += q;
			apparent += s;
		}
		expect(Math.abs(meter.value("activePower") - active)).toBeLessThan(5);
		expect(Math.abs(meter.value("reactivePower") - reactive)).toBeLessThan(5);
		expect(Math.abs(meter.value("apparentPower") - apparent)).toBeLessThan(5);
		expect(meter.value("powerFactor")).toBeCloseTo(active / Math.hypot(active, reactive), 3);
		expect(meter.words(0x4012, 3)).toBe("3146 3252 3346");
	});

	it("have no sign of a current that reads 0", () => {
		const meter = new TestMeter();
		meter.run(balanced(400, 0.0006, 180), 50, 3);
		expect(meter.value("statusWord") & (7 * Status.REVERSE)).toBe(7 * Status.REVERSE);
		for (const phase of PHASES) expect(meter.value(`current${phase}`)).toBe(0);
	});

	it.each([
		["3P4W", 0, true],
		["3P3W", 1, false],
		["2P3W", 2, false],
		["1P2W", 3, false],
	] as const)("tell a wrong sequence and swapped currents in 3P4W alone: %s", (...each) => {
		const [, wiring, told] = each;
		const meter = new TestMeter();
		meter.seal(true);
		expect(meter.write(WIRING, wiring)).toBe("DONE");
		const bit = (mask: number): boolean => (meter.value("statusWord") & mask) !== 0;
		const [l1, l2, l3] = balanced(230, 1, 0);
		if (!l1 || !l2 || !l3) throw new Error("three phases");
		meter.run([l1, { ...l2, shift: 120 }, { ...l3, shift: -120 }], 50, 3);
		expect(bit(Status.WRONG_SEQUENCE)).toBe(told);
		meter.run([{ ...l1, angle: 120 }, { ...l2, angle: -120 }, l3], 50, 3);
		expect(bit(Status.WRONG_SEQUENCE)).toBe(false);
		expect(bit(Status.CURRENTS_SWAPPED)).toBe(told);
	});

	it("tell no sequence while the frequency is not measurable or a voltage is missing", () => {
		const meter = new TestMeter();
		const [l1, l2, l3] = balanced(230, 1, 0);
		if (!l1 || !l2 || !l3) throw new Error("three phases");
		const reversed = [l1, { ...l2, shift: 120 }, { ...l3, shift: -120 }];
		const told = (): boolean => (meter.value("statusWord") & Status.WRONG_SEQUENCE) !== 0;
		meter.run(reversed, 50, 3);
		expect(told()).toBe(true);
		meter.run(reversed, 36, 3);
		expect(told()).toBe(false);
		expect(meter.value("statusWord") & Status.CURRENTS_SWAPPED).toBe(0);
		meter.run(reversed, 50, 3);
		expect(told()).toBe(true);
		for (const voltage of [6, 8]) {
			meter.run([reversed[0] ?? l1, { ...l2, shift: 120, voltage }, reversed[2] ?? l3], 50, 3);
			expect(told()).toBe(voltage === 8);
		}
	});

	it.each([
		["L2", 60, 120],
		["L3", -120, -60],
	])("tell no wrong sequence of a voltage %s the wrong way round", (_, shift2, shift3) => {
		const meter = new TestMeter();
		const [l1, l2, l3] = balanced(230, 0, 0);
		if (!l1 || !l2 || !l3) throw new Error("three phases");
		meter.run([l1, { ...l2, shift: shift2 }, { ...l3, shift: shift3 }], 50, 3);
		expect(meter.value("statusWord") & Status.WRONG_SEQUENCE).toBe(0);
	});
});
