import { catalogue, quantities } from "catalogue";
import createMeter from "meter";
import { expect, it } from "vitest";
import type { RegisterName } from "../../client/register-table.ts";
import type { Quantity } from "../../src/registers/quantity.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { AnalysingFrontEnd } from "../../testkit/analysing-front-end.ts";
import { TestBoard } from "../../testkit/board.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced, frames } from "../../testkit/samples.ts";

/** Units of what is measured, and quantities that have one of them all the same. */
const MEASURED_UNITS = ["V", "A", "Hz", "W", "var", "VA"];
const CONSTANTS = ["meterAmperes", "ctPrimary", "ctSecondary", "waveformVolts", "waveformAmps"];

it("a measurement has a step or a mark, by which a stopped meter withholds it", () => {
	for (const { name, unit, step, range, measured } of quantities as readonly Quantity[]) {
		if (!MEASURED_UNITS.includes(unit) || range || CONSTANTS.includes(name)) continue;
		expect(step !== 0 || measured, name).toBe(true);
	}
});

it("a range of registers has no measurement once the meter has stopped", () => {
	const meter = new TestMeter();
	meter.run(balanced(230, 1, 0), 50, 3);
	expect(meter.words(0x7200, 4)).not.toContain("7fc0");
	meter.meter.model.stop();
	const [, , ...words] = meter.words(0x7200, 32).split(" ");
	expect(words).toEqual(Array.from({ length: 15 }, () => ["7fc0", "0000"]).flat());
	expect(meter.meter.modbus.isTrusted(0x7200, 32)).toBe(true);
});

it("directions and quadrants are 0 once the meter has stopped, next to what is answered", () => {
	const meter = new TestMeter();
	meter.run(balanced(230, 1, 240), 50, 3);
	expect(meter.words(0x4011, 4)).toBe("0001 3152 3252 3352");
	expect(meter.words(0x4016, 5)).toBe("0000 0003 0003 0003 0003");
	meter.meter.model.stop();
	meter.run(balanced(230, 1, 240), 50, 2);
	expect(meter.meter.modbus.isTrusted(0x4011, 10)).toBe(true);
	expect(meter.words(0x4011, 4)).toBe("0001 0000 0000 0000");
	expect(meter.words(0x4016, 5)).toBe("0000 0000 0000 0000 0000");
});

it("averages are not a number once the meter has stopped", () => {
	const meter = new TestMeter();
	meter.meter.model.stop();
	meter.seal(true);
	meter.write(0x7006, 1);
	meter.run(balanced(230, 1, 0), 50, 3);
	expect(meter.value("averageSeconds")).toBeGreaterThan(0);
	for (const name of ["voltageAverageL1", "activePowerAverageL3", "frequencyAverage"] as const)
		expect(meter.value(name)).toBeNaN();
});

it("power quality is not a number once the meter has stopped", () => {
	const frontEnd = new AnalysingFrontEnd();
	const board = new TestBoard(frontEnd);
	const meter = createMeter(board);
	meter.start();
	const value = (name: RegisterName): number => meter.model.get(catalogue.indexOf(name));
	const block = 0.02 * FRAME_RATE_HZ;
	let frame = 0;
	const run = (seconds: number): void => {
		for (const end = frame + seconds * FRAME_RATE_HZ; frame < end; frame += block) {
			frontEnd.deliver(frames(balanced(230, 1, 0), 50, frame, block));
			board.line.wait(20_000);
		}
	};
	run(2);
	expect(value("fundamentalPower")).toBeCloseTo(690, 0);
	meter.model.stop();
	run(1);
	for (const name of ["fundamentalPower", "voltageThdL1", "currentZeroSequence"] as const)
		expect(value(name)).toBeNaN();
});
