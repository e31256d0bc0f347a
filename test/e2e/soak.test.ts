/** A slice of `npm run soak`. */
import { expect, it } from "vitest";
import { BENCH, soak } from "../../lab/soak/soak.ts";
import { startBench } from "../../testkit/bench.ts";

const SECONDS = 15;

it("every kind of client at once gets right answers, and the bench stays as it is", async () => {
	const bench = await startBench(BENCH);
	const { scores, faults } = await soak(bench, SECONDS, 2026);
	expect(faults).toEqual([]);
	expect(scores.every(({ right }) => right > 0)).toBe(true);
	const { code, stderr } = await bench.stop();
	// A busy machine may be late.
	expect([code, stderr.replace(/^.*cannot hold --speed 1: .*\n/m, "")]).toEqual([0, ""]);
});
