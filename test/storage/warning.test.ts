/** Saves while the supply warns, in addition to the one that answers the warning. */

import { FRAME_RATE_HZ } from "sampling";
import { beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import Timer from "../../boards/virtual/timer.ts";
import { Subject } from "../../lab/torture/subject.ts";
import { POWER_FAIL, TARIFF_INPUT } from "../../testkit/board.ts";
import { FULL, StoredMeter } from "./stored-meter.ts";

const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

const meter = new StoredMeter();

beforeEach(() => meter.renew());

function wait(milliseconds: number): void {
	Timer.advance(clock.frames + FRAMES_PER_MS * milliseconds);
}

/** Pulses that are due, none of which begins from now. */
function due(): number[] {
	const pending: number[] = [];
	meter.subject.meter.pulses.save(pending);
	return pending;
}

/** Cuts the supply and expects energy and pulses of now at the next power-up. */
function expectNothingLost(inputs: readonly number[] = []): void {
	const { energy } = meter.subject;
	const pulses = due();
	meter.chip.powerDown();
	meter.subject = new Subject(meter.chip, inputs);
	meter.subject.energy.forEach((value, i) => {
		expect(Math.abs(value - (energy[i] ?? 0))).toBeLessThan(1e-6);
	});
	expect(due()).toEqual(pulses);
	expect(meter.events()).toContainEqual(["POWER_DOWN", 1]);
	expect(meter.events()).not.toContainEqual(["POWER_DOWN", 0]);
}

describe("nothing is lost at a cut after a warning", () => {
	it("if the tariff input falls in the hold-up time, in which a second begins", () => {
		meter.subject.tariffInput(1);
		meter.run(FULL, 77);
		wait(970);
		meter.subject.warn();
		wait(10);
		meter.subject.tariffInput(0);
		wait(60);
		expect(meter.stored().tariff).toBe(1);
		expectNothingLost([TARIFF_INPUT]);
	});

	it("if a client writes in the hold-up time", () => {
		meter.run(FULL, 77);
		meter.subject.warn();
		meter.subject.write("ctRatio", 100_0005);
		meter.subject.write("backlight", 2);
		expectNothingLost();
	});

	it("but pulses of another rate that a client writes in the hold-up time", () => {
		meter.run(FULL, 77);
		meter.subject.warn();
		meter.subject.write("s0Rate", 2000);
		expect(due().slice(1)).toEqual([0, 0]);
		expectNothingLost();
	});

	it("if the supply has warned for longer than energy stays unsaved", () => {
		meter.run(FULL, 10);
		meter.subject.warn();
		meter.run(FULL, 60);
		expectNothingLost();
	});

	it("if it came before the end of the start-up", () => {
		meter.run(FULL, 77);
		meter.restart(true);
		meter.run(FULL, 7);
		meter.subject.warn();
		meter.chip.powerDown();
		meter.subject = new Subject(meter.chip, [POWER_FAIL]);
		wait(60);
		expectNothingLost();
	});
});
