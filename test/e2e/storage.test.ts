/** Power cuts of the virtual meter from outside, judged by its registers and the bench's truth. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ByteReader, ByteWriter } from "../../client/bytes.ts";
import { fullImage } from "../../lab/torture/full-image.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { WORD_CLIENTS, type WordClient } from "../../testkit/word-clients.ts";

/** Longest time of a test. */
const LIMIT_MS = 300_000;
const FORWARD = 0x600c;
const ERROR_CODE = 0x4015;
const DATA_TYPE = 0x4026;
const MODBUS_CT_RATIO = 0x401f;
const DEMAND_PERIOD = 0x73a0;
const DEMAND_INCOMPLETE = 0x73a2;
const DEMANDS = 0x73a8;

interface Truth {
	energy: { primary: { total: { forwardActive: number } } };
}

let bench: RunningBench;
let client: WordClient;
let directory: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "ambit-e2e-"));
});

afterEach(async () => {
	await client.close();
	await bench.stop();
	rmSync(directory, { recursive: true });
});

async function start(...options: string[]): Promise<void> {
	bench = await startBench(["--state", directory, "--calibrated", "no", ...options], LIMIT_MS);
	client = await WORD_CLIENTS["modbus-serial"](bench);
	await bench.call("PATCH", "/api/mains", {
		phases: [{ current: 5 }, { current: 5 }, { current: 5 }],
	});
}

/** Reads the forward energy (Wh). */
async function forward(): Promise<number> {
	const [high = 0, low = 0] = await client.read(FORWARD, 2);
	return high * 65_536 + low;
}

/** Reads the demands (W): running, last, maximum, each forward and reverse. */
async function demands(): Promise<number[]> {
	const words = new ByteWriter(24);
	for (const word of await client.read(DEMANDS, 12)) words.uint16(word);
	const reader = new ByteReader(words.written);
	return Array.from({ length: 6 }, () => reader.float32());
}

async function truth(): Promise<number> {
	const { body } = await bench.call("GET", "/api/truth");
	return (body as Truth).energy.primary.total.forwardActive;
}

async function power(on: boolean, warning?: boolean): Promise<void> {
	const body = warning === undefined ? { on } : { on, warning };
	expect((await bench.call("POST", "/api/power", body)).body).toEqual({ on });
}

it.each(["xs", "node"])(
	"a power cut on %s loses nothing with the warning and at most a minute without",
	async (engine) => {
		await start("--engine", engine);
		await client.write(DATA_TYPE, [2]);
		await client.write(MODBUS_CT_RATIO, [0x0100, 0x0005]);
		await bench.call("POST", "/api/advance", { seconds: 100 });
		const before = await forward();
		await power(false);
		await power(true);
		const after = await forward();
		// The meter is not calibrated, so its own count is compared, not the truth.
		expect(after).toBeGreaterThanOrEqual(before);
		expect(after - before).toBeLessThan(20 * 3.5);
		await bench.call("POST", "/api/advance", { seconds: 100 });
		const late = await forward();
		await power(false, false);
		await power(true);
		expect(await forward()).toBeLessThanOrEqual(late + 20 * 3.5);
		expect(late - (await forward())).toBeLessThan((20 * 3450 * 62) / 3600);
		expect(await client.read(ERROR_CODE, 2)).toEqual([0, 2]);
		expect(await truth()).toBeGreaterThan(0);
		const { body } = await bench.call("GET", "/api/engine");
		expect((body as { startUpSeconds: number }).startUpSeconds).toBeLessThan(0.2);
	},
	LIMIT_MS,
);

it.each(["xs", "node"])(
	"a power cut in a period of demand on %s keeps its energy and the maximum, and ends the period",
	async (engine) => {
		await start("--engine", engine);
		await client.write(DEMAND_PERIOD, [1]);
		await bench.call("POST", "/api/advance", { seconds: 90 });
		const [running = Number.NaN, , , , maximum = Number.NaN] = await demands();
		expect(maximum).toBeGreaterThan(2900);
		expect(running).toBeGreaterThan(0.4 * maximum);
		await power(false);
		await power(true);
		const [incomplete] = await client.read(DEMAND_INCOMPLETE, 1);
		expect(incomplete).toBe(1);
		const [, , last = Number.NaN, , kept] = await demands();
		expect(kept).toBe(maximum);
		// The bench continues between the read and the cut: at most a few seconds of a minute.
		expect(last).toBeGreaterThanOrEqual(running);
		expect(last).toBeLessThan(maximum);
		expect(await client.read(ERROR_CODE, 1)).toEqual([0]);
	},
	LIMIT_MS,
);

it(
	"a full flash image is read within 200 ms of meter time on XS",
	async () => {
		writeFileSync(join(directory, "12345678.flash"), fullImage());
		await start("--engine", "xs");
		const { body } = await bench.call("GET", "/api/engine");
		expect((body as { startUpSeconds: number }).startUpSeconds).toBeLessThan(0.2);
		expect(await client.read(ERROR_CODE, 1)).toEqual([0]);
		expect(await client.read(0x400c, 1)).toEqual([0x0350]);
	},
	LIMIT_MS,
);

it(
	"a meter starts again after a cut in any operation of the flash, requested by the API",
	async () => {
		await start("--engine", "node");
		for (let operation = 0; operation < 6; operation++) {
			const faults = { cutAfterOperations: operation, tornBytes: operation % 3 };
			expect((await bench.call("POST", "/api/flash/faults", faults)).status).toBe(200);
			expect((await bench.call("POST", "/api/advance", { seconds: 130 })).status).toBe(409);
			expect((await bench.call("GET", "/api/engine")).body).toMatchObject({ powered: false });
			await power(true);
			expect((await client.read(ERROR_CODE, 1))[0]).toBe(0);
		}
	},
	LIMIT_MS,
);

it(
	"settings and energy survive the bench; an image without both copies stops the meter",
	async () => {
		await start("--engine", "node");
		await client.write(DATA_TYPE, [2]);
		await bench.call("POST", "/api/advance", { seconds: 30 });
		const before = await forward();
		await client.close();
		await bench.stop();
		await start("--engine", "node");
		expect(await client.read(DATA_TYPE, 1)).toEqual([2]);
		expect(await forward()).toBeGreaterThanOrEqual(before);

		expect((await bench.call("PUT", "/api/flash", {})).status).toBe(400);
		await power(false);
		const image = new Uint8Array(await (await fetch(`${bench.http}/api/flash`)).arrayBuffer());
		image.fill(0, 0, 24 * 4096);
		const put = await fetch(`${bench.http}/api/flash`, {
			method: "PUT",
			headers: { "content-type": "application/octet-stream" },
			body: image,
		});
		expect(put.status).toBe(200);
		await power(true);
		expect((await client.read(ERROR_CODE, 1))[0]).toBe(0x61);
		await expect(client.read(FORWARD, 2)).rejects.toThrow();
		await expect(client.read(0x5000, 10)).rejects.toThrow();
	},
	LIMIT_MS,
);
