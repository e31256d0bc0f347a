import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../bench/scenario/csv.ts";

const HEAD = "time,L1,L2,L3\n";

const load = (rows: string, repeat = true) =>
	parseCsv("load.csv", `${HEAD}${rows}\n`, repeat, (problem) => new Error(problem));

it("a day by the second, each day again, is checked and played without delay", () => {
	const rows = Array.from({ length: 86_400 }, (_, second) => `${second},${second},0,0`);
	const { at, next } = load(rows.join("\n"));
	const checked = { seconds: 0, sum: 0 };
	for (; checked.seconds < 2 * 86_400; checked.seconds = next(checked.seconds))
		checked.sum += at(checked.seconds)[0].active;
	expect(checked).toEqual({ seconds: 2 * 86_400, sum: 86_400 * 86_399 });
});

describe("a load profile that repeats", () => {
	it.each([0.1, 0.3, 0.7, 1.1, 300])("comes to each row every %s s in its turn", (interval) => {
		const rows = [0, 1, 2, 3].map((row) => `${(row * interval).toFixed(1)},${row},0,0`);
		const { at, next } = load(rows.join("\n"));
		let seconds = 0;
		for (let turn = 0; turn < 2000; turn++) {
			expect([turn, at(seconds)[0].active]).toEqual([turn, turn % 4]);
			const later = next(seconds);
			expect(Math.abs(later - seconds - interval)).toBeLessThan(1e-6);
			seconds = later;
		}
	});

	it("of one row at the start never changes", () => {
		const { at, next } = load("0,100,0,0");
		expect([next(0), at(1000)[0].active]).toEqual([Number.POSITIVE_INFINITY, 100]);
	});

	it("within a millisecond is refused: the bench would do nothing else", () => {
		const rows = "0,1,0,0\n0.0000000001,2,0,0";
		expect(() => load(rows)).toThrow("load.csv: has more than a row a millisecond");
		expect(load(rows, false).at(1)[0].active).toBe(2);
		expect(load("0,1,0,0\n0.001,2,0,0").at(0.0015)[0].active).toBe(2);
	});
});
