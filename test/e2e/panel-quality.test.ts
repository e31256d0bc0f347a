/** The panel's card on power quality, on one bench. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import type { RunningBench } from "../../testkit/bench.ts";
import { LIMIT_MS, type PanelOnBench, startPanel, until } from "../../testkit/panel.ts";

let panel: PanelOnBench;
let bench: RunningBench;
let page: Page;
let card: Locator;

/** Three phases of 230 V and 2 A at a power factor of 1. */
const POWER_W = 3 * 230 * 2;

beforeAll(async () => {
	panel = await startPanel();
	({ bench, page } = panel);
	card = page.locator(".quality");
	const phases = [1, 2, 3].map(() => ({ voltage: 230, current: 2, angle: 0 }));
	await bench.call("PATCH", "/api/mains", { phases });
	await card.scrollIntoViewIfNeeded();
}, LIMIT_MS);

afterAll(async () => {
	await panel.close();
	expect(panel.problems).toEqual([]);
});

async function open(title: string): Promise<Locator> {
	const fold = card.locator("details", { hasText: title }).first();
	if ((await fold.getAttribute("open")) === null) {
		await fold.locator("summary").focus();
		await page.keyboard.press("Enter");
	}
	await fold.locator("table").waitFor();
	return fold;
}

const cell = async (fold: Locator, row: string, column: number): Promise<number> =>
	Number(
		await fold.locator("tbody tr", { hasText: row }).first().locator("td").nth(column).innerText(),
	);

/** A reading as the bench's own client gets it. */
async function reading(name: string): Promise<unknown> {
	const { body } = await bench.call("GET", "/api/readings");
	return (body as { readings: Record<string, { value: unknown }> }).readings[name]?.value;
}

it("closed, the card holds no table, and the page stays small", async () => {
	await card.getByText("Read while the card is in view.").waitFor();
	expect(await card.locator("table").count()).toBe(0);
	expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(2500);
});

it("the demand is that of the load, and begins again", async () => {
	const demand = await open("Demand");
	// Two whole periods of a quarter of an hour, the first of which began without the load.
	await bench.call("POST", "/api/advance", { seconds: 1800 });
	await until(() => cell(demand, "last period", 0)).toBeGreaterThan(0.998 * POWER_W);
	expect(await cell(demand, "last period", 0)).toBeLessThan(1.002 * POWER_W);
	expect(await cell(demand, "maximum", 1)).toBe(0);
	await demand.getByRole("button", { name: "Reset demand" }).click();
	// No period has ended since, so there is none.
	await until(() => cell(demand, "maximum", 0)).toBeNaN();
});

it("the period is set; an entry that is none is told at its field", async () => {
	await open("Demand");
	const period = card.getByRole("textbox", { name: "Period, min" });
	await period.fill("90");
	await page.keyboard.press("Enter");
	await card.getByText("90 is outside 1 to 60 min: 15 min stays in force.").waitFor();
	expect(await reading("demandPeriod")).toBe(15);
	await period.fill("5");
	await page.keyboard.press("Enter");
	await until(() => reading("demandPeriod")).toBe(5);
	await until(() => period.inputValue()).toBe("5");
});

it("the lowest and the highest readings are kept until they are reset", async () => {
	const extremes = await open("Lowest and highest");
	await bench.call("PATCH", "/api/mains", { phases: [{ voltage: 207 }, null, null] });
	await until(() => cell(extremes, "L1 U", 0)).toBeLessThan(208);
	await bench.call("PATCH", "/api/mains", { phases: [{ voltage: 230 }, null, null] });
	await until(() => cell(extremes, "L1 U", 1)).toBeGreaterThan(229);
	// A second after the step, whose reading is of both voltages.
	await until(() => reading("voltageL1")).toBeGreaterThan(229.9);
	expect(await cell(extremes, "L2 U", 0)).toBeGreaterThan(229);
	await extremes.getByRole("button", { name: "Reset extremes" }).click();
	await until(() => cell(extremes, "L1 U", 0)).toBeGreaterThan(229);
});

it("axe-core finds nothing serious with all of it open, which fits a phone", async () => {
	for (const title of ["Demand", "Lowest and highest"]) await open(title);
	expect(await violationsInAllLooks(page)).toEqual([]);
	await page.setViewportSize({ width: 390, height: 844 });
	expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
});
