/** Demand and extremes across power cuts, and what their records cost. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Outcome } from "registers/binding";
import { ErrorCode } from "storage/error-code";
import { beforeEach, describe, expect, it } from "vitest";
import { Chip, ofFullLength } from "../../bench/flash/chip.ts";
import { newestOf, readImage, statisticsOf } from "../../bench/flash/image.ts";
import { type RegisterName, registerOf, registers } from "../../client/register-table.ts";
import { SupplyGone } from "../../testkit/flash.ts";
import { FULL, NOTHING, StoredMeter } from "../storage/stored-meter.ts";

const meter = new StoredMeter();
const read: typeof meter.subject.read = (name) => meter.subject.read(name);

beforeEach(() => {
	meter.renew();
	meter.subject.write("demandPeriod", 1);
});

/** Names of the registers from one to another. */
function namesOf(first: RegisterName, last: RegisterName): RegisterName[] {
	const [from, to] = [registerOf(first).address, registerOf(last).address];
	return registers
		.filter(({ address }) => address >= from && address <= to)
		.map(({ name }) => name);
}

/** Shows readings to the extremes, which metrology would do if this meter had a front end. */
function show(voltage: number, frequency: number): void {
	const { metrology, statistics } = meter.subject.meter;
	const { readings, load } = metrology;
	readings.measured = true;
	for (const phase of readings.phases) Object.assign(phase, { voltage, current: 2 });
	readings.total.activePower = voltage * 6;
	readings.frequency = frequency;
	// The first after the start is left out.
	for (let i = 0; i < 2; i++) statistics.update(readings, load);
}

/** Records in the image. */
const records = () => readImage(meter.chip.image, "statistics")[0]?.records ?? [];

/** Newest record, decoded by docs/storage.md alone. */
function stored() {
	const record = newestOf(meter.chip.image, "statistics");
	if (!record) throw new Error("no record of statistics");
	return statisticsOf(record);
}

describe("a power cut", () => {
	it("with a warning keeps all, and ends the period that was running", () => {
		meter.run(FULL, 90);
		show(230, 50);
		show(240, 49.9);
		const extremes = namesOf("voltageMinimumL1", "extremesResetAt").map(read);
		expect(read("forwardDemand")).toBeCloseTo(1725, 6);
		meter.restart(true);
		expect(namesOf("voltageMinimumL1", "extremesResetAt").map(read)).toEqual(extremes);
		expect(read("voltageMaximumL2")).toBe(240);
		expect(read("forwardDemand")).toBeNaN();
		expect(read("forwardDemandLast")).toBeCloseTo(1725, 6);
		expect(read("demandIncomplete")).toBe(1);
		expect(read("demandPeriods")).toBe(2);
		expect(read("forwardDemandMaximum")).toBeCloseTo(3450, 6);
		expect(read("forwardDemandMaximumAt")).toBe(59);
		expect(read("errorCode")).toBe(0);
		meter.run(NOTHING, 60);
		expect([read("demandIncomplete"), read("forwardDemandLast")]).toEqual([0, 0]);
	});

	it("without one keeps the periods that have ended, and how the running one began", () => {
		meter.subject.second(FULL, 0.7);
		meter.run(FULL, 90);
		meter.restart();
		expect(read("forwardDemandMaximum")).toBeCloseTo(3450, 6);
		expect(read("demandPeriods")).toBe(2);
		expect(read("demandIncomplete")).toBe(1);
		expect(read("forwardDemandLast")).toBeCloseTo((3450 * 0.7) / 60, 6);
	});

	it("without one keeps the period that a stop of the front end has ended", () => {
		meter.run(FULL, 40);
		meter.subject.board.line.wait(3_000_000);
		expect([read("demandPeriods"), read("demandIncomplete")]).toEqual([1, 1]);
		meter.run(NOTHING, 1);
		meter.restart();
		expect(read("forwardDemandMaximum")).toBeCloseTo(2300, 6);
	});

	it("keeps a reset, from the next window", () => {
		meter.run(FULL, 90);
		show(230, 50);
		expect(meter.subject.write("demandReset", 1)).toBe(Outcome.DONE);
		expect(meter.subject.write("extremesReset", 1)).toBe(Outcome.DONE);
		meter.run(NOTHING, 1);
		meter.restart();
		// Of the period that began with the reset.
		expect(read("forwardDemandMaximum")).toBe(0);
		expect([read("demandPeriods"), read("demandIncomplete")]).toEqual([1, 1]);
		expect(read("voltageMaximumL1")).toBeNaN();
		expect([read("demandResetAt"), read("extremesResetAt")]).toEqual([90, 90]);
	});

	it("between a change of ratio or period and its record forgets what is of the old one", () => {
		meter.run(FULL, 90);
		show(230, 50);
		meter.subject.warn();
		meter.subject.write("demandPeriod", 2);
		meter.restart();
		expect(read("forwardDemandMaximum")).toBeNaN();
		expect(read("voltageMaximumL1")).toBe(230);
		meter.run(FULL, 130);
		meter.subject.write("ctRatio", 100_0005);
		meter.restart();
		expect(read("forwardDemandMaximum")).toBeNaN();
		expect(read("voltageMaximumL1")).toBeNaN();
	});

	it("between a change of the wiring and its record forgets what is of the old one", () => {
		meter.run(FULL, 90);
		show(230, 50);
		meter.subject.warn();
		meter.subject.seal(true);
		expect(meter.subject.write("wiring", 3)).toBe(Outcome.DONE);
		meter.restart();
		expect([read("wiring"), read("demandPeriods")]).toEqual([3, 0]);
		expect(read("forwardDemandMaximum")).toBeNaN();
		expect(read("voltageMaximumL2")).toBeNaN();
	});

	it("in any operation of the save leaves the last whole record and all before it", () => {
		meter.subject.second(FULL, 0.7);
		meter.run(FULL, 90);
		const image = meter.chip.image.slice();
		// Of 3 bytes of 4, a bit may be missing, with which the record is whole.
		for (const torn of [0, 2, 100])
			for (let operation = 0; operation < 8; operation++) {
				meter.renew(new Chip(image.slice()));
				const before = read("demandPeriods");
				meter.run(FULL, 30);
				meter.chip.setFaults({ cutAfterOperations: operation, tornBytes: torn });
				expect(() => meter.subject.warn()).toThrow(SupplyGone);
				meter.chip.setFaults({});
				meter.restart();
				// A record is two operations: its body, and the four bytes that make it valid.
				const isWhole = (last: number) => operation > last || (operation === last && torn === 100);
				expect(read("errorCode")).toBe(0);
				expect(read("demandPeriods")).toBe(isWhole(7) ? before + 1 : before);
				expect(read("forwardDemandMaximum")).toBeCloseTo(3450, 6);
				const exact = meter.subject.meter.energy.counters.fraction.some((wh) => wh > 0);
				expect(exact, `${operation}, ${torn}`).toBe(isWhole(5));
			}
	});
});

