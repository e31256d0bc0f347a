/** When the whole firmware saves energy and settings, in addition to the cases of the torture. */

import { Outcome } from "registers/binding";
import { FRAME_RATE_HZ } from "sampling";
import { beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../boards/virtual/clock.ts";
import Timer from "../../boards/virtual/timer.ts";
import { Subject } from "../../lab/torture/subject.ts";
import { TARIFF_INPUT } from "../../testkit/board.ts";
import { FULL, NOTHING, SMALL, StoredMeter } from "./stored-meter.ts";

const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

/** Changes that are stored at any pace (docs/storage.md). */
const CHANGES = 240;

const meter = new StoredMeter();

beforeEach(() => meter.renew());

describe("energy is saved", () => {
	// The first second of a meter's life is saved.
	beforeEach(() => meter.run(NOTHING, 1));

	it("energy is saved once a minute at full load", () => {
		const first = meter.stored().sequence;
		meter.run(FULL, 59);
		expect(meter.stored().sequence).toBe(first);
		meter.run(FULL, 61);
		expect(meter.stored().sequence).toBe(first + 2);
		// 115 Wh except for the last bit of the sum.
		expect(meter.stored().whole[0]).toBe(114);
	});

	it("energy is saved after 7.5 Wh at the terminals, whatever the CT ratio", () => {
		meter.subject.write("ctRatio", 100_0005);
		const first = meter.stored().sequence;
		meter.run(SMALL, 745);
		expect(meter.stored().sequence).toBe(first);
		meter.run(SMALL, 6);
		expect(meter.stored().sequence).toBe(first + 1);
		expect(meter.stored().whole[0]).toBe(150);
	});

	it("energy is saved every quarter of an hour without load", () => {
		const first = meter.stored().sequence;
		meter.run(NOTHING, 899);
		expect(meter.stored().sequence).toBe(first);
		meter.run(NOTHING, 2);
		expect(meter.stored().sequence).toBe(first + 1);
	});

	it("energy is saved with every change of a setting, but not if it stays the same", () => {
		const first = meter.stored().sequence;
		meter.subject.write("modbusId", 9);
		expect(meter.stored().sequence).toBe(first + 1);
		meter.subject.write("modbusId", 9);
		meter.run(NOTHING, 3);
		expect(meter.stored().sequence).toBe(first + 1);
	});
});

describe("a client that never rests", () => {
	it("240 changes are saved at any pace, then one a minute; the others are refused as busy", () => {
		const first = meter.stored().sequence;
		const outcomes = Array.from({ length: 400 }, (_, i) =>
			meter.subject.write("lcdCycleTime", i < CHANGES ? 1 + (i % 2) : 3 + (i % 7)),
		);
		expect(meter.stored().sequence - first).toBe(CHANGES);
		expect(outcomes.lastIndexOf(Outcome.DONE)).toBe(CHANGES - 1);
		expect(outcomes.slice(CHANGES).every((outcome) => outcome === Outcome.BUSY)).toBe(true);
		expect(meter.subject.read("lcdCycleTime")).toBe(2);
		meter.run(NOTHING, 61);
		expect(meter.subject.write("lcdCycleTime", 29)).toBe(Outcome.DONE);
		expect(meter.subject.write("lcdCycleTime", 28)).toBe(Outcome.BUSY);
		meter.restart();
		expect(meter.subject.read("lcdCycleTime")).toBe(29);
	});

	it("an acknowledged change outlives a cut without warning, however many came before", () => {
		for (let i = 0; i < 100; i++)
			if (meter.subject.write("modbusId", 1 + i) === Outcome.DONE) {
				meter.restart();
				expect(meter.subject.read("modbusId")).toBe(1 + i);
			}
		for (let i = 0; i < CHANGES + 10; i++) meter.subject.write("backlight", 1 + (i % 3));
		const before = meter.subject.read("modbusId");
		expect(meter.subject.write("modbusId", 200)).toBe(Outcome.BUSY);
		expect(meter.subject.read("modbusId")).toBe(before);
	});

	it("a tariff that the input changes after a bus has set it survives an unwarned cut", () => {
		const meter = new StoredMeter();
		meter.subject.tariffInput(1);
		meter.run(NOTHING, 2);
		meter.subject.write("tariff", 1);
		meter.subject.tariffInput(0);
		meter.run(NOTHING, 2);
		meter.subject.tariffInput(1);
		meter.chip.powerDown();
		const back = new Subject(meter.chip, [TARIFF_INPUT]);
		expect(back.read("tariff")).toBe(2);
	});

	it("a tariff input that chatters without end leaves half of the changes to others", () => {
		for (let second = 0; second < 3600; second++) {
			meter.subject.tariffInput(second % 2 === 0 ? 1 : 0);
			meter.run(NOTHING, 1);
		}
		const before = meter.stored().sequence;
		for (let i = 0; i < CHANGES / 2; i++)
			expect(meter.subject.write("lcdCycleTime", 1 + (i % 7))).toBe(Outcome.DONE);
		expect(meter.stored().sequence - before).toBe(CHANGES / 2);
	});

	it("the tariff input is followed at once, its change saved when that is allowed again", () => {
		for (let i = 0; i < CHANGES + 10; i++) meter.subject.write("lcdCycleTime", 1 + (i % 7));
		meter.subject.tariffInput(1);
		expect(meter.subject.read("tariff")).toBe(2);
		expect(meter.stored().tariff).toBe(1);
		meter.run(NOTHING, 61);
		expect(meter.stored().tariff).toBe(2);
	});

	it("the power-down counter is reset at once, while changes of settings are refused", () => {
		meter.run(NOTHING, 1);
		meter.restart(true);
		expect(meter.subject.read("powerDownCounter")).toBe(1);
		for (let i = 0; i <= CHANGES; i++) meter.subject.write("lcdCycleTime", 1 + (i % 7));
		meter.subject.write("powerDownCounter", 0);
		meter.restart();
		expect(meter.subject.read("powerDownCounter")).toBe(1);
	});
});

describe("a client that writes the same again and again", () => {
	it.each([
		["CT ratio", "ctRatio", 5_0005],
		["power-down counter", "powerDownCounter", 0],
		["tariff", "tariff", 1],
		["combination code", "combinationCode", 1],
	] as const)(
		"writing the present %s again and again writes nothing to the flash",
		(_what, name, value) => {
			meter.run(NOTHING, 1);
			const before = meter.chip.operations;
			for (let i = 0; i < 1000; i++) meter.subject.write(name, value);
			meter.run(NOTHING, 10);
			expect(meter.chip.operations).toBe(before);
		},
	);

	it("120 resets are saved at any pace, then one in two minutes; the others are refused", () => {
		meter.run(FULL, 61);
		const first = meter.stored().sequence;
		let done = 0;
		for (let i = 0; i < 400; i++) {
			meter.run(FULL, 1);
			const outcome = meter.subject.write("resettableEnergy", 0);
			if (outcome === Outcome.DONE) done++;
			else expect(outcome).toBe(Outcome.BUSY);
			if (outcome === Outcome.DONE) expect(meter.subject.read("resettableEnergy")).toBe(0);
		}
		expect(done).toBeGreaterThanOrEqual(CHANGES / 2 + 2);
		expect(done).toBeLessThanOrEqual(CHANGES / 2 + 4);
		// Each reset saves energy before and after it; the clock saves energy as well.
		expect(meter.stored().sequence - first).toBeLessThanOrEqual(2 * done + 400 / 60);
		meter.run(FULL, 61);
		const counted = meter.subject.read("resettableEnergy");
		meter.restart(true);
		expect(Math.abs(meter.subject.read("resettableEnergy") - counted)).toBeLessThan(2);
		expect(meter.events().filter(([name]) => name === "RESET")).toHaveLength(done);
	});
});

describe("with the warning", () => {
	it("a warning saves every fraction of a Wh and every pulse that is due", () => {
		meter.run(FULL, 77);
		const { energy } = meter.subject;
		const before: number[] = [];
		meter.subject.meter.pulses.save(before);
		meter.restart(true);
		const after: number[] = [];
		meter.subject.meter.pulses.save(after);
		expect(after).toEqual(before);
		meter.subject.energy.forEach((value, i) => {
			expect(Math.abs(value - energy[i])).toBeLessThan(1e-6);
		});
	});

	it("fractions of an older record are not restored", () => {
		meter.run(FULL, 77);
		meter.restart(true);
		meter.run(FULL, 60);
		meter.restart();
		expect(meter.subject.energy.every(Number.isInteger)).toBe(true);
	});
});

describe("after a warning that has passed", () => {
	it("pulses that were made are not made again after a cut without a warning", () => {
		let pulses = 0;
		const watch = (): void =>
			meter.subject.board.onWrite(9, (level) => {
				pulses += level;
			});
		watch();
		meter.subject.write("ctRatio", 500_0005);
		meter.run(FULL, 61);
		meter.subject.warn();
		meter.subject.recover();
		meter.run(NOTHING, 400);
		// 345 kW at the primary side, 1000 imp/kWh.
		const whole = Math.floor((345_000 * 61) / 3600);
		expect(pulses).toBe(whole);
		meter.restart();
		watch();
		meter.run(NOTHING, 400);
		expect(pulses).toBe(whole);
		expect(meter.events()).toContainEqual(["POWER_DOWN", 0]);
	});
});

describe("a supply that chatters", () => {
	/** Four records, each a body and a checksum. */
	const PER_SAVING = 8;

	/** A warning, after which the supply recovers `milliseconds` later. */
	function flicker(milliseconds: number): void {
		meter.subject.warn();
		Timer.advance(clock.frames + FRAMES_PER_MS * milliseconds);
		meter.subject.recover();
		Timer.advance(clock.frames + FRAMES_PER_MS * (100 - milliseconds));
	}

	/** Chip operations caused by `warnings` warnings. */
	function operations(warnings: number, milliseconds: number): number {
		const before = meter.chip.operations;
		for (let i = 0; i < warnings; i++) flicker(milliseconds);
		return meter.chip.operations - before;
	}

	it("60 warnings are answered with an immediate save", () => {
		const first = meter.stored().sequence;
		for (let i = 0; i < 60; i++) flicker(1);
		// And, once it has come back, one in each of the seconds.
		expect(meter.stored().sequence - first).toBeGreaterThanOrEqual(60 + 6);
		expect(meter.stored().sequence - first).toBeLessThanOrEqual(60 + 7);
	});

	it("further warnings shorter than 15 ms cause two saves every two minutes", () => {
		operations(60, 1);
		// The erase of a full sector may still be due.
		meter.run(NOTHING, 1);
		expect(operations(570, 10)).toBe(0);
		const first = meter.stored().sequence;
		// A quarter of an hour permits 7 saves, each with one after it, and two by the clock.
		operations(9000, 10);
		expect(meter.stored().sequence - first).toBeLessThanOrEqual(2 * 7 + 2);
		expect(meter.stored().sequence - first).toBeGreaterThanOrEqual(2 * 7);
	});

	it("a real cut in the middle of chatter loses nothing", () => {
		operations(100, 10);
		meter.run(FULL, 7);
		operations(3, 10);
		meter.run(FULL, 7);
		const { energy } = meter.subject;
		meter.subject.warn();
		Timer.advance(clock.frames + 20 * FRAMES_PER_MS);
		meter.restart();
		meter.subject.energy.forEach((value, i) => {
			expect(Math.abs(value - energy[i])).toBeLessThan(1e-6);
		});
	});

	it("10 000 more long warnings are answered with a save, then two every two minutes", () => {
		operations(60, 1);
		const first = meter.stored().sequence;
		for (let i = 0; i < 20_000; i++) flicker(20);
		// 20 000 warnings take 2000 s, which permit 16 more of either kind. In each of the first
		// 1000 s, and after those 16, energy is saved once more.
		expect(meter.stored().sequence - first).toBeLessThanOrEqual(11_000 + 3 * 16 + 2);
		expect(meter.stored().sequence - first).toBeGreaterThanOrEqual(11_000);
		expect(operations(600, 20)).toBeLessThanOrEqual(2 * (PER_SAVING + 4) + 2);
	});
});
