import { CONSTANTS, METER_CONSTANTS } from "metrology/calibration-constants";
import { Outcome } from "registers/binding";
import { describe, expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { ARON, balanced } from "../../testkit/samples.ts";
import { StoredMeter } from "../storage/stored-meter.ts";

const TAKE_OVER = 0xca1b;
const NOMINAL = 0xdefa;

describe("the vendor block", () => {
	it("refuses and counts every write while the calibration seal is closed", () => {
		const meter = new TestMeter();
		expect(meter.write(0x7000, 1)).toBe("REFUSED");
		expect(meter.write(0x7003, TAKE_OVER)).toBe("REFUSED");
		expect(meter.writeFloat("voltageGainL1", 1.05)).toBe("REFUSED");
		expect(meter.write(0x7002, 9)).toBe("REFUSED");
		expect(meter.value("refusedWrites")).toBe(4);
		expect(meter.value("voltageGainL1")).toBe(1);
		meter.seal(true);
		expect(meter.write(0x7000, 1)).toBe("DONE");
		expect(meter.value("refusedWrites")).toBe(4);
	});

	it("refuses an average while the calibration seal is closed", () => {
		const meter = new TestMeter();
		expect(meter.write(0x7006, 2)).toBe("REFUSED");
		expect([meter.value("averaging"), meter.value("refusedWrites")]).toEqual([0, 1]);
	});

	it("counts refused writes and lost frames up to the highest number of a register", () => {
		const meter = new TestMeter();
		for (let write = 0; write < 0x10002; write++) meter.write(0x7000, 1);
		expect(meter.value("refusedWrites")).toBe(0xffff);
		meter.frontEnd.lose(0xfffe);
		expect(meter.value("lostFrames")).toBe(0xfffe);
		meter.frontEnd.lose(0x20);
		expect(meter.value("lostFrames")).toBe(0xffff);
	});

	it("puts committed constants in force, with a checksum of their own", () => {
		const meter = new TestMeter();
		const nominal = meter.value("calibrationChecksum");
		expect(meter.value("calibrated")).toBe(0);
		meter.seal(true);
		meter.writeFloat("voltageGainL2", 1.01);
		meter.run(balanced(230, 1, 0), 50, 3);
		expect(meter.value("voltageL2")).toBeCloseTo(230, 1);
		expect(meter.write(0x7003, TAKE_OVER)).toBe("DONE");
		meter.run(balanced(230, 1, 0), 50, 3);
		expect(meter.value("voltageL1")).toBeCloseTo(230, 1);
		expect(meter.value("voltageL2")).toBeCloseTo(232.3, 1);
		expect(meter.value("calibrated")).toBe(1);
		expect(meter.value("calibrationChecksum")).not.toBe(nominal);
		expect(meter.write(0x7003, NOMINAL)).toBe("DONE");
		expect(meter.value("calibrated")).toBe(0);
		expect(meter.value("calibrationChecksum")).toBe(nominal);
	});

	it("refuses constants that are no number or out of range, and the old ones stay", () => {
		const meter = new TestMeter();
		meter.seal(true);
		meter.writeFloat("currentGainL3", 0.98);
		meter.write(0x7003, TAKE_OVER);
		for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 0.89, 1.11])
			expect(meter.writeFloat("currentGainL3", value), String(value)).toBe("BAD_VALUE");
		expect(meter.writeFloat("leadL1", 0.03)).toBe("BAD_VALUE");
		expect(meter.writeFloat("currentNoiseL1", -1e-9)).toBe("BAD_VALUE");
		expect(meter.write(0x7003, 0x1234)).toBe("BAD_VALUE");
		expect(meter.write(0x7003, TAKE_OVER)).toBe("DONE");
		expect(meter.value("currentGainL3")).toBeCloseTo(0.98, 6);
	});

	it("puts constants in force that are exactly at their limits, and keeps them", () => {
		const meter = new StoredMeter();
		meter.renew();
		meter.subject.seal(true);
		const phases = (["L1", "L2", "L3"] as const).flatMap((phase) =>
			CONSTANTS.map((constant) => ({ ...constant, name: `${constant.name}${phase}` as const })),
		);
		for (const limit of ["minimum", "maximum"] as const) {
			for (const constant of [...phases, ...METER_CONSTANTS])
				expect(meter.subject.write(constant.name, Math.fround(constant[limit]))).toBe(Outcome.DONE);
			expect(meter.subject.write("calibrated", TAKE_OVER)).toBe(Outcome.DONE);
			expect(meter.subject.read("calibrated")).toBe(1);
			meter.restart(true);
			meter.subject.seal(true);
			for (const constant of [...phases, ...METER_CONSTANTS])
				expect(meter.subject.read(constant.name), constant.name).toBeCloseTo(constant[limit], 6);
		}
	});

	it("ends calibration mode when the seal is closed", () => {
		const meter = new TestMeter();
		meter.write(0x401f, 0x9995, 0x0005);
		meter.seal(true);
		meter.write(0x7000, 1);
		meter.seal(false);
		expect(meter.value("calibrationMode")).toBe(0);
		meter.run(balanced(230, 5, 0), 50, 5);
		expect(meter.value("forwardActiveEnergy")).toBeGreaterThan(0);
	});

	it("counts no energy in calibration mode, and averages without the no-load rule", () => {
		const meter = new TestMeter();
		meter.write(0x401f, 0x9995, 0x0005);
		meter.seal(true);
		meter.write(0x7000, 1);
		meter.run(balanced(230, 5, 0), 50, 5);
		expect(meter.value("forwardActiveEnergy")).toBe(0);
		const tiny = balanced(230, 0.0002, 60);
		meter.write(0x7006, 2);
		expect(meter.value("averaging")).toBe(2);
		meter.run(tiny, 50, 4);
		expect(meter.value("averaging")).toBe(0);
		expect(meter.value("averageSeconds")).toBeCloseTo(2, 1);
		expect(meter.value("voltageAverageL1")).toBeCloseTo(230, 1);
		expect(meter.value("activePowerAverageL2")).toBeCloseTo(0.023, 2);
		expect(meter.value("frequencyAverage")).toBeCloseTo(50, 2);
		expect(meter.value("activePowerL2")).toBe(0);
	});

	it("counts energy again when the seal is closed in calibration mode", () => {
		const meter = new TestMeter();
		meter.seal(true);
		meter.write(0x7000, 1);
		meter.run(balanced(230, 5, 0), 50, 5);
		expect(meter.value("forwardActiveEnergy")).toBe(0);
		meter.seal(false);
		expect(meter.value("calibrationMode")).toBe(0);
		meter.run(balanced(230, 5, 0), 50, 10);
		expect(meter.value("forwardActiveEnergy")).toBeGreaterThanOrEqual(9);
	});

	it("chooses the wiring", () => {
		const meter = new TestMeter();
		meter.seal(true);
		expect(meter.write(0x7002, 4)).toBe("BAD_VALUE");
		expect(meter.write(0x7002, 3)).toBe("DONE");
		meter.run(balanced(230, 1, 0), 50, 3);
		expect(meter.value("activePower")).toBeCloseTo(230, 0);
		expect(meter.write(0x7002, 2)).toBe("DONE");
		meter.run(balanced(230, 1, 0), 50, 3);
		expect(meter.value("activePower")).toBeCloseTo(460, 0);
		expect(meter.write(0x7002, 1)).toBe("DONE");
		meter.run(ARON, 50, 3);
		expect(meter.value("activePower")).toBeCloseTo(Math.sqrt(3) * 400, 0);
		expect(Math.abs(meter.value("reactivePower"))).toBeLessThan(0.5);
		expect(meter.value("apparentPower")).toBeCloseTo(Math.sqrt(3) * 400, 0);
		expect(meter.value("activePowerL1")).toBe(0);
		expect([meter.value("voltageL1L2"), meter.value("voltageL2L3")].map(Math.round)).toEqual([
			400, 400,
		]);
		expect(meter.value("voltageL1L3")).toBeCloseTo(400, 0);
	});
});
