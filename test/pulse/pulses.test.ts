import fc from "fast-check";
import { FRAME_RATE_HZ } from "sampling";
import { describe, expect, it } from "vitest";
import { type Powers, PulseStation } from "../../testkit/pulse-station.ts";

const DAY = 86_400;

/** Seconds without a load, for the pulses that are due. */
const NONE: Powers = { active: [0, 0, 0] };

/**
 * Whole pulses of an energy in Wh or varh. The loads below are chosen so that the last pulse is
 * never reached exactly, which rounding would decide.
 */
const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

const pulsesOf = (energy: number, rate: number) => Math.floor((energy * rate) / 1000);

describe("over 24 hours", () => {
	it.each<[string, Powers, number]>([
		["the starting current", { active: [0.46, 0.46, 0.461] }, 10_000],
		["In, PF 0.5", { active: [115, 115, 115.01], reactive: [199.19, 199.19, 199.193] }, 1000],
		["Imax", { active: [1152.31, 1151.1, 1150.7], reactive: [3.31, -4.4, 5.5] }, 2000],
		[
			"two phases against one",
			{ active: [812.51, -1033.3, 41.7], reactive: [-300.3, 120.11, 60.6] },
			1000,
		],
	])(
		"over 24 hours the pulses are the energy times the rate, to the pulse: %s",
		(_name, powers, rate) => {
			const station = new PulseStation({ s0Rate: rate, pulseWidth: 20 });
			station.run(powers, DAY);
			station.run(NONE, 2);
			const active = powers.active.reduce((sum, power) => sum + Math.abs(power), 0) * 24;
			const reactive =
				(powers.reactive ?? [0]).reduce((sum, power) => sum + Math.abs(power), 0) * 24;
			expect(station.counts).toEqual([
				pulsesOf(active, 10_000),
				pulsesOf(active, rate),
				pulsesOf(reactive, rate),
			]);
			for (const { widths } of station.counters.slice(1))
				expect(new Set(widths)).toEqual(new Set(widths.length ? [20 * FRAMES_PER_MS] : []));
			expect(new Set(station.counters[0].widths)).toEqual(new Set([10 * FRAMES_PER_MS]));
		},
	);

	it("over 24 hours without a load there is no pulse", () => {
		const station = new PulseStation({ s0Rate: 10_000, pulseWidth: 2 });
		station.run(NONE, DAY);
		expect(station.counts).toEqual([0, 0, 0]);
	});
});