describe("the record", () => {
	it("has by its description what the registers show", () => {
		meter.run(FULL, 90);
		show(231, 50.5);
		meter.subject.warn();
		const { extremes, demand, frames, energyWh, ...rest } = stored();
		expect(rest).toEqual({ ctRatio: 5_0005, wiring: 0, periodMinutes: 1, extremesResetAt: 0 });
		expect(extremes).toEqual(namesOf("voltageMinimumL1", "frequencyMaximum").map(read));
		expect(frames).toBe(30 * 8000);
		expect(energyWh[0]).toBeCloseTo(3450 / 120, 9);
		const shown = namesOf("demandIncomplete", "demandResetAt").map(read);
		expect(demand).toEqual([...shown.slice(0, 2), 0, 0, 0, ...shown.slice(5)]);
	});

	it("that is broken is told once, and the one before it counts", () => {
		meter.run(FULL, 130);
		meter.subject.warn();
		const newest = newestOf(meter.chip.image, "statistics");
		meter.chip.image.fill(0, (newest?.offset ?? 0) + 20, (newest?.offset ?? 0) + 40);
		const seen = [1, 2].map(() => {
			meter.restart();
			return read("errorCode");
		});
		expect(seen).toEqual([ErrorCode.NOT_INITIALISED, 0]);
		expect(read("forwardDemandMaximum")).toBeCloseTo(3450, 6);
		expect(read("forwardActiveEnergy")).toBe(124);
	});

	it("is written at the end of each period, and for resets at most once a minute", () => {
		meter.run(FULL, 59);
		expect(records()).toHaveLength(1);
		meter.run(FULL, 1);
		expect(records()).toHaveLength(2);
		meter.subject.write("demandPeriod", 60);
		for (let i = 0; i < 600; i++) {
			expect(meter.subject.write("demandReset", 1)).toBe(Outcome.DONE);
			meter.run(NOTHING, 1);
		}
		// 60 at any pace, and one for each of the 11 minutes.
		const { sequence } = records().at(-1) ?? { sequence: 0 };
		expect(sequence).toBe(60 + 11);
	});

	it("is missing in an image of older software: nothing is known, and nothing wrong", () => {
		const former = gunzipSync(readFileSync("test/data/flash-with-uncoupled-constants.gz"));
		meter.renew(new Chip(ofFullLength(former)));
		expect(read("errorCode")).toBe(0);
		expect(read("demandPeriod")).toBe(15);
		expect(read("forwardDemandMaximum")).toBeNaN();
		expect([read("demandPeriods"), read("demandResetAt")]).toEqual([0, 0]);
		expect(read("operatingTime")).toBeGreaterThan(0);
		meter.run(FULL, 900);
		expect(read("forwardDemandMaximum")).toBeGreaterThan(3000);
	});
});
