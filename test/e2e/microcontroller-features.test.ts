/** Each feature of the virtual meter once, with the firmware on the emulated microcontroller. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePages } from "../../scripts/setup/pages.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { pair } from "../../testkit/manager.ts";
import { withLibmbus } from "../../testkit/mbus-master.ts";
import { readMeasurements } from "../../testkit/readings.ts";
import { PATIENCE_MS, until } from "../../testkit/until.ts";
import { WORD_CLIENTS, type WordClient } from "../../testkit/word-clients.ts";
import { references, waveform } from "../bench/comtrade/waveforms.ts";

/** Longest time of a test. */
const LIMIT_MS = 300_000;

const DATA_TYPE = 0x4026;
const FORWARD = 0x600c;
const TARIFF = 0x6048;
const EVENT_CODE = 0x7114;

/** Event code of docs/storage.md. */
const SEAL_OPENED = 3;

describe("two meters on the microcontroller", () => {
	const directory = mkdtempSync(join(tmpdir(), "ambit-mcu-"));
	let bench: RunningBench;
	let client: WordClient;
	let browser: Browser;

	beforeAll(async () => {
		await ensurePages(() => {});
		bench = await startBench(
			["--engine", "mcu", "--meters", "2", "--state", directory, "--calibrated", "no"],
			LIMIT_MS,
		);
		client = await WORD_CLIENTS["modbus-serial"](bench);
		await client.write(DATA_TYPE, [2]);
		browser = await openBrowser();
	}, LIMIT_MS);

	afterAll(async () => {
		await browser?.close();
		await client?.close();
		await bench?.stop();
		rmSync(directory, { recursive: true });
	});

	const call = (method: string, path: string, body?: unknown) => bench.call(method, path, body);

	async function load(current: number): Promise<void> {
		const phases = [1, 2, 3].map(() => ({ current, angle: 0 }));
		expect((await call("PATCH", "/api/mains", { phases })).status).toBe(200);
	}

	async function forward(): Promise<number> {
		const [high = 0, low = 0] = await client.read(FORWARD, 2);
		return high * 65_536 + low;
	}

	const rows = async (): Promise<string[]> =>
		((await call("GET", "/api/display")).body as { rows: string[] }).rows;

	async function open(path: string): Promise<Page> {
		const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
		page.setDefaultTimeout(PATIENCE_MS);
		await page.goto(bench.http + path);
		return page;
	}

	it(
		"meters on the microcontroller flash the LED and pulse as the energy requires",
		async () => {
			const pulses = async (): Promise<number> =>
				((await call("GET", "/api/outputs")).body as { led: { pulses: number } }).led.pulses;
			const run = async (current: number, seconds: number): Promise<void> => {
				await load(current);
				expect((await call("POST", "/api/advance", { seconds })).status).toBe(200);
			};
			// Without a load, pulses and register can be read one after the other.
			await run(0, 2);
			const before = [await pulses(), await forward()];
			await run(5, 10);
			await run(0, 2);
			const [led, energy] = [
				(await pulses()) - (before[0] ?? 0),
				(await forward()) - (before[1] ?? 0),
			];
			// 3 × 230 V × 5 A for 10 s are 9.6 Wh or 96 pulses. A register counts whole Wh, and the
			// meter is not calibrated.
			expect(led).toBeGreaterThan(85);
			expect(Math.abs(led / 10 - energy)).toBeLessThan(2.5);
		},
		LIMIT_MS,
	);

	it(
		"meters on the microcontroller show their display and turn its pages by the buttons",
		async () => {
			const first = await rows();
			expect(first[0]).toMatch(/^v\d{3}-(12345678|[0-9A-F]{8}) .*ct 0005\/5$/);
			const png = PNG.sync.read(
				Buffer.from(await (await fetch(`${bench.http}/api/display.png?scale=1`)).arrayBuffer()),
			);
			expect([png.width, png.height]).toEqual([240, 128]);
			expect((await call("POST", "/api/buttons", { button: "right" })).status).toBe(200);
			await until(rows).not.toEqual(first);
		},
		LIMIT_MS,
	);

	it("meters on the microcontroller log the opened seal", async () => {
		expect((await call("POST", "/api/seal", { open: true })).status).toBe(200);
		await until(async () => (await client.read(EVENT_CODE, 1))[0]).toBe(SEAL_OPENED);
		await call("POST", "/api/seal", { open: false });
	});

	it(
		"meters on the microcontroller keep their flash in files and survive a cut in a write",
		async () => {
			const image = async (): Promise<Buffer> =>
				Buffer.from(await (await fetch(`${bench.http}/api/flash`)).arrayBuffer());
			await load(0);
			await call("POST", "/api/advance", { seconds: 2 });
			expect((await call("POST", "/api/power", { on: false })).status).toBe(200);
			const [kept, energy] = [await image(), await forward().catch(() => undefined)];
			expect(energy).toBeUndefined();
			expect(kept.equals(readFileSync(join(directory, "12345678.flash")))).toBe(true);
			await call("POST", "/api/power", { on: true });
			const counted = await forward();
			expect(counted).toBeGreaterThan(0);

			const faults = { cutAfterOperations: 1, tornBytes: 3 };
			expect((await call("POST", "/api/flash/faults", faults)).status).toBe(200);
			// Causes an event to be written.
			await call("POST", "/api/seal", { open: true });
			await until(async () => (await call("GET", "/api/engine")).body).toMatchObject({
				powered: false,
			});
			await call("POST", "/api/seal", { open: false });
			const blank = Buffer.alloc(kept.length, 0xff);
			for (const [body, expected] of [
				[blank, 0],
				[kept, counted],
			] as const) {
				const put = await fetch(`${bench.http}/api/flash`, {
					method: "PUT",
					headers: { "content-type": "application/octet-stream" },
					body: new Uint8Array(body),
				});
				expect(put.status).toBe(200);
				await load(0);
				await call("POST", "/api/power", { on: true });
				await client.write(DATA_TYPE, [2]);
				expect(await forward()).toBe(expected);
				await call("POST", "/api/power", { on: false });
			}
			await call("POST", "/api/power", { on: true });
		},
		LIMIT_MS,
	);

	it(
		"two meters on the microcontroller answer on both buses",
		async () => {
			const ask = (address: number) =>
				withLibmbus(bench, 5000, (master) => master.getDataAsync(address, { pingFirst: false }));
			expect((await ask(1)).SlaveInformation.Id).toBe(12345678);
			const { SlaveInformation, DataRecord } = await ask(2);
			expect([SlaveInformation.Id, DataRecord.length]).toEqual([12345679, 32]);
			const response = await call("GET", "/api/meters/1/engine");
			expect(response.body).toMatchObject({ powered: true });
		},
		LIMIT_MS,
	);

	it(
		"the front panel works with meters on the microcontroller: LCD, buttons and supply",
		async () => {
			const page = await open("/");
			await page.getByText("connected").waitFor();
			const before = await rows();
			await page.getByRole("button", { name: "Left button" }).click();
			await until(rows).not.toEqual(before);
			const supply = page.getByRole("switch", { name: "Supply" });
			await supply.click();
			await until(() => supply.getAttribute("aria-checked")).toBe("false");
			await supply.click();
			await until(() => supply.getAttribute("aria-checked")).toBe("true");
			await until(async () => (await rows()).length).toBeGreaterThan(5);
			await page.close();
		},
		LIMIT_MS,
	);

	it(
		"Meter Manager reads and sets a meter on the microcontroller over Bluetooth",
		async () => {
			const page = await open("/manager/");
			const tab = (name: string) =>
				page.getByRole("navigation").getByRole("button", { name }).click();
			await page.getByRole("button", { name: "12345678" }).click();
			await page.locator(".device").waitFor();
			await tab("Readings");
			const voltage = page.locator('.phases [data-register="voltageL1"] .number');
			await until(async () => Math.abs(Number(await voltage.innerText()) - 230)).toBeLessThan(5);
			await tab("Settings");
			await page.locator("#tariff").selectOption("T2");
			await page.getByRole("button", { name: "Save all (1)" }).click();
			await pair(page, bench);
			await page.getByLabel("Password, four digits").fill("0000");
			await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
			await page.locator('[data-setting="tariff"] .result').waitFor();
			expect(await page.locator('[data-setting="tariff"] .result').innerText()).toContain("Saved");
			expect(await client.read(TARIFF, 1)).toEqual([2]);
			await page.close();
		},
		LIMIT_MS,
	);
});

