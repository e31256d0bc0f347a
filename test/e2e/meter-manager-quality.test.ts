/** Meter Manager's page on power quality, on one bench. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRecording } from "../../bench/comtrade/files.ts";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import { LIMIT_MS, Manager } from "../../testkit/manager.ts";
import { readBlock } from "../../testkit/readings.ts";
import { until } from "../../testkit/until.ts";

let manager: Manager;
let page: Page;

const mains = (phases: readonly unknown[]) => manager.bench.call("PATCH", "/api/mains", { phases });

const advance = (seconds: number) => manager.bench.call("POST", "/api/advance", { seconds });

/** A fifth harmonic of a quarter of the fundamental; the RMS value of both is that of the mains. */
const FIFTH = { order: 5, currentPercent: 25, currentAngle: 0, voltagePercent: 0, voltageAngle: 0 };

const FIFTH_A = (2 * 0.25) / Math.hypot(1, 0.25);

/** Part of the fundamental that this phase lacks: the neutral carries it, and the fifth. */
const MISSING_A = 2 - 2 / Math.hypot(1, 0.25);

beforeAll(async () => {
	manager = await Manager.open(["--engine", "node"]);
	({ page } = manager);
	await manager.bench.call("POST", "/api/write", { register: "demandPeriod", value: 1 });
	await mains([1, 2, 3].map(() => ({ voltage: 230, current: 2, angle: 0 })));
	await advance(130);
	// L2 swells to 115 % for a second, then L3 sags to 60 % for two.
	await mains([{ harmonics: [FIFTH] }, { voltage: 264.5 }, null]);
	await advance(1);
	await mains([null, { voltage: 230 }, null]);
	await advance(1);
	await mains([null, null, { voltage: 138 }]);
	await advance(2);
	await mains([null, null, { voltage: 230 }]);
	await advance(3);
	await manager.connect();
	await manager.tab("Quality");
}, LIMIT_MS);

afterAll(() => manager.close());

const cell = async (row: string, column: number): Promise<number> =>
	Number(await page.locator("tr", { hasText: row }).first().locator("td").nth(column).innerText());

const shown = async (register: string): Promise<string> =>
	await page.locator(`[data-register="${register}"]`).innerText();

/** Text of an event's cells, the latest event first. */
const event = (place: number): Promise<string[]> =>
	page.locator(".voltage-events tbody tr").nth(place).locator("td").allInnerTexts();

const rms = (values: readonly number[]): number =>
	Math.sqrt(values.reduce((sum, each) => sum + each * each, 0) / values.length);

