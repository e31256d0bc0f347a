import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { readBlock } from "../../testkit/readings.ts";

/** Register of all forward active energy, kWh as a float. */
const FORWARD = 0x600c;

/** Longest time of a test, ms, and of something that is waited for. */
const LIMIT = 300_000;
const PATIENCE = 60_000;

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

let browser: Browser;
let bench: RunningBench;
let page: Page;
/** What went wrong in the page: errors, what its policy refused, requests to others. */
let complaints: string[];

beforeAll(async () => {
	browser = await openBrowser();
}, LIMIT);

afterAll(() => browser.close());

beforeEach(async () => {
	bench = await startBench([], LIMIT);
	await open(DESKTOP);
}, LIMIT);

afterEach(async () => {
	await page.close();
	await bench.stop();
});

async function open(viewport: { width: number; height: number }): Promise<void> {
	page = await browser.newPage({ viewport });
	page.setDefaultTimeout(PATIENCE);
	complaints = [];
	page.on("pageerror", (error) => void complaints.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error") complaints.push(message.text());
	});
	page.on("request", (request) => {
		if (new URL(request.url()).hostname !== "127.0.0.1") complaints.push(request.url());
	});
	await page.goto(bench.http);
	await page.getByText("connected").waitFor({ timeout: PATIENCE });
}

const until = (value: () => unknown) => expect.poll(value, { timeout: PATIENCE, interval: 100 });

async function pulses(output: string): Promise<number> {
	return Number((await page.getByLabel(`${output}, pulses`).innerText()).replaceAll(" ", ""));
}

/** kWh as the panel shows them of the meter. */
async function forwardEnergy(): Promise<number> {
	return Number(
		await page.locator(".energies tr", { hasText: "forward" }).locator(".value").innerText(),
	);
}

async function takeLoadAway(): Promise<void> {
	await page.getByRole("button", { name: "No load" }).click();
	await until(async () => (await bench.call("GET", "/api/truth")).body).toMatchObject({
		total: { activePower: 0 },
	});
}

/** Flashes of the LED, after some seconds of meter time in which those that are due come, once the page has them too. */
async function counted(): Promise<number> {
	expect((await bench.call("POST", "/api/advance", { seconds: 3 })).status).toBe(200);
	const { body } = await bench.call("GET", "/api/outputs");
	const { led } = body as { led: { pulses: number } };
	await until(() => pulses("LED")).toBe(led.pulses);
	return led.pulses;
}

/** The display as a person reads it. */
async function rows(): Promise<string> {
	const { body } = await bench.call("GET", "/api/display");
	return (body as { rows: string[] }).rows.join("\n");
}

const button = (name: "Left" | "Middle" | "Right") =>
	page.getByRole("button", { name: `${name} button` });

/** Presses a button so often; each press must change what the display's lower part says. */
async function press(name: "Left" | "Middle" | "Right", times = 1): Promise<void> {
	for (let time = 0; time < times; time++) {
		const before = lowerPart(await rows());
		await button(name).click();
		await until(async () => lowerPart(await rows())).not.toBe(before);
	}
}

function lowerPart(text: string): string {
	return text.split("\n").slice(5).join("\n");
}

/** Where a pixel is unlike the glass, which most are like; by the red of each. */
function drawnOn(reds: readonly number[]): boolean[] {
	const counts = new Map<number, number>();
	for (const red of reds) counts.set(red, (counts.get(red) ?? 0) + 1);
	const [[glass]] = [...counts].sort(([, a], [, b]) => b - a);
	return reds.map((red) => Math.abs(red - glass) > 60);
}

/** Where the panel's picture of the LCD has a pixel that is on; row by row. */
async function canvasPixels(): Promise<boolean[]> {
	const reds = await page.locator("canvas.lcd").evaluate((element) => {
		const canvas = element as unknown as {
			width: number;
			height: number;
			getContext(kind: "2d"): { getImageData(...area: number[]): { data: Uint8ClampedArray } };
		};
		const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
		const margin = 4;
		const scale = canvas.width / (240 + 2 * margin);
		return Array.from({ length: 240 * 128 }, (_, index) => {
			const x = Math.floor(((index % 240) + margin + 0.4) * scale);
			const y = Math.floor((Math.floor(index / 240) + margin + 0.4) * scale);
			return data[4 * (y * canvas.width + x)];
		});
	});
	return drawnOn(reds);
}

/** The same from the bench's own picture. */
async function picturePixels(): Promise<boolean[]> {
	const answer = await fetch(`${bench.http}/api/display.png`);
	const { data, width, height } = PNG.sync.read(Buffer.from(await answer.arrayBuffer()));
	const scale = width / 240;
	expect([width / scale, height / scale]).toEqual([240, 128]);
	const reds = Array.from({ length: 240 * 128 }, (_, index) => {
		const at = Math.floor(index / 240) * scale * width + (index % 240) * scale;
		return data[4 * at];
	});
	return drawnOn(reds);
}

