/** Averages for calibration, at the bus (docs/calibration.md). */
import { beforeEach, expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced, type Tone } from "../../testkit/samples.ts";

const AVERAGING = 0x7006;

/** L2 is 2° late and L3 1° early, in voltage. */
const UNEVEN: Tone[] = [
	{ voltage: 230, current: 2, angle: 30, shift: 0 },
	{ voltage: 220, current: 1, angle: 60, shift: -122 },
	{ voltage: 240, current: 0.5, angle: -60, shift: 121 },
];

let meter: TestMeter;

beforeEach(() => {
	meter = new TestMeter();
	meter.seal(true);
});

function average(seconds: number): void {
	expect(meter.write(AVERAGING, seconds)).toBe("DONE");
}

it("an average has each phase's quantities and the angles of the voltages to L1's", () => {
	meter.run(UNEVEN, 50, 1);
	average(2);
	meter.run(UNEVEN, 50, 3);
	expect(meter.value("averaging")).toBe(0);
	for (const [k, phase] of (["L1", "L2", "L3"] as const).entries()) {
		const { voltage = 0, current = 0, angle = 0 } = UNEVEN[k] ?? {};
		const lag = (angle * Math.PI) / 180;
		const apparent = voltage * current;
		const value = (name: "voltage" | "current" | "activePower" | "reactivePower"): number =>
			meter.value(`${name}Average${phase}`);
		expect(value("voltage") / voltage).toBeCloseTo(1, 4);
		expect(value("current") / current).toBeCloseTo(1, 4);
		expect(value("activePower") / apparent).toBeCloseTo(Math.cos(lag), 3);
		expect(value("reactivePower") / apparent).toBeCloseTo(Math.sin(lag), 3);
	}
	const part = (size: number, degrees: number): [number, number] => {
		const radians = (degrees * Math.PI) / 180;
		return [(size / 230) * Math.cos(radians), (size / 230) * Math.sin(radians)];
	};
	const [inPhase2, ahead2] = part(220, -122);
	const [inPhase3, ahead3] = part(240, 121);
	expect(meter.value("voltageRatioL2")).toBeCloseTo(inPhase2, 4);
	expect(meter.value("voltageAheadL2")).toBeCloseTo(ahead2, 4);
	expect(meter.value("voltageRatioL3")).toBeCloseTo(inPhase3, 4);
	expect(meter.value("voltageAheadL3")).toBeCloseTo(ahead3, 4);
});

it("an average leaves out the window in which the load changed, and the next one", () => {
	for (const blocks of [0, 3, 7]) {
		meter.run(balanced(230, 1, 0), 50, 1 + 0.02 * blocks);
		average(1);
		meter.run(balanced(115, 4, 0), 50, 2);
		expect(meter.value("averaging")).toBe(0);
		expect(meter.value("voltageAverageL1")).toBeCloseTo(115, 1);
		expect(meter.value("currentAverageL1")).toBeCloseTo(4, 2);
	}
});

it("an average is of its own time alone, and of all of it", () => {
	meter.run(balanced(230, 1, 0), 50, 1);
	average(4);
	meter.run(balanced(230, 1, 0), 50, 1);
	expect(meter.value("averaging")).toBeGreaterThan(2);
	average(2);
	expect(meter.value("averaging")).toBe(2);
	meter.run(balanced(230, 5, 180), 50, 1.5);
	expect(meter.value("averaging")).toBe(1);
	meter.run(balanced(230, 5, 180), 50, 1);
	expect(meter.value("averaging")).toBe(0);
	expect(Math.abs(meter.value("averageSeconds") - 2)).toBeLessThan(0.11);
	expect(meter.value("activePowerAverageL3")).toBeCloseTo(-1150, 0);
	meter.run(balanced(230, 1, 0), 50, 3);
	expect(meter.value("activePowerAverageL3")).toBeCloseTo(-1150, 0);
});
