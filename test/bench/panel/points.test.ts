import { expect, it } from "vitest";
import { appended, type Point, timesShown } from "../../../bench/panel/src/chart/points.ts";

const at = (seconds: number): Point => ({ seconds, measured: 1, actual: 1, errors: new Map() });

function chartOf(...seconds: number[]): readonly Point[] {
	return seconds.map(at).reduce(appended, [] as readonly Point[]);
}

const drawn = (points: readonly Point[]) =>
	points.map(({ seconds, measured }) => (measured === null ? "gap" : seconds));

it("no line crosses a time in which nobody measured", () => {
	expect(drawn(chartOf(340, 341, 342, 386, 387))).toEqual([340, 341, 342, "gap", 386, 387]);
});

it("a leap of the time is a gap, the usual pause of slow readings is none", () => {
	expect(drawn(chartOf(10, 11, 3611, 3612))).toEqual([10, 11, "gap", 3611, 3612]);
	expect(drawn(chartOf(0, 20, 41, 60))).toEqual([0, "gap", 20, 41, 60]);
});

it("the chart keeps five minutes of points a second apart", () => {
	const points = chartOf(...Array.from({ length: 400 }, (_, second) => second));
	expect([points.length, points[0]?.seconds, points.at(-1)?.seconds]).toEqual([300, 100, 399]);
});

it.each([
	["a new meter's chart begins at 0", [0, 1, 2], [0, 60]],
	["a minute is shown at least", [100, 101, 102], [42, 102]],
	["after a leap the chart shows the time since it", [1, 2, 3602, 3603], [3303, 3603]],
	["at a slow pace it shows as many points", [0, 3000, 6000, 9000], [0, 9000]],
])("%s", (_name, times, shown) => {
	const [low = 0, high = 0] = [times[0], times.at(-1)];
	expect(timesShown(times, low, high)).toEqual(shown);
});
