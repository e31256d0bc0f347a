import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { EnergyPeriod } from "../../../bench/live/energy-log.ts";
import { type RunningBench, startBench } from "../../../testkit/bench.ts";
import { until } from "../../../testkit/until.ts";

const state = mkdtempSync(join(tmpdir(), "ambit-state-"));

afterAll(() => rmSync(state, { recursive: true }));

const start = () => startBench(["--engine", "node", "--calibrated", "no", "--state", state]);

async function wattHours({ call }: RunningBench, before: boolean): Promise<number> {
	const { body } = await call("GET", "/api/energy?minutes=1&count=60");
	return (body as EnergyPeriod[])
		.filter((period) => period.start < 0 === before)
		.reduce((sum, period) => sum + (period.wattHours[0] ?? 0), 0);
}

it("the energy over time outlives the bench in the folder of its state", async () => {
	const first = await start();
	const panel = new WebSocket(`${first.http.replace("http", "ws")}/api/live`);
	let counted = 0;
	try {
		await until(() => wattHours(first, false)).toBe(0);
		await first.call("POST", "/api/advance", { seconds: 120 });
		await until(async () => {
			counted = await wattHours(first, false);
			return counted;
		}).toBeGreaterThan(0);
	} finally {
		panel.terminate();
		await first.stop();
	}
	const second = await start();
	try {
		expect(await wattHours(second, true)).toBeGreaterThanOrEqual(counted);
	} finally {
		await second.stop();
	}
}, 300_000);
