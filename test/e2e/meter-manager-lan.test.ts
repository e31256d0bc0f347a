import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePages } from "../../scripts/setup/pages.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { pair } from "../../testkit/manager.ts";
import { readBlock } from "../../testkit/readings.ts";
import { PATIENCE_MS } from "../../testkit/until.ts";

/** Address in a network for documentation (RFC 5737): to a browser, another machine's. */
const LAN_ADDRESS = "192.0.2.7";

const TARIFF = 0x6048;

/** Longest time of a test and of a meter's life. */
const LIMIT_MS = 300_000;

let bench: RunningBench;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	await ensurePages(() => {});
	bench = await startBench([], LIMIT_MS);
	browser = await openBrowser(LAN_ADDRESS);
	page = await browser.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	await page.goto(`${bench.http.replace("127.0.0.1", LAN_ADDRESS)}/manager/`);
}, LIMIT_MS);

afterAll(async () => {
	await browser?.close();
	await bench?.stop();
});

describe("Meter Manager over plain http from another machine", { timeout: LIMIT_MS }, () => {
	it("runs without the browser's own cryptography", async () => {
		expect(await page.evaluate("isSecureContext || crypto.subtle !== undefined")).toBe(false);
	});

	it("says that http is the reason why there is no Web Bluetooth", async () => {
		const button = page.getByRole("button", { name: "Scan Bluetooth" });
		expect(await button.isDisabled()).toBe(true);
		expect(await button.innerText()).toContain("needs https");
	});

	it("logs in and saves a setting", async () => {
		await page.getByRole("button", { name: "12345678" }).click();
		await page.getByRole("navigation").getByRole("button", { name: "Settings" }).click();
		await page.locator("#tariff").selectOption("T2");
		const row = page.locator('[data-setting="tariff"]');
		await row.getByRole("button").click();
		await pair(page, bench);
		await page.getByLabel("Password, four digits").fill("0000");
		await page.keyboard.press("Enter");
		await row.getByText("Saved").waitFor();
		expect((await readBlock(bench, TARIFF, 1)).readUInt16BE()).toBe(2);
	});
});
