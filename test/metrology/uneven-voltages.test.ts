/** Windows and voltages when a phase is low, its channel dead, or channels have an offset. */
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import { beforeEach, expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced, frames, type Tone } from "../../testkit/samples.ts";

const BLOCK_FRAMES = 0.02 * FRAME_RATE_HZ;

let meter: TestMeter;

beforeEach(() => {
	meter = new TestMeter();
});

/** The phase that paces the windows after two seconds of these voltages. */
function referenceOf(volts: readonly number[]): number {
	const tones = balanced(230, 1, 0).map(
		(tone, phase): Tone => ({ ...tone, voltage: volts[phase] ?? 0 }),
	);
	meter.run(tones, 50, 2);
	expect(meter.value("frequency")).toBeCloseTo(50, 2);
	return meter.meter.metrology.window.reference;
}

it("the reference is L1 until its voltage falls below half of the strongest", () => {
	expect(referenceOf([230, 230, 230])).toBe(0);
	expect(referenceOf([117, 230, 225])).toBe(0);
	expect(referenceOf([113, 230, 225])).toBe(1);
});

it("the reference stays as it is when a voltage is back, and is the strongest after a loss", () => {
	expect(referenceOf([0, 220, 230])).toBe(2);
	expect(referenceOf([235, 230, 230])).toBe(2);
	expect(referenceOf([235, 230, 100])).toBe(0);
});

/** Feeds 230 V and 1 A for three seconds, each sample changed. */
function feed(change: (sample: number, channel: number) => number): void {
	for (let frame = 0; frame < 3 * FRAME_RATE_HZ; frame += BLOCK_FRAMES) {
		const block = frames(balanced(230, 1, 0), 50, frame, BLOCK_FRAMES);
		meter.frontEnd.deliver(block.map((sample, at) => change(sample, at % CHANNELS)));
		meter.board.line.wait(20_000);
	}
}

it("an offset of the converter is in no voltage, current or power", () => {
	// 16 V, and 14 mA of 30 A.
	const offsets = [0.02 * 2 ** 23, (0.014 / 30) * 2 ** 23];
	feed((sample, channel) => sample + (offsets[channel % 2] ?? 0));
	for (const phase of ["L1", "L2", "L3"] as const) {
		expect(meter.value(`voltage${phase}`)).toBeCloseTo(230, 1);
		expect(meter.value(`current${phase}`)).toBeCloseTo(1, 3);
		expect(meter.value(`activePower${phase}`)).toBeCloseTo(230, 1);
	}
	for (const name of ["voltageL1L2", "voltageL1L3", "voltageL2L3"] as const)
		expect(meter.value(name)).toBeCloseTo(230 * Math.sqrt(3), 1);
});

it("the voltage between a dead channel and a phase is the phase's", () => {
	feed((sample, channel) => (channel === 0 ? 0 : sample));
	expect(meter.value("voltageL1")).toBe(0);
	expect(meter.value("voltageL1L2")).toBeCloseTo(230, 1);
	expect(meter.value("voltageL1L3")).toBeCloseTo(230, 1);
	expect(meter.value("voltageL2L3")).toBeCloseTo(230 * Math.sqrt(3), 1);
});

it("a meter without any voltage shows its currents as soon as another meter", () => {
	meter.run(balanced(0, 1, 0), 50, 0.5);
	expect(meter.value("currentL2")).toBeCloseTo(1, 2);
});
