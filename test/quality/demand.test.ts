import fc from "fast-check";
import { Outcome } from "registers/binding";
import { FRAME_RATE_HZ } from "sampling";
import { beforeEach, describe, expect, it } from "vitest";
import type { Powers } from "../../lab/torture/ledger.ts";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced } from "../../testkit/samples.ts";
import { FULL, NOTHING, StoredMeter } from "../storage/stored-meter.ts";

const PERIOD = 0x73a0;
const RESET = 0x73a1;

/** Frames of the shortest period. */
const MINUTE = 60 * FRAME_RATE_HZ;

/** Runs of the properties. */
const RUNS = 40;

const meter = new StoredMeter();
const read: typeof meter.subject.read = (name) => meter.subject.read(name);

beforeEach(() => meter.renew());

const phases = (l1: number, l2: number, l3: number): Powers => ({
	active: [l1, l2, l3],
	reactive: [0, 0, 0],
});

describe("demand", () => {
	it("is the mean power of each quarter of an hour, whatever its course", () => {
		meter.run(FULL, 300);
		expect(read("forwardDemandLast")).toBeNaN();
		expect(read("forwardDemand")).toBeCloseTo(3450 / 3, 6);
		expect(read("demandElapsed")).toBe(300);
		meter.run(NOTHING, 600);
		expect(read("demandPeriods")).toBe(1);
		expect(read("forwardDemandLast")).toBeCloseTo(1150, 6);
		expect(read("reverseDemandLast")).toBe(0);
		expect(read("demandIncomplete")).toBe(0);
		expect(read("demandElapsed")).toBe(0);
	});

	it("keeps the highest mean and the operating time at the end of its period", () => {
		meter.subject.write("demandPeriod", 1);
		meter.run(FULL, 30);
		meter.run(NOTHING, 30);
		meter.run(phases(-100, -100, -100), 60);
		meter.run(FULL, 60);
		meter.run(FULL, 60);
		meter.run(NOTHING, 60);
		expect(read("forwardDemandMaximum")).toBeCloseTo(3450, 6);
		expect(read("reverseDemandMaximum")).toBeCloseTo(300, 6);
		expect(read("operatingTime")).toBe(300);
		// A window ends before the second in which it does is counted.
		expect(read("forwardDemandMaximumAt")).toBe(179);
		expect(read("reverseDemandMaximumAt")).toBe(119);
	});

	it("nets the phases before it splits the directions", () => {
		meter.subject.write("demandPeriod", 1);
		meter.run(phases(1000, -400, 0), 30);
		meter.run(phases(1000, -1600, 0), 30);
		expect(read("forwardDemandLast")).toBeCloseTo(300, 6);
		expect(read("reverseDemandLast")).toBeCloseTo(300, 6);
	});

	it("is at the primary side; another CT ratio or period begins it again", () => {
		meter.subject.write("ctRatio", 100_0005);
		meter.subject.write("demandPeriod", 2);
		meter.run(FULL, 130);
		expect(read("forwardDemandLast")).toBeCloseTo(20 * 3450, 5);
		expect(read("demandElapsed")).toBe(10);
		for (const [name, value] of [
			["ctRatio", 200_0005],
			["demandPeriod", 1],
		] as const) {
			expect(meter.subject.write(name, value)).toBe(Outcome.DONE);
			expect(read("demandPeriods")).toBe(0);
			expect(read("demandElapsed")).toBe(0);
			expect(read("forwardDemand")).toBeNaN();
			expect(read("forwardDemandLast")).toBeNaN();
			expect(read("forwardDemandMaximum")).toBeNaN();
			expect(read("demandResetAt")).toBe(read("operatingTime"));
			meter.run(FULL, 130);
			expect(read("forwardDemandMaximum")).toBeCloseTo(40 * 3450, 5);
		}
	});

	it("counts in an interrupted period what the period had, over all of its time", () => {
		const running = new TestMeter();
		running.write(PERIOD, 1);
		running.run(balanced(230, 5, 0), 50, 30);
		const mean = running.value("forwardDemand");
		expect(mean).toBeGreaterThan(1650);
		running.board.line.wait(3_000_000);
		expect(running.value("forwardDemand")).toBeNaN();
		expect(running.value("demandPeriods")).toBe(1);
		expect(running.value("demandIncomplete")).toBe(1);
		expect(running.value("forwardDemandLast")).toBe(mean);
		expect(running.value("forwardDemandMaximum")).toBe(mean);
		running.run(balanced(230, 2, 0), 50, 61);
		expect(running.value("demandPeriods")).toBe(2);
		expect(running.value("demandIncomplete")).toBe(0);
		expect(running.value("forwardDemandLast")).toBeCloseTo(1380, 0);
		expect(running.value("forwardDemandMaximum")).toBe(mean);
	});

	it("says that a period is incomplete whose front end has lost frames", () => {
		const running = new TestMeter();
		running.write(PERIOD, 1);
		running.run(balanced(230, 5, 0), 50, 30);
		running.frontEnd.lose(80);
		running.run(balanced(230, 5, 0), 50, 31);
		expect(running.value("demandIncomplete")).toBe(1);
		running.run(balanced(230, 5, 0), 50, 60);
		expect([running.value("demandPeriods"), running.value("demandIncomplete")]).toEqual([2, 0]);
	});

	it("does not call a period incomplete for frames that were lost before it began", () => {
		const running = new TestMeter();
		running.write(PERIOD, 1);
		running.run(balanced(230, 5, 0), 50, 30);
		running.board.line.wait(3_000_000);
		expect(running.value("demandPeriods")).toBe(1);
		running.frontEnd.lose(3 * FRAME_RATE_HZ);
		running.run(balanced(230, 5, 0), 50, 61);
		expect([running.value("demandPeriods"), running.value("demandIncomplete")]).toEqual([2, 0]);
	});
});

