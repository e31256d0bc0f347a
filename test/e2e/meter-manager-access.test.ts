import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePages } from "../../scripts/setup/pages.ts";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { PATIENCE_MS } from "../../testkit/until.ts";

/** Longest time of a test and of a meter's life. */
const LIMIT_MS = 300_000;

let bench: RunningBench;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	await ensurePages(() => {});
	bench = await startBench([], LIMIT_MS);
	browser = await openBrowser();
	page = await browser.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	await page.goto(`${bench.http}/manager/`);
}, LIMIT_MS);

afterAll(async () => {
	await browser?.close();
	await bench?.stop();
});

async function open(tab: string): Promise<void> {
	await page.getByRole("navigation").getByRole("button", { name: tab }).click();
}

describe("axe-core finds nothing serious, narrow and wide, light, dark and in forced colours", {
	timeout: LIMIT_MS,
}, () => {
	it("on the page that finds meters", async () => {
		await page.getByRole("button", { name: "12345678" }).waitFor();
		expect(await violationsInAllLooks(page)).toEqual([]);
	});

	it("on the device's page", async () => {
		await page.getByRole("button", { name: "12345678" }).click();
		await page.locator(".device").waitFor();
		expect(await violationsInAllLooks(page)).toEqual([]);
	});

	it("on the readings", async () => {
		await open("Readings");
		await page.locator(".registers td").filter({ visible: true }).first().waitFor();
		expect(await violationsInAllLooks(page)).toEqual([]);
	});

	it("on the charts", async () => {
		await open("Charts");
		await page.locator(".u-over").first().waitFor();
		expect(await violationsInAllLooks(page)).toEqual([]);
	});

	it("on the settings, one changed and one wrong", async () => {
		await open("Settings");
		await page.locator("#tariff").selectOption("T3");
		await page.locator("#lcdCycleTime").fill("31");
		await page.locator(".setting.wrong").waitFor();
		expect(await violationsInAllLooks(page)).toEqual([]);
	});

	it("on the dialogue that asks for the password, after a wrong one", async () => {
		await page.locator('[data-setting="tariff"]').getByRole("button").click();
		await page.getByLabel("Password, four digits").fill("1111");
		await page.keyboard.press("Enter");
		await page.getByRole("alert").waitFor();
		expect(await violationsInAllLooks(page)).toEqual([]);
		await page.getByRole("button", { name: "Cancel" }).click();
	});

	it("on the events", async () => {
		await open("Events");
		await page.locator(".events td").first().waitFor();
		expect(await violationsInAllLooks(page)).toEqual([]);
	});
});
