/** Power quality of a meter whose channels have errors: its constants take them out. */
import { beforeEach, expect, it } from "vitest";
import { DistortedMeter, type Part } from "./distorted-meter.ts";

const TAKE_OVER = 0xca1b;
const PHASES = ["L1", "L2", "L3"] as const;

/** Constants of each phase: gains, and angles in rad. */
const GAINS = { voltageGain: [1.02, 0.97, 1.01], currentGain: [0.98, 1.03, 0.95] } as const;
const ANGLES = { lead: [0.01, -0.008, 0.015], voltageSkew: [0, 0.004, -0.003] } as const;

const AMPERES = [5, 3, 4];
const LAG_DEGREES = 30;

let meter: DistortedMeter;

/** The terminals' 230 V and {@link AMPERES} as these channels deliver them. */
function faulty(): Part[][] {
	return [0, 1, 2].flatMap((phase) => {
		const degrees = (radians: number): number => (radians * 180) / Math.PI;
		const late = degrees(ANGLES.voltageSkew[phase] ?? 0);
		const early = degrees(ANGLES.lead[phase] ?? 0);
		const lag = 120 * phase + late;
		return [
			[{ order: 1, rms: 230 / (GAINS.voltageGain[phase] ?? 1), lag }],
			[
				{
					order: 1,
					rms: (AMPERES[phase] ?? 0) / (GAINS.currentGain[phase] ?? 1),
					lag: lag + LAG_DEGREES - early,
				},
			],
		];
	});
}

beforeEach(() => {
	meter = new DistortedMeter();
	meter.seal(true);
	for (const [k, phase] of PHASES.entries()) {
		for (const name of ["voltageGain", "currentGain"] as const)
			expect(meter.writeFloat(`${name}${phase}`, GAINS[name][k] ?? 1)).toBe("DONE");
		for (const name of ["lead", "voltageSkew"] as const)
			expect(meter.writeFloat(`${name}${phase}`, ANGLES[name][k] ?? 0)).toBe("DONE");
	}
	expect(meter.write(0x7003, TAKE_OVER)).toBe("DONE");
});

it("the constants take the channels' errors out of neutral current and unbalance", () => {
	meter.feed(faulty(), 80);
	// 5 A at 0°, 3 A at 120° and 4 A at 240° make √3 A.
	expect(Math.abs(meter.value("neutralCurrent") - Math.sqrt(3))).toBeLessThan(1e-3);
	const sequence = (100 * Math.sqrt(3)) / 12;
	expect(Math.abs(meter.value("currentUnbalance") - sequence)).toBeLessThan(0.01);
	expect(Math.abs(meter.value("currentZeroSequence") - sequence)).toBeLessThan(0.01);
	expect(meter.value("voltageUnbalance")).toBeLessThan(0.003);
	expect(meter.value("voltageZeroSequence")).toBeLessThan(0.003);
});

it("the constants take the channels' errors out of the fundamental powers and harmonics", () => {
	meter.feed(faulty(), 80);
	const angle = (LAG_DEGREES * Math.PI) / 180;
	for (const [k, phase] of PHASES.entries()) {
		const apparent = 230 * (AMPERES[k] ?? 0);
		const active = meter.value(`fundamentalPower${phase}`) / apparent;
		const reactive = meter.value(`fundamentalReactivePower${phase}`) / apparent;
		expect(active).toBeCloseTo(Math.cos(angle), 3);
		expect(reactive).toBeCloseTo(Math.sin(angle), 3);
		expect(meter.float(0x7400 + 0xa0 * k)).toBeCloseTo(230, 1);
		expect(meter.float(0x7450 + 0xa0 * k)).toBeCloseTo(AMPERES[k] ?? 0, 2);
	}
});

it("the constants take the channels' errors out of the voltages between phases", () => {
	meter.feed(faulty(), 80);
	for (const name of ["voltageL1L2", "voltageL1L3", "voltageL2L3"] as const)
		expect(Math.abs(meter.value(name) / (230 * Math.sqrt(3)) - 1), name).toBeLessThan(1e-4);
});

it("the neutral current is without what transformers pick up of other phases", () => {
	const coupled = new DistortedMeter();
	coupled.seal(true);
	expect(coupled.writeFloat("couplingL2L1", 0.002)).toBe("DONE");
	expect(coupled.writeFloat("couplingL3L1", 0.003)).toBe("DONE");
	expect(coupled.write(0x7003, TAKE_OVER)).toBe("DONE");
	const l1 = { order: 1, rms: 5 };
	const channels = [0, 1, 2].map((k) => [{ order: 1, rms: 230, lag: 120 * k }]);
	coupled.feed(
		[0, 1, 2].flatMap((k) => [channels[k] ?? [], [{ ...l1, rms: [5, 0.01, 0.015][k] ?? 0 }]]),
		80,
	);
	expect(Math.abs(coupled.value("neutralCurrent") - 5)).toBeLessThan(1e-3);
});
