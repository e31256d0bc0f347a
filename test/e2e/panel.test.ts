import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { readBlock } from "../../testkit/readings.ts";
import { PATIENCE_MS, until } from "../../testkit/until.ts";

/** Register of the total forward active energy: a float in kWh. */
const FORWARD = 0x600c;

/** Longest time of a test. */
const LIMIT_MS = 300_000;

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

let browser: Browser;
let bench: RunningBench;
let page: Page;
/** Errors in the page, violations of its policy and requests to other hosts. */
let problems: string[];

beforeAll(async () => {
	browser = await openBrowser();
}, LIMIT_MS);

afterAll(() => browser.close());

beforeEach(async () => {
	bench = await startBench([], LIMIT_MS);
	await open(DESKTOP);
}, LIMIT_MS);

afterEach(async () => {
	await page.close();
	await bench.stop();
});

async function open(viewport: { width: number; height: number }): Promise<void> {
	page = await browser.newPage({ viewport });
	page.setDefaultTimeout(PATIENCE_MS);
	problems = [];
	page.on("pageerror", (error) => void problems.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error") problems.push(message.text());
	});
	page.on("request", (request) => {
		if (new URL(request.url()).hostname !== "127.0.0.1") problems.push(request.url());
	});
	await page.goto(bench.http);
	await page.getByText("connected").waitFor({ timeout: PATIENCE_MS });
}

async function pulses(output: string): Promise<number> {
	return Number((await page.getByLabel(`${output}, pulses`).innerText()).replaceAll(" ", ""));
}

/** Returns the meter's forward energy in kWh, as the panel shows it. */
async function forwardEnergy(): Promise<number> {
	return Number(
		await page.locator(".energies tr", { hasText: "forward kWh" }).locator(".value").innerText(),
	);
}

async function removeLoad(): Promise<void> {
	await page.getByRole("button", { name: "No load" }).click();
	await until(async () => (await bench.call("GET", "/api/truth")).body).toMatchObject({
		total: { activePower: 0 },
	});
}

/** Returns the LED's count after some seconds for pending pulses, once the page shows it. */
async function settledPulses(): Promise<number> {
	expect((await bench.call("POST", "/api/advance", { seconds: 3 })).status).toBe(200);
	const { body } = await bench.call("GET", "/api/outputs");
	const { led } = body as { led: { pulses: number } };
	await until(() => pulses("LED")).toBe(led.pulses);
	return led.pulses;
}

/** Returns the text on the display. */
async function rows(): Promise<string> {
	const { body } = await bench.call("GET", "/api/display");
	return (body as { rows: string[] }).rows.join("\n");
}

const button = (name: "Left" | "Middle" | "Right") =>
	page.getByRole("button", { name: `${name} button` });

/** Presses a button several times; each press must change the display's lower part. */
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

/** Returns which pixels differ from the glass, the most frequent colour, by their red. */
function drawnOn(reds: readonly number[]): boolean[] {
	const counts = new Map<number, number>();
	for (const red of reds) counts.set(red, (counts.get(red) ?? 0) + 1);
	const [[glass]] = [...counts].sort(([, a], [, b]) => b - a);
	return reds.map((red) => Math.abs(red - glass) > 60);
}

/** Returns which pixels are on in the panel's LCD, row by row. */
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

