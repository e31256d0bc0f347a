/** The panel's card on power quality, on one bench. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readRecording } from "../../bench/comtrade/files.ts";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import type { RunningBench } from "../../testkit/bench.ts";
import { LIMIT_MS, type PanelOnBench, startPanel, until } from "../../testkit/panel.ts";

let panel: PanelOnBench;
let bench: RunningBench;
let page: Page;
let card: Locator;

/** Three phases of 230 V and 2 A at a power factor of 1. */
const POWER_W = 3 * 230 * 2;

/** Harmonics of L2's current, of its 2 A. */
const HARMONICS = [
	{ order: 3, currentPercent: 10 },
	{ order: 5, currentPercent: 20 },
	{ order: 17, currentPercent: 4 },
];

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
	await fold.locator("table, button").first().waitFor();
	return fold;
}

const text = (fold: Locator, row: string, column: number): Promise<string> =>
	fold.locator("tbody tr", { hasText: row }).first().locator("td").nth(column).innerText();

const cell = async (fold: Locator, row: string, column: number): Promise<number> =>
	Number(await text(fold, row, column));

/** Of the table of harmonics: RMS (0) or percents (1) of an order. */
const harmonic = (order: number, column: number): Promise<string> =>
	card
		.locator(".harmonic-values tbody tr")
		.nth(order - 1)
		.locator("td")
		.nth(column)
		.innerText();

const percentOf = async (order: number): Promise<number> => Number(await harmonic(order, 1));

/** A reading as the bench's own client gets it. */
async function reading(name: string): Promise<unknown> {
	const { body } = await bench.call("GET", "/api/readings");
	return (body as { readings: Record<string, { value: unknown }> }).readings[name]?.value;
}

it("closed, the card holds a drawing, no table, and the page stays small", async () => {
	await card.getByText(/^Of the last window of 10 or 12 cycles/).waitFor();
	expect(await card.locator("table").count()).toBe(0);
	expect(await card.locator("rect").count()).toBe(39);
	expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(2500);
});

it("two choices of one name show what is chosen in each", async () => {
	const choices = page.getByRole("group", { name: "Harmonics of", exact: true });
	expect(await choices.count()).toBe(2);
	expect(await choices.locator("input:checked").count()).toBe(2);
});

it("closed, the card asks for the values and one channel's harmonics alone", async () => {
	const asked: string[] = [];
	page.on("request", (request) => {
		const { request: adu } = (request.postDataJSON() ?? {}) as { request?: string };
		if (adu !== undefined) asked.push(adu.slice(2, 12));
	});
	await until(() => asked.length).toBeGreaterThan(3);
	expect(new Set(asked)).toEqual(new Set(["0373000064", "0374500050"]));
	page.removeAllListeners("request");
});

it("the harmonics of a channel are drawn and in numbers, as the mains have them", async () => {
	await bench.call("PATCH", "/api/mains", { phases: [null, { harmonics: HARMONICS }, null] });
	await card.getByRole("radio", { name: "I2" }).click();
	await open("Harmonics in numbers");
	await until(() => percentOf(5)).toBeCloseTo(20, 1);
	await until(() => percentOf(17)).toBeCloseTo(4, 1);
	expect(await percentOf(3)).toBeCloseTo(10, 1);
	expect(await percentOf(7)).toBeLessThan(0.2);
	const fifth = (0.2 * 2) / Math.hypot(1, 0.1, 0.2, 0.04);
	expect(Number(await harmonic(5, 0))).toBeCloseTo(fifth, 2);
	await card
		.getByRole("img", { name: "Harmonics of I2 as the meter has them, up to 20.0 %" })
		.waitFor();
	const heights = await card
		.locator("rect")
		.evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute("height"))));
	// Bars begin with order 2.
	expect(heights.indexOf(Math.max(...heights))).toBe(3);
	await card.getByRole("radio", { name: "V1" }).click();
	await until(() => percentOf(5)).toBeLessThan(0.1);
	await until(async () => Number(await harmonic(1, 0))).toBeCloseTo(230, 0);
});

it("distortion is that of each phase, and unknown figures are dashes", async () => {
	const tables = await open("Distortion and unbalance");
	const thd = Math.hypot(10, 20, 4);
	await until(() => cell(tables, "Current THD", 1)).toBeCloseTo(thd, 1);
	expect(await cell(tables, "Current THD", 0)).toBeLessThan(0.2);
	// Currents of 2 A each: what of L2 is in its harmonics is missing in its fundamental.
	const first = 2 / Math.hypot(1, thd / 100);
	const neutral = Math.hypot(2 - first, (first * thd) / 100);
	expect(await cell(tables, "Neutral current", 0)).toBeCloseTo(neutral, 2);
	await card.getByRole("radio", { name: "I1" }).click();
	await open("Harmonics in numbers");
	await until(() => percentOf(1)).toBe(100);
	await bench.call("PATCH", "/api/mains", { phases: [{ current: 0 }, null, null] });
	await until(() => text(tables, "Current THD", 0)).toBe("—");
	await until(() => harmonic(5, 1)).toBe("—");
	await bench.call("PATCH", "/api/mains", {
		phases: [{ current: 2 }, { harmonics: [] }, null],
	});
	await until(() => cell(tables, "Current THD", 1)).toBeLessThan(0.2);
});