describe("the registers of demand", () => {
	it("refuse a period of 0 and of 61 minutes as a bad value, and anything but 1 as a reset", () => {
		const idle = new TestMeter();
		for (const minutes of [0, 61, 0xffff]) expect(idle.write(PERIOD, minutes)).toBe("BAD_VALUE");
		for (const value of [0, 2]) expect(idle.write(RESET, value)).toBe("BAD_VALUE");
		expect(idle.write(0x73a2, 1)).toBe("NO_REGISTER");
		expect(idle.write(PERIOD, 60)).toBe("DONE");
		expect(idle.words(PERIOD, 2)).toBe("003c 0000");
	});

	it("carry what there is not yet as NaN, and read as 0 in the gaps", () => {
		expect(new TestMeter().words(PERIOD, 32)).toBe(
			`000f 0000 0000 0000${" 0000".repeat(4)}${" 7fc0 0000".repeat(6)}${" 0000".repeat(12)}`,
		);
	});

	it("reset by writing 1: the next period begins at once", () => {
		meter.run(FULL, 1000);
		expect(meter.subject.write("demandReset", 1)).toBe(Outcome.DONE);
		expect(read("demandReset")).toBe(0);
		expect(read("demandResetAt")).toBe(1000);
		expect(read("forwardDemandMaximum")).toBeNaN();
		meter.run(NOTHING, 450);
		meter.run(FULL, 450);
		expect(read("forwardDemandMaximum")).toBeCloseTo(1725, 6);
	});

	it("are not a number, and refuse a reset, once the meter has stopped", () => {
		meter.run(FULL, 1000);
		meter.subject.meter.energy.stop();
		expect(read("forwardDemandLast")).toBeNaN();
		expect(read("forwardDemandMaximum")).toBeNaN();
		expect(meter.subject.write("demandReset", 1)).toBe(Outcome.REFUSED);
	});
});

const watts = fc.integer({ min: -3000, max: 3000 });

/** Windows of a course, and frames of the shortest: together they are two periods at least. */
const WINDOWS = 250;
const LEAST_FRAMES = Math.ceil((2 * MINUTE) / WINDOWS);

/** Windows of many lengths and any power. */
const windows = fc.array(
	fc.record({
		part: fc
			.integer({ min: LEAST_FRAMES, max: FRAME_RATE_HZ })
			.map((frames) => frames / FRAME_RATE_HZ),
		active: fc.tuple(watts, watts, watts),
	}),
	{ minLength: WINDOWS, maxLength: WINDOWS },
);

/** Netted energy in W × frames of one direction, from the start to a frame. */
function energyUntil(
	course: readonly { readonly part: number; readonly active: readonly number[] }[],
	sign: 1 | -1,
	frame: number,
): number {
	let at = 0;
	let sum = 0;
	for (const { part, active } of course) {
		const frames = Math.min(part * FRAME_RATE_HZ, frame - at);
		if (frames <= 0) break;
		sum += Math.max(0, sign * active.reduce((a, b) => a + b)) * frames;
		at += part * FRAME_RATE_HZ;
	}
	return sum;
}

describe("periods of any course of power", () => {
	it("have the energy between their ends, none of it twice and none in no period", () => {
		fc.assert(
			fc.property(windows, (course) => {
				meter.renew();
				meter.subject.write("demandPeriod", 1);
				const means: [number, number][] = [];
				let frame = 0;
				for (const { part, active } of course) {
					meter.subject.second({ active, reactive: [0, 0, 0] }, part);
					frame += part * FRAME_RATE_HZ;
					if (read("demandPeriods") > means.length)
						means.push([read("forwardDemandLast"), read("reverseDemandLast")]);
				}
				expect(means).toHaveLength(Math.floor(Math.round(frame) / MINUTE));
				expect(means.length).toBeGreaterThanOrEqual(2);
				for (const [place, sign] of [
					[0, 1],
					[1, -1],
				] as const) {
					const between = (from: number, to: number) =>
						(energyUntil(course, sign, to) - energyUntil(course, sign, from)) / MINUTE;
					const expected = means.map((_, k) => between(k * MINUTE, (k + 1) * MINUTE));
					for (const [k, mean] of means.entries()) expect(mean[place]).toBeCloseTo(expected[k], 5);
					const highest = read(place === 0 ? "forwardDemandMaximum" : "reverseDemandMaximum");
					expect(highest).toBeCloseTo(Math.max(...expected), 5);
					// With the running period, all that the meter has counted.
					const running = read(place === 0 ? "forwardDemand" : "reverseDemand") || 0;
					const sum = means.reduce((all, mean) => all + mean[place], running);
					const counted = meter.subject.energy[place === 0 ? 2 : 3];
					expect(sum / 60).toBeCloseTo(counted ?? Number.NaN, 5);
				}
			}),
			{ numRuns: RUNS },
		);
	});
});
