import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rtuFrame } from "../../../bench/bus/rtu.ts";
import type { Truth } from "../../../bench/http/truth.ts";
import { type RunningBench, startBench } from "../../../testkit/bench.ts";

const totals = async (bench: RunningBench): Promise<[primary: number, secondary: number]> => {
	const { energy } = (await bench.call("GET", "/api/truth")).body as Truth;
	return [energy.primary.total.forwardActive, energy.secondary.total.forwardActive];
};

/** Energy of a second on the primary side, by that at the terminals. */
async function ratioOf(bench: RunningBench): Promise<number> {
	const [primary, secondary] = await totals(bench);
	expect((await bench.call("POST", "/api/advance", { seconds: 1 })).status).toBe(200);
	const [laterPrimary, laterSecondary] = await totals(bench);
	expect(laterSecondary).toBeGreaterThan(secondary);
	return (laterPrimary - primary) / (laterSecondary - secondary);
}

async function imageOf({ http }: RunningBench): Promise<ArrayBuffer> {
	return (await fetch(`${http}/api/flash`)).arrayBuffer();
}

/** Puts an image into a meter, which is switched off and on for it. */
async function put(bench: RunningBench, image: ArrayBuffer): Promise<void> {
	expect((await bench.call("POST", "/api/power", { on: false })).status).toBe(200);
	const answer = await fetch(`${bench.http}/api/flash`, {
		method: "PUT",
		headers: { "content-type": "application/octet-stream" },
		body: image,
	});
	expect(answer.status).toBe(200);
	expect((await bench.call("POST", "/api/power", { on: true })).status).toBe(200);
}

it("the primary truth follows the ratio that the meter has, however it came by it", async () => {
	const folder = mkdtempSync(join(tmpdir(), "ambit-ratio-"));
	const options = ["--engine", "node", "--calibrated", "no", "--state", folder];
	const first = await startBench([...options, "--ct", "100/5"]);
	const twenty = await imageOf(first);
	await first.stop();
	const bench = await startBench(options);
	try {
		// Kept from an earlier bench.
		expect(await ratioOf(bench)).toBeCloseTo(20, 6);
		// A broadcast, which no meter answers.
		const write = Buffer.from("10401f00020402500005", "hex");
		const request = Buffer.from(rtuFrame(0, write)).toString("hex");
		await bench.call("POST", "/api/rs485/request", { request });
		await expect.poll(() => ratioOf(bench), { timeout: 60_000 }).toBeCloseTo(50, 6);
		// Another image, and one of a new meter.
		await put(bench, twenty);
		expect(await ratioOf(bench)).toBeCloseTo(20, 6);
		await put(bench, new Uint8Array(twenty.byteLength).fill(0xff).buffer);
		expect(await ratioOf(bench)).toBeCloseTo(1, 6);
	} finally {
		await bench.stop();
		rmSync(folder, { recursive: true });
	}
});
