/** Meter Manager's page on power quality, on one bench. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import { LIMIT_MS, Manager } from "../../testkit/manager.ts";
import { until } from "../../testkit/until.ts";

let manager: Manager;
let page: Page;

const mains = (phases: readonly unknown[]) => manager.bench.call("PATCH", "/api/mains", { phases });

const advance = (seconds: number) => manager.bench.call("POST", "/api/advance", { seconds });

beforeAll(async () => {
	manager = await Manager.open();
	({ page } = manager);
	await mains([1, 2, 3].map(() => ({ voltage: 230, current: 2, angle: 0 })));
	await advance(1800);
	await mains([null, null, { voltage: 207 }]);
	await advance(5);
	await mains([null, null, { voltage: 230 }]);
	await manager.connect();
	await manager.tab("Quality");
}, LIMIT_MS);

afterAll(() => manager.close());

const cell = async (row: string, column: number): Promise<number> =>
	Number(await page.locator("tr", { hasText: row }).first().locator("td").nth(column).innerText());

describe("the page on power quality", { timeout: LIMIT_MS }, () => {
	it("shows the demand of the load, forward and reverse", async () => {
		await until(() => cell("last period", 1)).toBeGreaterThan(0.998 * 3 * 460);
		expect(await cell("last period", 1)).toBeLessThan(1.002 * 3 * 460);
		expect(await cell("maximum", 2)).toBe(0);
	});

	it("shows the lowest and the highest readings, and reads them again", async () => {
		expect(await cell("L3 U", 1)).toBeLessThan(208);
		expect(await cell("L2 U", 1)).toBeGreaterThan(229);
		await mains([{ voltage: 253 }, null, null]);
		await advance(5);
		await page.getByRole("button", { name: "Read", exact: true }).click();
		await until(() => cell("L1 U", 2)).toBeGreaterThan(252);
	});

	it("has an address of its own, nothing serious for axe-core, and fits a phone", async () => {
		expect(page.url()).toMatch(/\/12345678\/quality$/);
		expect(await violationsInAllLooks(page)).toEqual([]);
		await page.setViewportSize({ width: 390, height: 844 });
		expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
	});
});