describe("the S0 outputs", () => {
	const MIXED: Powers = { active: [1000.05, 500, -600.03] };

	it("S0 outputs of type forward and reverse count each direction, phase by phase", () => {
		const station = new PulseStation({ pulseType: 2 });
		station.run(MIXED, 3600);
		station.run(NONE, 2);
		expect(station.counts).toEqual([21_000, 1500, 600]);
	});

	it("combination code 5 nets S0 outputs and LED over the phases, as the registers", () => {
		const station = new PulseStation({ pulseType: 2, combinationCode: 5 });
		station.run(MIXED, 3600);
		station.run(NONE, 2);
		expect(station.counts).toEqual([9000, 900, 0]);
	});

	it("S0 outputs count primary energy, the LED secondary", () => {
		const station = new PulseStation({ s0Rate: 100 });
		station.setRatio(100, 5);
		station.run({ active: [230, 230, 230.03] }, 3600);
		station.run(NONE, 2);
		expect(station.counts).toEqual([6900, 1380, 0]);
	});

	it.each([
		[0.01, 30],
		[0.1, 99],
		[1, 2],
	])("S0 outputs also have a rate of %d imp/kWh", (rate, width) => {
		const station = new PulseStation({ s0Rate: rate, pulseWidth: width });
		station.setRatio(9995, 1);
		station.run({ active: [1150, 1150, 1150.03] }, 3600);
		station.run(NONE, 2);
		expect(station.counts[1]).toBe(pulsesOf(3450.03 * 9995, rate));
		expect(new Set(station.counters[1].widths)).toEqual(new Set([FRAMES_PER_MS * width]));
	});

	it("S0 outputs follow a changed width at the next pulse", () => {
		const station = new PulseStation();
		station.run({ active: [1150, 1150, 1150] }, 20);
		station.set("pulseWidth", 77);
		station.run({ active: [1150, 1150, 1150] }, 20);
		station.run(NONE, 2);
		const { widths } = station.counters[1];
		expect(widths).toHaveLength(38);
		const [before, after] = [30 * FRAMES_PER_MS, 77 * FRAMES_PER_MS];
		expect(widths.indexOf(after)).toBeGreaterThan(17);
		expect(new Set(widths)).toEqual(new Set([before, after]));
		expect(widths.lastIndexOf(before)).toBe(widths.indexOf(after) - 1);
	});

	it("the pause after a pulse is as long as it, even if the width has become shorter", () => {
		const station = new PulseStation({ s0Rate: 1000, pulseWidth: 99 });
		station.setRatio(500, 5);
		const [, { begun, widths }] = station.counters;
		while (begun.length === widths.length) station.run({ active: [1150, 1150, 1150] }, 0.21);
		const place = widths.length;
		station.set("pulseWidth", 5);
		station.run({ active: [1150, 1150, 1150] }, 2);
		expect(widths.slice(place, place + 2)).toEqual([99 * FRAMES_PER_MS, 5 * FRAMES_PER_MS]);
		expect(begun[place + 1] - begun[place]).toBeGreaterThanOrEqual(2 * 99 * FRAMES_PER_MS);
	});

	it("S0 outputs drop pending energy when their rate changes", () => {
		const station = new PulseStation({ s0Rate: 0.01, pulseWidth: 2 });
		station.run({ active: [99_000, 0, 0] }, 3600);
		expect(station.counts[1]).toBe(0);
		station.set("s0Rate", 10_000);
		station.run(NONE, 60);
		expect(station.counts[1]).toBe(0);
		station.set("s0Rate", 100);
		station.run({ active: [0, 0, 1001] }, 3600);
		station.run(NONE, 2);
		expect(station.counts[1]).toBe(100);
	});

	it("S0 outputs drop pending energy when their type changes, and not otherwise", () => {
		const station = new PulseStation({ s0Rate: 0.01, pulseWidth: 2 });
		const almostAPulse = (): number => {
			station.run({ active: [99_000, 0, 0] }, 3600);
			station.run(NONE, 2);
			return station.counts[1];
		};
		expect(almostAPulse()).toBe(0);
		station.set("pulseType", 2);
		expect(almostAPulse()).toBe(0);
		station.set("pulseWidth", 3);
		expect(almostAPulse()).toBe(1);
	});
});

