import { describe, expect, it } from "vitest";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { runningMeter } from "../../../testkit/virtual-time.ts";

describe("a meter that nobody asks", () => {
	it("follows the clock every 50 ms, in blocks of at most 200 frames", async () => {
		const { meter, engine, run } = await runningMeter();
		await run(100);
		expect([...new Set(engine().log.map((entry) => entry.split(" ")[1]))]).toEqual(["50", "100"]);
		expect(new Set(engine().log.map((entry) => entry.split(" ")[0]))).toEqual(new Set(["F200"]));
		expect(meter.seconds).toBe(0.1);
	});

	it("follows it every 20 ms while the firmware has a timer within 50 ms", async () => {
		const { engine, run } = await runningMeter();
		engine().timer = 0.08 * FRAME_RATE_HZ;
		await run(90);
		const block = `F${0.02 * FRAME_RATE_HZ}`;
		expect(engine().log.filter((entry) => !entry.endsWith(" 50"))).toEqual([
			`${block} 70`,
			`${block} 90`,
		]);
		await run(50);
		expect(engine().log.at(-1)).toBe("F200 140");
	});
});