describe("the front panel in Chromium", () => {
	it(
		"turns a load on: the LED counts, the kWh move, and come back after a power cut",
		async () => {
			await takeLoadAway();
			const none = await counted();
			// There are none on the page until its first reading of them.
			await until(forwardEnergy).toBeGreaterThanOrEqual(0);
			const before = await forwardEnergy();
			expect(await counted()).toBe(none);

			await page.getByRole("button", { name: "5 A, PF 0.5" }).click();
			await until(() => pulses("LED")).toBeGreaterThan(none + 2);
			await page.getByRole("button", { name: "+1 min" }).click();
			await until(forwardEnergy).toBeGreaterThan(before + 0.028);
			await until(rows).toMatch(/000000\.0[3-9]\d/);
			await until(() => pulses("S0 1")).toBeGreaterThan(28);
			expect(complaints).toEqual([]);

			await takeLoadAway();
			const led = await counted();
			const energy = Math.round(1000 * (await readBlock(bench, FORWARD, 2)).readFloatBE()) / 1000;
			await until(forwardEnergy).toBe(energy);
			const supply = page.getByRole("switch", { name: "Supply" });
			await supply.click();
			await until(() => supply.getAttribute("aria-checked")).toBe("false");
			await until(async () => (await canvasPixels()).includes(true)).toBe(false);
			await until(() => button("Middle").isDisabled()).toBe(true);
			await supply.click();
			await until(() => supply.getAttribute("aria-checked")).toBe("true");
			await until(forwardEnergy).toBe(energy);
			await until(() => pulses("LED")).toBe(led);
			await page.getByRole("button", { name: "5 A, PF 0.5" }).click();
			await until(() => pulses("LED")).toBeGreaterThan(led);
			expect(complaints).toEqual([]);
		},
		LIMIT,
	);

	it(
		"shows the LCD pixel for pixel",
		async () => {
			await until(async () => (await canvasPixels()).filter(Boolean).length).toBeGreaterThan(500);
			const same = async (): Promise<boolean> => {
				const [shown, drawn] = [await canvasPixels(), await picturePixels()];
				return shown.every((pixel, index) => pixel === drawn[index]);
			};
			await until(same).toBe(true);
		},
		LIMIT,
	);

	it(
		"walks through the password to the CT ratio by its buttons",
		async () => {
			await button("Middle").hover();
			await page.mouse.down();
			await until(rows).toContain("SETTINGS");
			await page.mouse.up();
			await press("Right");
			await press("Middle");
			await until(rows).toContain("PASSWORD");
			await press("Middle", 4);
			await until(rows).toContain("TARIFF");
			await press("Right", 5);
			await until(rows).toContain("*CT");
			await press("Middle");
			await until(rows).toContain("0005/5");
			// Thousands, hundreds up to 1, tens, ones down to 0, secondary.
			await press("Middle", 2);
			await press("Right");
			await press("Middle", 2);
			await press("Left", 5);
			await press("Middle", 2);
			await until(rows).toMatch(/CT +0100\/5/);
			await until(() => page.locator(".case").textContent()).toContain("CT 100/5 A");
			expect(complaints).toEqual([]);
		},
		LIMIT,
	);

	it(
		"works from the keyboard",
		async () => {
			const shown = await rows();
			await button("Right").focus();
			await page.keyboard.press("Space", { delay: 200 });
			await until(rows).not.toBe(shown);
			await page.getByRole("switch", { name: "Seal open" }).focus();
			await page.keyboard.press("Enter");
			await until(async () => (await bench.call("GET", "/api/seal")).body).toEqual({ open: true });
			await page.getByRole("slider", { name: "I", exact: true }).first().focus();
			await page.keyboard.press("End");
			await until(async () => (await bench.call("GET", "/api/mains")).body).toMatchObject({
				phases: [{ current: 7.4 }, { current: 7.4 }, { current: 7.4 }],
			});
		},
		LIMIT,
	);

	it(
		"fits a phone",
		async () => {
			await page.close();
			await open(PHONE);
			await page.getByText("L1 Voltage").first().waitFor({ state: "attached", timeout: PATIENCE });
			await until(() => page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
			expect(complaints).toEqual([]);
		},
		LIMIT,
	);

	it(
		"says that the bench is gone, and comes back with it",
		async () => {
			const port = new URL(bench.http).port;
			await bench.stop();
			await page.getByText("The bench is gone.").waitFor({ timeout: PATIENCE });
			bench = await startBench(["--http", port, "--serial-number", "87654321"], LIMIT);
			await page.getByText("connected").waitFor({ timeout: PATIENCE });
			await page.locator(".top").getByText("87654321").waitFor({ timeout: PATIENCE });
			await until(() => page.getByText("The bench is gone.").count()).toBe(0);
		},
		LIMIT,
	);
});