describe("a replayed recording on the microcontroller at full speed", () => {
	it(
		"a recording replayed on the microcontroller is measured to 0.5 %",
		async () => {
			const reference = references().find(({ recording }) => recording === "substation-50hz");
			if (!reference) throw new Error("no recording");
			const { recording, start, end_exclusive, phases, f_Hz } = reference;
			const channels = (label: "v_channel" | "i_channel"): string =>
				[phases.A, phases.B, phases.C].map((phase) => Number.parseInt(phase[label], 10)).join(",");
			const bench = await startBench(
				[
					...["--engine", "mcu", "--speed", "max"],
					...["--waveform", waveform(`${recording}.cfg`)],
					...["--waveform-channels", `${channels("v_channel")}:${channels("i_channel")}`],
					...["--waveform-segment", `${start}:${end_exclusive}`],
				],
				LIMIT_MS,
			);
			try {
				await bench.call("POST", "/api/advance", { seconds: 6 });
				const meter = await readMeasurements(bench);
				expect(Math.abs(meter.frequency - f_Hz)).toBeLessThan(0.01);
				expect(Math.abs((meter.voltage[0] ?? 0) / phases.A.V_rms - 1)).toBeLessThan(0.005);
				expect(Math.abs((meter.activePower[1] ?? 0) / phases.A.P - 1)).toBeLessThan(0.005);
			} finally {
				await bench.stop();
			}
		},
		LIMIT_MS,
	);
});
