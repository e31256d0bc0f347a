/** Voltage events, and the first windows, follow what the meter knows of its voltages. */
import { catalogue } from "catalogue";
import createMeter from "meter";
import { CONSTANTS } from "metrology/calibration-constants";
import { Wiring } from "metrology/load";
import { FRAME_RATE_HZ } from "sampling";
import { expect, it } from "vitest";
import type { RegisterName } from "../../client/register-table.ts";
import { AnalysingFrontEnd } from "../../testkit/analysing-front-end.ts";
import { TestBoard } from "../../testkit/board.ts";
import { frames, type Tone } from "../../testkit/samples.ts";

const BLOCK = 0.02 * FRAME_RATE_HZ;

/** A meter, before its start, and how it is fed with voltages of L1 to L3. */
function createFed(frequency = 50) {
	const frontEnd = new AnalysingFrontEnd();
	const board = new TestBoard(frontEnd);
	const meter = createMeter(board);
	let frame = 0;
	const value = (name: RegisterName): number => meter.model.get(catalogue.indexOf(name));
	return {
		meter,
		run(volts: readonly number[], seconds: number): void {
			const tones = volts.map(
				(voltage, phase): Tone => ({ voltage, current: 0, angle: 0, shift: -120 * phase }),
			);
			for (let block = 0; block < 50 * seconds; block++, frame += BLOCK) {
				frontEnd.deliver(frames(tones, frequency, frame, BLOCK));
				board.line.wait(20_000);
			}
		},
		value,
		dips: () => value("dips"),
	};
}

it("a dip in the first seconds after a power-up is one by the calibrated voltage", () => {
	const gain = 0.95;
	const { meter, run, dips } = createFed();
	const { calibration } = meter.metrology;
	for (let phase = 0; phase < 3; phase++) calibration.stage(CONSTANTS.length * phase, gain);
	expect(calibration.commit()).toBe(true);
	meter.start();
	const of = (part: number): number[] => Array(3).fill((part * 230) / gain);
	run(of(1), 2);
	run(of(0.88), 0.4);
	run(of(1), 1);
	expect(dips()).toBe(1);
});

it("a dip of a phase that was connected two seconds ago is one", () => {
	const { meter, run, dips } = createFed();
	meter.metrology.load.wiring = Wiring.ONE_PHASE;
	meter.start();
	run([230, 230, 230], 1);
	meter.metrology.load.wiring = Wiring.THREE_PHASE_FOUR_WIRE;
	run([230, 230, 230], 2);
	run([230, 100, 230], 0.4);
	run([230, 230, 230], 1);
	expect(dips()).toBe(1);
});

it.each([42.5, 55, 60, 66])("a start at %d Hz is no event, and distorts nothing", (frequency) => {
	for (const volts of [212, 248]) {
		const { meter, run, value } = createFed(frequency);
		meter.start();
		const distortions: number[] = [];
		for (let block = 0; block < 100; block++) {
			run([volts, volts, volts], 0.02);
			distortions.push(value("voltageThdL1"));
		}
		const known = distortions.filter((thd) => !Number.isNaN(thd));
		expect(known.length).toBeGreaterThan(50);
		expect(Math.max(...known)).toBeLessThan(0.5);
		expect([value("dips"), value("swells"), value("waveforms")]).toEqual([0, 0, 0]);
	}
});
