import { catalogue } from "catalogue";
import createMeter from "meter";
import { expect, it } from "vitest";
import type { RegisterName } from "../../client/register-table.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { AnalysingFrontEnd } from "../../testkit/analysing-front-end.ts";
import { TestBoard } from "../../testkit/board.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced, frames } from "../../testkit/samples.ts";

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