/** Returns which pixels are on in the bench's picture, row by row. */
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
		"the panel counts a load's LED flashes and energy, and keeps both over a power cut",
		async () => {
			await removeLoad();
			const none = await settledPulses();
			// The page shows no energy until its first reading.
			await until(forwardEnergy).toBeGreaterThanOrEqual(0);
			const before = await forwardEnergy();
			expect(await settledPulses()).toBe(none);

			await page.getByRole("button", { name: "5 A, PF 0.5" }).click();
			await until(() => pulses("LED")).toBeGreaterThan(none + 2);
			await page.getByRole("button", { name: "+1 min" }).click();
			await until(forwardEnergy).toBeGreaterThan(before + 0.028);
			await until(rows).toMatch(/000000\.0[3-9]\d/);
			await until(() => pulses("S0 1")).toBeGreaterThan(28);
			expect(problems).toEqual([]);

			await removeLoad();
			const led = await settledPulses();
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
			expect(problems).toEqual([]);
		},
		LIMIT_MS,
	);

	it(
		"the panel shows the LCD pixel for pixel",
		async () => {
			await until(async () => (await canvasPixels()).filter(Boolean).length).toBeGreaterThan(500);
			const same = async (): Promise<boolean> => {
				const [shown, drawn] = [await canvasPixels(), await picturePixels()];
				return shown.every((pixel, index) => pixel === drawn[index]);
			};
			await until(same).toBe(true);
		},
		LIMIT_MS,
	);

	it(
		"the panel's buttons lead through the password to the CT ratio",
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
			// Thousands, hundreds to 1, tens, ones to 0, secondary.
			await press("Middle", 2);
			await press("Right");
			await press("Middle", 2);
			await press("Left", 5);
			await press("Middle", 2);
			await until(rows).toMatch(/CT +0100\/5/);
			await until(() => page.locator(".case").textContent()).toContain("CT 100/5 A");
			expect(problems).toEqual([]);
		},
		LIMIT_MS,
	);

	it(
		"the panel works from the keyboard",
		async () => {
			const shown = await rows();
			await button("Right").focus();
			await page.keyboard.press("Space", { delay: 200 });
			await until(rows).not.toBe(shown);
			await page.getByRole("switch", { name: "Seal open" }).focus();
			await page.keyboard.press("Enter");
			await until(async () => (await bench.call("GET", "/api/seal")).body).toEqual({ open: true });
			await page.getByRole("slider", { name: "L1 current I" }).focus();
			await page.keyboard.press("End");
			await until(async () => (await bench.call("GET", "/api/mains")).body).toMatchObject({
				phases: [{ current: 21.2 }, { current: 21.2 }, { current: 21.2 }],
			});
		},
		LIMIT_MS,
	);

	it(
		"the panel fits a phone's screen",
		async () => {
			await page.close();
			await open(PHONE);
			await until(() => page.locator(".energies .value").first().innerText()).toMatch(/\d/);
			await until(() => page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
			expect(problems).toEqual([]);
		},
		LIMIT_MS,
	);

	it(
		"the panel says that a bench which hangs does not answer, until it does",
		async () => {
			const said = page.getByText("The bench does not answer.");
			bench.process.kill("SIGSTOP");
			try {
				await said.waitFor({ timeout: PATIENCE_MS });
				expect(await page.locator("main").getAttribute("inert")).not.toBeNull();
			} finally {
				bench.process.kill("SIGCONT");
			}
			await page.getByText("connected", { exact: true }).waitFor({ timeout: PATIENCE_MS });
			expect(await said.count()).toBe(0);
			expect(await page.locator("main").getAttribute("inert")).toBeNull();
		},
		LIMIT_MS,
	);

	it(
		"the panel shows that the bench is gone and reconnects to it",
		async () => {
			const port = new URL(bench.http).port;
			const events = page.locator("#faults tbody tr");
			await page.getByRole("button", { name: "Read the events" }).click();
			await until(() => events.count()).toBeGreaterThan(0);
			await page.locator("#registers").scrollIntoViewIfNeeded();
			const number = page.locator("#registers td.value").first();
			await until(() => number.innerText()).toBe("12345678");
			await bench.stop();
			await page.getByText("The bench is gone.").waitFor({ timeout: PATIENCE_MS });
			// The bench that comes back may have another meter.
			await until(() => events.count()).toBe(0);
			await until(() => number.innerText()).toBe("—");
			// Buttons that would do nothing cannot be pressed.
			for (const name of ["+1 min", "+15 min", "+1 h"])
				expect(await page.getByRole("button", { name }).isDisabled()).toBe(true);
			bench = await startBench(["--http", port, "--serial-number", "87654321"], LIMIT_MS);
			await page.getByText("connected").waitFor({ timeout: PATIENCE_MS });
			await page.locator(".top").getByText("87654321").waitFor({ timeout: PATIENCE_MS });
			await until(() => page.getByText("The bench is gone.").count()).toBe(0);
		},
		LIMIT_MS,
	);
});
