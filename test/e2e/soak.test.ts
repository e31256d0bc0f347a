/** A slice of `npm run soak`. */
import { describe, expect, it } from "vitest";
import { withoutRemarks } from "../../lab/soak/memory.ts";
import { keptGrowthOf, soak, startSoaked } from "../../lab/soak/soak.ts";

const SECONDS = 15;

it("every kind of client at once gets right answers, and the bench stays as it is", async () => {
	const bench = await startSoaked();
	const { scores, readings, faults } = await soak(bench, SECONDS, 2026);
	expect(faults).toEqual([]);
	expect(scores.every(({ right }) => right > 0)).toBe(true);
	expect(readings.length).toBeGreaterThan(0);
	expect(readings.every(({ heapUsed, external }) => heapUsed > 1e6 && external > 1e5)).toBe(true);
	const { code, stderr } = await bench.stop();
	expect([code, withoutRemarks(stderr)]).toEqual([0, ""]);
});

describe("what a soaked bench keeps", () => {
	const megabyte = 2 ** 20;
	const readings = (keptAt: (minute: number) => number) =>
		Array.from({ length: 60 }, (_, minute) => ({
			seconds: 60 * minute,
			heapUsed: 30 * megabyte + keptAt(minute),
			external: 8 * megabyte,
			resident: 120 * megabyte,
		}));

	it("grows where each minute leaves something", () => {
		const grown = keptGrowthOf(readings((minute) => 50_000 * minute));
		expect(grown).toBeGreaterThan(megabyte);
	});

	it("does not grow where only the start takes memory, and now and then a reading is high", () => {
		const start = (minute: number) => 4 * megabyte * Math.min(1, minute / 10);
		const peaks = (minute: number) => (minute % 7 === 0 ? 2 * megabyte : 0);
		expect(keptGrowthOf(readings((minute) => start(minute) + peaks(minute)))).toBe(0);
	});
});
