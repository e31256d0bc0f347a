/** Restarts after failures, with a bundle of the firmware that a test can make fail. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { energyOf, newestOf } from "../../bench/flash/image.ts";
import { RestartReason } from "../../src/board.ts";
import type { RunningBench } from "../../testkit/bench.ts";
import { FailingFirmware, fail } from "../../testkit/failing/bench.ts";
import { WORD_CLIENTS, type WordClient } from "../../testkit/word-clients.ts";

/** Longest time of a test. */
const LIMIT_MS = 300_000;

/** Longest build: XS may have to be compiled for two processors first. */
const BUILD_LIMIT_MS = 300_000;

/** Longest wait for one state. */
const POLLING = { timeout: 120_000, interval: 200 };

const DATA_TYPE = 0x4026;
const FORWARD = 0x600c;
const POWER_DOWNS = 0x4016;
const LATEST_EVENT = 0x7100;
const EVENTS = 0x7110;

/** Event code of docs/storage.md. */
const RESTART = 14;

/** Start of a line about a restart. */
const RESTARTED = "meter 12345678: restarted by itself";

/** End of a line about a full heap, the last of the output. */
const FULL_HEAP = String.raw`heap full: \d+ of \d+ slots, \d+ of \d+ bytes of chunks in use\n$`;

const firmware = new FailingFirmware();
let bench: RunningBench;
let client: WordClient;

beforeAll(() => firmware.build(), BUILD_LIMIT_MS);
afterAll(() => firmware.remove());

async function start(engine: "xs" | "mcu"): Promise<void> {
	bench = await firmware.start(["--engine", engine, "--calibrated", "no"], LIMIT_MS);
	client = await WORD_CLIENTS["modbus-serial"](bench);
}

async function double(address: number): Promise<number> {
	const [high = 0, low = 0] = await client.read(address, 2);
	return high * 65_536 + low;
}

/** Reads number, code and detail of the latest event over Modbus. */
async function latestEvent(): Promise<{ number: number; code: number; detail: number }> {
	const [high = 0, low = 0, , , code = 0, , detailHigh = 0, detail = 0] = await client.read(
		EVENTS,
		8,
	);
	return { number: high * 65_536 + low, code, detail: detailHigh * 65_536 + detail };
}

async function load(current: number): Promise<void> {
	const phases = [{ current }, { current }, { current }];
	expect((await bench.call("PATCH", "/api/mains", { phases })).status).toBe(200);
}

async function power(on: boolean): Promise<void> {
	expect((await bench.call("POST", "/api/power", { on })).status).toBe(200);
}

const advance = (seconds: number) => bench.call("POST", "/api/advance", { seconds });

/** Energy (Wh) of the first tariff, the only one used, in the flash. */
async function stored(): Promise<number | undefined> {
	const image = new Uint8Array(await (await fetch(`${bench.http}/api/flash`)).arrayBuffer());
	const record = newestOf(image, "energy");
	return record && energyOf(record).whole[0];
}

describe("on the microcontroller", () => {
	afterEach(() => bench.stop());

	it(
		"a full heap restarts a microcontroller's meter, which logs it and continues to count",
		async () => {
			await start("mcu");
			await client.write(DATA_TYPE, [2]);
			await load(5);
			await advance(10);
			// A cut with warning keeps everything; energy counted after it is not kept for a minute.
			await power(false);
			await power(true);
			await advance(10);
			await load(0);
			await advance(2);
			const [counted, kept] = [await double(FORWARD), await stored()];
			expect(kept).toBeGreaterThan(0);
			expect(counted).toBeGreaterThan(kept ?? 0);
			const events = await double(LATEST_EVENT);
			const cuts = await double(POWER_DOWNS);

			await fail(bench, "LEAK");
			await expect
				.poll(() => latestEvent().catch(() => undefined), POLLING)
				.toMatchObject({
					number: events + 1,
					code: RESTART,
					detail: RestartReason.HEAP,
				});
			expect(await double(FORWARD)).toBe(kept);
			expect(await double(POWER_DOWNS)).toBe(cuts);
			expect((await bench.call("GET", "/api/engine")).body).toMatchObject({ powered: true });
			await load(5);
			expect((await advance(10)).status).toBe(200);
			expect(await double(FORWARD)).toBeGreaterThan((kept ?? 0) + 7);

			await client.close();
			const { code, stderr } = await bench.stop();
			expect(code).toBe(0);
			expect(stderr).toMatch(new RegExp(`^${RESTARTED}: ${FULL_HEAP}`));
		},
		LIMIT_MS,
	);

	it(
		"a microcontroller's meter that hangs is restarted by its watchdog, and counts on",
		async () => {
			await start("mcu");
			await load(5);
			await advance(10);
			await fail(bench, "HANG");
			await expect
				.poll(() => latestEvent().catch(() => undefined), POLLING)
				.toMatchObject({ code: RESTART, detail: RestartReason.WATCHDOG });
			await load(0);
			await advance(2);
			const counted = await double(FORWARD);
			await load(5);
			expect((await advance(10)).status).toBe(200);
			expect(await double(FORWARD)).toBeGreaterThan(counted + 7);
			await client.close();
			expect((await bench.stop()).stderr).toMatch(
				new RegExp(`^${RESTARTED}: watchdog: the firmware hangs at pc \\w+ lr \\w+\n$`),
			);
		},
		LIMIT_MS,
	);

	it(
		"a full stack and an exception each restart a microcontroller's meter",
		async () => {
			await start("mcu");
			for (const [word, detail] of [
				["STACK", RestartReason.STACK],
				["THROW", RestartReason.EXCEPTION],
			] as const) {
				await advance(1);
				await fail(bench, word);
				await expect
					.poll(() => latestEvent().catch(() => undefined), POLLING)
					.toMatchObject({ code: RESTART, detail });
			}
			await client.close();
			expect((await bench.stop()).stderr).toMatch(
				new RegExp(
					`^${RESTARTED}: stack overflow\n` +
						`${RESTARTED}: uncaught exception: Error: thrown by the test.*\n$`,
				),
			);
		},
		LIMIT_MS,
	);
});

describe("on XS of this machine", () => {
	it(
		"a full heap on XS of this machine ends the bench with one line",
		async () => {
			await start("xs");
			await fail(bench, "LEAK");
			void advance(3600).catch(() => "cut off");
			const { code, stderr } = await bench.ended;
			expect(code).toBe(1);
			expect(stderr).toMatch(
				new RegExp(`^meter 12345678: the engine ended with exit code 80: .*${FULL_HEAP}`),
			);
		},
		LIMIT_MS,
	);
});
