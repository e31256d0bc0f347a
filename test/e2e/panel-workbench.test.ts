/** Days, scenarios and recordings that the panel plays at the terminals, on one bench. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { LIMIT_MS, openPanel, type Panel, until } from "../../testkit/panel.ts";

let browser: Browser;
let bench: RunningBench;
let panel: Panel;
let page: Page;

beforeAll(async () => {
	browser = await openBrowser();
	bench = await startBench();
	panel = await openPanel(browser, bench);
	page = panel.page;
}, LIMIT_MS);

afterAll(async () => {
	await browser.close();
	await bench.stop();
	// Chromium logs the refusals that the tests are about.
	expect(panel.problems.filter((text) => !text.includes("400"))).toEqual([]);
});

const day = () => page.locator("#day");

const scenario = async () => (await bench.call("GET", "/api/scenario")).body;

/** Gives a file to a button that asks for one. */
async function give(label: string, name: string, content: string): Promise<void> {
	const file = { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
	await page.locator(`input[type="file"][aria-label="${label}"]`).setInputFiles([file]);
}

it("a day in a house plays ahead of the clock, shows how far it is, and is cancelled", async () => {
	await until(() => day().getByText("The meter’s CT ratio becomes 50/5").count()).toBe(1);
	await day().getByRole("button", { name: "charger" }).click();
	await day().getByLabel("Time of day").selectOption("18:00");
	await day().getByLabel("Length").selectOption("7 d");
	await day().getByRole("button", { name: "Play", exact: true }).click();
	const bar = day().getByRole("progressbar", { name: "Part of the scenario played" });
	await until(() => bar.getAttribute("value").then(Number)).toBeGreaterThan(300);
	await until(() => day().innerText()).toMatch(/house, charger, 18:\d\d:\d\d/);
	expect(await page.locator(".top").getByRole("progressbar").count()).toBe(1);
	expect(await violationsInAllLooks(page)).toEqual([]);
	await day().getByRole("button", { name: "Cancel the scenario" }).click();
	await until(() => bar.count()).toBe(0);
	await until(() => day().innerText()).toContain("house, charger: cancelled");
	expect(await scenario()).toMatchObject({
		state: "stopped",
		scenario: { clock: "18:00", meters: [{ ct: "50/5" }] },
	});
	// 16 A and the house, on the secondary side of 50/5.
	const { body } = await bench.call("GET", "/api/mains");
	const [{ current }] = (body as { phases: { current: number }[] }).phases as [{ current: number }];
	expect(current).toBeGreaterThan(1.6);
	expect(current).toBeLessThan(2.3);
});

it("a scenario from a file plays, and one that is wrong is told by name and line", async () => {
	await give("Play a file", "wrong.yaml", "version: 1\nduration: never\n");
	await day().getByText('wrong.yaml:2: duration: "never" is not a time').waitFor();
	const events = "events:\n  - { at: 10 s, mains: { frequency: 51 } }\n";
	await give(
		"Play a file",
		"right.yaml",
		`version: 1\ntitle: fast mains\nduration: 20 s\n${events}`,
	);
	await until(() => day().innerText()).toContain("fast mains: over");
	expect((await bench.call("GET", "/api/mains")).body).toMatchObject({ frequency: 51 });
	expect(await day().locator(".problem").innerText()).toBe("");
});

it("a load profile from a file plays, and a row that is wrong is named", async () => {
	await give("Play a file", "load.csv", "time,L1,L2,L3\n0,1150,2300,\n");
	await day().getByText("profile:2: L3: is empty").waitFor();
	await give("Play a file", "load.csv", "time,L1,L2,L3\n0,1150,2300,-2300\n");
	await until(async () => (await bench.call("GET", "/api/mains")).body).toMatchObject({
		phases: [
			{ current: 0.5, angle: 0 },
			{ current: 1, angle: 0 },
			{ current: 1, angle: 180 },
		],
	});
	await day().getByRole("button", { name: "Cancel the scenario" }).click();
	await until(() => day().innerText()).toContain("load.csv: cancelled");
});