const voltage = (volts: number) =>
	bench.call("PATCH", "/api/mains", { phases: [{ voltage: volts }, null, null] });

it("a dip is listed with phase, depth and duration, its waveform drawn and saved", async () => {
	const events = await open("Dips, swells, interruptions");
	await events.getByText("None among the events of the log that were read.").waitFor();
	await events.getByText("No waveform has been recorded since power-up.").waitFor();
	await voltage(161);
	await bench.call("POST", "/api/advance", { seconds: 2 });
	await voltage(230);
	await until(() => events.locator("tbody tr", { hasText: "dip" }).count()).toBe(1);
	expect(await text(events, "dip", 0)).toBe("L1");
	expect(Number.parseFloat(await text(events, "dip", 1))).toBeCloseTo(70, 0);
	expect(Number.parseFloat(await text(events, "dip", 2))).toBeGreaterThan(100);
	await card.getByText("1 dip, 0 swells, 0 interruptions since power-up").waitFor();
	await events.getByRole("button", { name: "Read the latest waveform" }).click();
	await events.getByRole("img", { name: /Waveform 1 since power-up/ }).waitFor();
	const [low = 0, high = 0] = (
		(await events.getByText(/^V1 .* V/).innerText()).match(/[\d.]+/g) ?? []
	)
		.slice(1)
		.map(Number);
	expect([low, high].map(Math.round)).toEqual([161, 230]);
	const saved = page.waitForEvent("download");
	await events.getByRole("button", { name: "Save as COMTRADE" }).click();
	const download = await saved;
	expect(download.suggestedFilename()).toBe("waveform-12345678-1.cff");
	const folder = mkdtempSync(join(tmpdir(), "ambit-test-"));
	try {
		const file = join(folder, "event.cff");
		await download.saveAs(file);
		const recording = readRecording(file);
		const [channel] = recording.configuration.analog;
		const values = channel ? [...recording.values(channel)] : [];
		const rms = (from: number, to: number) =>
			Math.sqrt(values.slice(from, to).reduce((sum, each) => sum + each * each, 0) / (to - from));
		expect(rms(0, 64) / 230).toBeCloseTo(1, 2);
		expect(rms(192, 256) / 161).toBeCloseTo(1, 2);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

it("limits are set; the reason is at the field if page or meter refuse one", async () => {
	await open("Dips, swells, interruptions");
	const dip = card.getByRole("textbox", { name: "Dip below, %" });
	const enter = async (value: string): Promise<void> => {
		await dip.fill(value);
		await page.keyboard.press("Enter");
	};
	await enter("85");
	await until(() => reading("dipLimit")).toBe(85);
	await until(() => dip.inputValue()).toBe("85");
	await enter("120");
	await card.getByText("120 is outside 10 to 99 %: 85 % stays in force.").waitFor();
	await page.route("**/api/rs485/request", (route) => {
		const { request } = route.request().postDataJSON() as { request: string };
		// The meter's exception 03 to a write, which the page's own check never lets it give.
		return request.startsWith("0106")
			? route.fulfill({ json: { request, answer: "0186030261" } })
			: route.continue();
	});
	await enter("80");
	await card
		.getByText("register 7361: exception 03 (illegal data value): 85 % stays in force.")
		.waitFor();
	expect(await dip.getAttribute("aria-invalid")).toBe("true");
	await page.unroute("**/api/rs485/request");
	expect(await reading("dipLimit")).toBe(85);
	await enter("90");
	await until(() => reading("dipLimit")).toBe(90);
	const interruption = card.getByRole("textbox", { name: "Interruption, all phases below, %" });
	await interruption.fill("10");
	await page.keyboard.press("Enter");
	await until(() => reading("interruptionLimit")).toBe(10);
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
	for (const title of [
		"Harmonics in numbers",
		"Distortion",
		"Dips, swells",
		"Demand",
		"Lowest and highest",
	])
		await open(title);
	expect(await violationsInAllLooks(page)).toEqual([]);
	await page.setViewportSize({ width: 390, height: 844 });
	expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
});

it("no old figure is left once the supply is off", async () => {
	const tables = await open("Distortion and unbalance");
	await until(() => cell(tables, "Voltage THD", 0)).toBeLessThan(1);
	await bench.call("POST", "/api/power", { on: false });
	await card.getByText("The supply is off: the meter is silent.").waitFor();
	const cells = await card.locator("td").allInnerTexts();
	expect(cells.length).toBeGreaterThan(100);
	expect(new Set(cells)).toEqual(new Set(["—"]));
	expect(await card.getByRole("img", { name: /^Waveform/ }).count()).toBe(0);
	await card
		.getByRole("img", { name: "Harmonics of I1 as the meter has them, not known" })
		.waitFor();
});
