import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Truth } from "../../../bench/http/truth.ts";
import { startBench } from "../../../testkit/bench.ts";

it("the primary truth follows a ratio that a meter has kept from an earlier bench", async () => {
	const folder = mkdtempSync(join(tmpdir(), "ambit-ratio-"));
	const options = ["--engine", "node", "--calibrated", "no", "--state", folder];
	await (await startBench([...options, "--ct", "100/5"])).stop();
	const bench = await startBench(options);
	try {
		expect((await bench.call("POST", "/api/advance", { seconds: 1 })).status).toBe(200);
		const { energy } = (await bench.call("GET", "/api/truth")).body as Truth;
		const { primary, secondary } = energy;
		expect(secondary.total.forwardActive).toBeGreaterThan(0);
		expect(primary.total.forwardActive / secondary.total.forwardActive).toBeCloseTo(20, 9);
	} finally {
		await bench.stop();
		rmSync(folder, { recursive: true });
	}
});