describe("the page on power quality", { timeout: LIMIT_MS }, () => {
	it("draws the harmonics of a channel, has them in numbers and as a file", async () => {
		await page.getByRole("img", { name: /^Harmonics of I1, the largest 2[45]\.\d %$/ }).waitFor();
		expect(await page.locator(".orders").count()).toBe(0);
		await page.getByText("I1 in numbers").click();
		const fifth = page.locator(".orders tbody tr").nth(4).locator("td");
		await until(() => fifth.nth(2).innerText()).toMatch(/^2(4\.9|5\.0)\d$/);
		expect(Number(await fifth.nth(1).innerText())).toBeCloseTo(FIFTH_A, 2);
		await page.getByRole("button", { name: "V1", exact: true }).click();
		await until(() => fifth.nth(2).innerText()).toMatch(/^0\.0\d$/);
		const saved = page.waitForEvent("download");
		await page.getByRole("button", { name: "CSV", exact: true }).first().click();
		const lines = readFileSync(await (await saved).path(), "utf8")
			.trimEnd()
			.split("\r\n");
		expect(lines).toHaveLength(41);
		expect(lines[0]).toBe("serialNumber,time,order,V1 V,I1 A,V2 V,I2 A,V3 V,I3 A");
		const [serialNumber, , order, volts, amps] = lines[5]?.split(",") ?? [];
		expect([serialNumber, order]).toEqual(["12345678", "5"]);
		expect(Number(volts)).toBeLessThan(0.1);
		expect(Number(amps)).toBeCloseTo(FIFTH_A, 2);
	});

	it("shows the distortion of each phase, and what the phases are together", async () => {
		expect(Math.abs(Number(await shown("currentThdL1")) - 25)).toBeLessThan(0.2);
		expect(Number(await shown("currentThdL2"))).toBeLessThan(0.2);
		expect(Number(await shown("neutralCurrent"))).toBeCloseTo(Math.hypot(FIFTH_A, MISSING_A), 2);
		expect(Number(await shown("voltageUnbalance"))).toBeLessThan(0.1);
	});

	it("lists events with phase, depth and duration, here and in the log", async () => {
		await until(() => event(0)).toHaveLength(4);
		const [[dip, depth, dipLength = ""], [swell, height, swellLength = ""]] = [
			await event(0),
			await event(1),
		];
		expect([dip, swell]).toEqual(["Dip L3", "Swell L2"]);
		expect(depth).toMatch(/^(59\.9|60\.\d) %\s*(40\.\d|39\.\d) % deep$/);
		expect(height).toMatch(/^11(4\.9|5\.\d) %\s*1(4\.9|5\.\d) % over$/);
		// Time passes between two requests, too: an event may last longer than was asked for.
		const [dipCycles, swellCycles] = [dipLength, swellLength].map(Number.parseFloat);
		expect(dipCycles).toBeGreaterThanOrEqual(99.5);
		expect(swellCycles).toBeGreaterThanOrEqual(49.5);
		expect(dipLength).toMatch(/ cycles, (1\.99|[2-9]\.\d\d|\d{2,}\.\d\d) s$/);
		expect([await shown("dips"), await shown("swells")]).toEqual(["Dips 1", "Swells 1"]);
		await manager.tab("Events");
		const log = page.locator(".events");
		await until(() => log.innerText()).toMatch(/Dip L3, down to (59|60)\.\d % for /);
		const text = await log.innerText();
		expect(text).toContain(` % for ${dipCycles} cycles`);
		expect(text).toMatch(/Swell L2, up to 11[45]\.\d % for /);
		expect(text).toContain(` % for ${swellCycles} cycles`);
		await manager.tab("Quality");
	});

	it("reads a waveform after the password, draws it and saves it as COMTRADE", async () => {
		await page.getByRole("button", { name: "Latest waveform" }).click();
		await manager.pair();
		await page.getByLabel("Password, four digits").fill("0000");
		await page.getByRole("button", { name: "Read waveform" }).click();
		await page.getByRole("img", { name: /^Waveform 2 since power-up/ }).waitFor();
		const saved = page.waitForEvent("download");
		await page.getByRole("button", { name: "COMTRADE" }).click();
		const download = await saved;
		expect(download.suggestedFilename()).toBe("waveform-12345678-2.cff");
		const folder = mkdtempSync(join(tmpdir(), "ambit-test-"));
		try {
			const file = join(folder, "event.cff");
			await download.saveAs(file);
			const recording = readRecording(file);
			const third = recording.configuration.analog[4];
			const volts = third ? [...recording.values(third)] : [];
			expect(third?.name).toBe("V3");
			expect(rms(volts.slice(0, 64))).toBeCloseTo(230, -1);
			expect(rms(volts.slice(192, 256))).toBeCloseTo(138, -1);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it("is used without a mouse", async () => {
		await page.locator(".skip").focus();
		const reached: string[] = [];
		for (let tabs = 0; tabs < 40 && !reached.includes("CSV of the waveform"); tabs++) {
			await page.keyboard.press("Tab");
			reached.push(await page.evaluate<string>("document.activeElement.innerText.trim()"));
			if (reached.at(-1) === "V2") await page.keyboard.press("Space");
		}
		expect(reached.slice(reached.indexOf("CSV"))).toEqual([
			...["CSV", "V1", "I1", "V2", "I2", "V3", "I3", "V2 in numbers"],
			...["All events", "Latest waveform", "The one before", "COMTRADE", "CSV of the waveform"],
		]);
		await page.getByRole("img", { name: /^Harmonics of V2/ }).waitFor();
	});

	it("shows the demand of the load, forward and reverse, and extremes", async () => {
		// Of the second period; the swell may have made the third a little higher.
		await until(() => cell("maximum", 1)).toBeGreaterThan(0.998 * 3 * 460);
		expect(await cell("maximum", 1)).toBeLessThan(1.02 * 3 * 460);
		expect(await cell("maximum", 2)).toBe(0);
		expect(await cell("L3 U", 1)).toBeLessThan(140);
		expect(await cell("L1 U", 1)).toBeGreaterThan(229);
	});

	it("has an address of its own, nothing serious for axe-core, and fits a phone", async () => {
		expect(page.url()).toMatch(/\/12345678\/quality$/);
		expect(await violationsInAllLooks(page)).toEqual([]);
		await page.setViewportSize({ width: 390, height: 844 });
		await until(() => page.evaluate("document.documentElement.scrollWidth")).toBe(390);
	});

	it("has its limits and the demand period as settings, within ranges", async () => {
		await manager.tab("Settings");
		for (const [name, typed, range, good] of [
			["nominalVoltage", "501", "Must be 0 – 500 V, 0 switches the analysis off.", "231"],
			["dipLimit", "100", "Must be 10 – 99 %, of the declared voltage.", "85"],
			["swellLimit", "100", "Must be 101 – 200 %, of the declared voltage.", "115"],
			["interruptionLimit", "11", "Must be 1 – 10 %, of the declared voltage.", "8"],
			["demandPeriod", "0", "Must be 1 – 60 min.", "30"],
		] as const) {
			await page.locator(`#${name}`).fill(typed);
			await until(() => manager.setting(name).innerText()).toContain(range);
			await page.locator(`#${name}`).fill(good);
		}
		await page.getByRole("button", { name: "Save all (5)" }).click();
		const dialog = page.getByRole("dialog");
		await until(() => dialog.innerText()).toContain("forgets the demands");
		await dialog.getByRole("button", { name: "Save" }).click();
		await until(() => page.locator(".notice").innerText()).toContain("5 of 5 saved.");
		// The message is where one sees it, however far the page is scrolled.
		const message = await page.locator(".notice").boundingBox();
		expect(await page.evaluate("scrollY")).toBeGreaterThan(0);
		expect(message?.y).toBeGreaterThan(0);
		expect((message?.y ?? 844) + (message?.height ?? 0)).toBeLessThan(844);
		expect((await readBlock(manager.bench, 0x7360, 4)).toString("hex")).toBe("00e7005500730008");
		expect((await readBlock(manager.bench, 0x73a0, 1)).toString("hex")).toBe("001e");
		await manager.tab("Quality");
	});

	it("reads again and again, and shows a dash for what cannot be known", async () => {
		await mains([null, { voltage: 0 }, { voltage: 253 }]);
		await until(() => shown("voltageThdL2")).toBe("—");
		await page.getByRole("img", { name: "Harmonics of V2, not known" }).waitFor();
		expect(await shown("voltageThdL1")).toMatch(/^\d/);
		await advance(2);
		await until(() => cell("L3 U", 2)).toBeGreaterThan(252);
	});

	it("says which figures are not of now once the meter is lost", async () => {
		expect(await page.locator(".outdated").count()).toBe(0);
		await manager.bench.call("POST", "/api/power", { on: false });
		await page.getByText("These figures are not of now").waitFor();
		expect(await page.locator(".outdated").count()).toBe(5);
		await mains([null, { voltage: 230 }, { voltage: 230 }]);
		await manager.bench.call("POST", "/api/power", { on: true });
		await until(() => page.locator(".outdated").count()).toBe(0);
		await page.getByText("None has been recorded since power-up.").waitFor();
	});
});