describe("pulses", () => {
	it.each([
		["LED", 0, 0.1],
		["S0", 1, 1],
	])(
		"pulses come at even intervals at a steady load, however the front end delivers: %s",
		(_name, index, energy) => {
			const station = new PulseStation();
			station.run({ active: [700, 600, 500] }, 600);
			const { begun } = station.counters[index];
			const interval = (energy / 1800) * 3600 * FRAME_RATE_HZ;
			const [first] = begun.slice(1);
			const off = begun.slice(1).map((frame, i) => Math.abs(frame - first - i * interval));
			expect(begun.length).toBeGreaterThan(290);
			expect(Math.max(...off)).toBeLessThanOrEqual(1);
		},
	);

	it.each([20, -20, 100, -500])(
		"intervals stay even where the clock is %d ppm faster than the front end",
		(ppm) => {
			const station = new PulseStation();
			station.clockPpm = ppm;
			const hours = Math.max(1, 40 / Math.abs(ppm));
			station.run({ active: [700, 600, 500] }, hours * 3600);
			const { begun } = station.counters[0];
			expect(begun.length).toBeGreaterThan(17_990 * hours);
			const interval = (0.1 / 1800) * 3600 * FRAME_RATE_HZ;
			const intervals = begun.slice(2).map((frame, i) => frame - begun[i + 1]);
			const most = intervals.reduce((off, each) => Math.max(off, Math.abs(each - interval)), 0);
			expect(most).toBeLessThanOrEqual(2);
		},
	);

	it("pulses that come too fast for their width wait, and none is lost", () => {
		const station = new PulseStation({ s0Rate: 1000, pulseWidth: 30 });
		station.setRatio(500, 5);
		station.run({ active: [1150, 1150, 1150.3] }, 60);
		expect(station.counts[1]).toBeLessThanOrEqual(1000);
		expect(station.counts[1]).toBeGreaterThan(980);
		expect(station.counters[1].pause).toBe(30 * FRAMES_PER_MS);
		station.run(NONE, 360);
		expect(station.counts[1]).toBe(5750);
	});

	it("pulses continue after power cuts where they were", () => {
		const station = new PulseStation({ s0Rate: 10_000, pulseWidth: 10 });
		const powers: Powers = { active: [311.1, 222.2, 133.3], reactive: [44.4, 55.5, 66.6] };
		for (let cut = 0; cut < 500; cut++) {
			station.run(powers, 0.1 + cut / 100);
			station.cut();
		}
		station.run(NONE, 2);
		const hours = (50 + (499 * 500) / 200) / 3600;
		expect(station.counts).toEqual([
			pulsesOf(666.6 * hours, 10_000),
			pulsesOf(666.6 * hours, 10_000),
			pulsesOf(166.5 * hours, 10_000),
		]);
	});

	it("pulses that are saved are not made before the supply has come back", () => {
		const station = new PulseStation({ s0Rate: 2000, pulseWidth: 30 });
		station.run({ active: [1150, 1150, 1150.3] }, 10);
		station.pulses.save([]);
		const { counts } = station;
		station.run({ active: [1150, 1150, 1150.3] }, 2);
		expect(station.counts).toEqual(counts);
		station.pulses.resume();
		station.run(NONE, 20);
		expect(station.counts.slice(0, 2)).toEqual([115, 23]);
	});

	it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])(
		"pulses start from none if the saved number is invalid: %d",
		(bad) => {
			const station = new PulseStation();
			station.pulses.restore([bad, bad, bad]);
			station.run({ active: [361, 0, 0] }, 100);
			station.run(NONE, 2);
			expect(station.counts).toEqual([100, 10, 0]);
		},
	);

	it("pulses sent and pulses due add up to the counted energy, whatever the load", () => {
		const power = fc.double({ min: -1600, max: 1600, noNaN: true });
		const three = fc.tuple(power, power, power);
		const stretch = fc.record({
			active: three,
			reactive: three,
			seconds: fc.integer({ min: 1, max: 12 }),
		});
		fc.assert(
			fc.property(
				fc.array(stretch, { maxLength: 8 }),
				fc.constantFrom(10_000, 2000, 1),
				(stretches, rate) => {
					const station = new PulseStation({ s0Rate: rate, pulseWidth: 5, pulseType: 2 });
					let forward = 0;
					let reverse = 0;
					for (const { active, reactive, seconds } of stretches) {
						station.run({ active, reactive }, seconds);
						for (const watts of active) {
							if (watts > 0) forward += (watts * seconds) / 3600;
							else reverse -= (watts * seconds) / 3600;
						}
					}
					const due: number[] = [];
					station.pulses.save(due);
					const seen = station.counts.map((count, i) => count + due[i]);
					expect(seen[0]).toBeCloseTo((forward + reverse) * 10, 6);
					expect(seen[1]).toBeCloseTo((forward * rate) / 1000, 6);
					expect(seen[2]).toBeCloseTo((reverse * rate) / 1000, 6);
					for (const { pause } of station.counters.slice(1))
						expect(pause).toBeGreaterThanOrEqual(5 * FRAMES_PER_MS);
				},
			),
			{ numRuns: 50 },
		);
	});
});
