import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePages } from "../../scripts/setup/pages.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { pair } from "../../testkit/manager.ts";
import { readBlock } from "../../testkit/readings.ts";
import { PATIENCE_MS, until } from "../../testkit/until.ts";

/** Register addresses from the manual, independent of the product's table. */
const CT_RATIO = 0x401f;
const STATUS_WORD = 0x401d;
/** Bit 12 of the status word. */
const BLUETOOTH_ON = 0x1000;
const TARIFF = 0x6048;
const BACKLIGHT = 0x4034;
const LCD_CYCLE_TIME = 0x4010;
const SCREEN_DIRECTION = 0x4032;
const OBIS = 0x4033;

/** Longest time of a test and of a meter's life. */
const LIMIT_MS = 300_000;

let bench: RunningBench;
let browser: Browser;
let page: Page;
/** Errors that the page has reported. */
const pageErrors: string[] = [];

beforeAll(async () => {
	await ensurePages(() => {});
	bench = await startBench(["--calibrated", "no"], LIMIT_MS);
	browser = await openBrowser();
	const context = await browser.newContext({
		viewport: { width: 390, height: 844 },
	});
	page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	page.on("pageerror", (error) => pageErrors.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error") pageErrors.push(message.text());
	});
	await page.goto(`${bench.http}/manager/`);
}, LIMIT_MS);

afterAll(async () => {
	await browser?.close();
	await bench?.stop();
});

/** Reads a register as a Modbus client. */
async function register(address: number): Promise<number> {
	return (await readBlock(bench, address, 1)).readUInt16BE();
}

/** Polls until the expectation holds, since the page updates itself later. */
async function open(tab: string): Promise<void> {
	await page.getByRole("navigation").getByRole("button", { name: tab }).click();
}

const setting = (name: string) => page.locator(`[data-setting="${name}"]`);

/** Number of settings marked as changed. */
const changedSettings = () => page.locator(".setting.changed").count();

/** Text of the result of saving a setting. */
const resultOf = (name: string) => setting(name).locator(".result").innerText();

async function enter(password: string, button = "Save"): Promise<void> {
	await page.getByLabel("Password, four digits").fill(password);
	await page.getByRole("dialog").getByRole("button", { name: button, exact: true }).click();
}

async function display(): Promise<{ rows: string[]; backlight: boolean; page: string }> {
	const { body } = await bench.call("GET", "/api/display");
	return body as { rows: string[]; backlight: boolean; page: string };
}

describe("Meter Manager in Chromium", { timeout: LIMIT_MS }, () => {
	it("the app finds the bench's meter and shows type, serial number and version", async () => {
		await page.getByRole("button", { name: "12345678" }).click();
		const device = page.locator(".device");
		for (const part of ["Ambit 2PU CT", "12345678", "1.00"])
			await until(() => device.innerText()).toContain(part);
		expect((await register(STATUS_WORD + 1)) & BLUETOOTH_ON).toBe(BLUETOOTH_ON);
	});

	it("the app shows the readings that the meter sends", async () => {
		await bench.call("PATCH", "/api/mains", {
			phases: [{ voltage: 231, current: 2, angle: 60 }, { angle: 0 }, { angle: 0 }],
		});
		const power = page.locator('[data-register="activePower"] .number');
		// 231 V · 2 A · cos 60° + 2 · 230 W = 0.691 kW, within an uncalibrated meter's errors.
		await until(async () => Number(await power.innerText())).toBeCloseTo(0.691, 1);
		await open("Readings");
		const voltage = page.locator('.phases [data-register="voltageL1"] .number');
		await until(async () => Math.abs(Number(await voltage.innerText()) - 231)).toBeLessThan(5);
	});

	it("the app marks changed settings, and no others, green", async () => {
		await open("Settings");
		await page.locator("#ctRatio").fill("200");
		await page.locator("#tariff").selectOption("T2");
		await page.locator("#backlight").selectOption("On");
		const look = `[...document.querySelectorAll(".setting.changed")].map((row) =>
			[row.dataset.setting, getComputedStyle(row).borderTopColor])`;
		await until(async () =>
			(await page.evaluate<[string, string][]>(look)).map(([name, colour]) => {
				const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
				return [name, green > Math.max(red, blue)];
			}),
		).toEqual([
			["ctRatio", true],
			["tariff", true],
			["backlight", true],
		]);
	});

	it("the app states the range of a wrong value and does not offer to save it", async () => {
		await page.locator("#lcdCycleTime").fill("31");
		await until(() => setting("lcdCycleTime").innerText()).toContain("Must be 1 – 30 s.");
		await until(() => setting("lcdCycleTime").getByRole("button").count()).toBe(0);
		await page.getByRole("button", { name: "Save all (3)" }).waitFor();
		await page.locator("#lcdCycleTime").fill("10");
		await until(() => setting("lcdCycleTime").innerText()).not.toContain("Must be");
	});

	it("the app saves nothing with a wrong password and shows how many tries are left", async () => {
		await page.getByRole("button", { name: "Save all (3)" }).click();
		await pair(page, bench);
		await enter("1111");
		await until(() => page.getByRole("alert").innerText()).toBe("Wrong password. 4 tries left.");
		expect(await register(TARIFF)).toBe(1);
		expect(await register(CT_RATIO)).toBe(0x0005);
	});

	it("the app saves all settings with the right password, on Modbus and the display", async () => {
		await enter("0000");
		await setting("backlight").locator(".result").waitFor();
		for (const name of ["ctRatio", "tariff", "backlight"])
			await until(() => resultOf(name)).toContain("Saved");
		await until(() => changedSettings()).toBe(0);
		expect((await readBlock(bench, CT_RATIO, 2)).toString("hex")).toBe("02000005");
		expect(await register(TARIFF)).toBe(2);
		expect(await register(BACKLIGHT)).toBe(2);
		await until(async () => (await display()).rows[0]?.toLowerCase()).toMatch(/t2.*0200\/5/);
		await until(async () => (await display()).backlight).toBe(true);
	});

	it("the app shows which setting the meter refused, and why", async () => {
		// 10000 imp/kWh at 1 MW or more is faster than pulses of 30 ms can follow.
		await page.locator("#s0Rate").selectOption("10000 imp/kWh");
		await setting("s0Rate").getByRole("button").click();
		await setting("s0Rate").locator(".result").waitFor();
		await until(() => resultOf("s0Rate")).toContain("Refused");
		// The settings have been read back: nothing is under way any more.
		await page.getByText("0 of 1 saved.").waitFor();
		await page.getByRole("button", { name: "Discard changes" }).click();
	});

	it("a save ends in a known state if the connection is lost in the middle", async () => {
		await page.locator("#lcdCycleTime").fill("25");
		await page.locator("#obisCodes").selectOption("On");
		await page.locator("#screenDirection").selectOption({ index: 1 });
		// The second write reaches the meter but its response is lost; the third is never sent.
		await bench.call("POST", "/api/ble/loss", { afterWrites: 2 });
		await page.getByRole("button", { name: "Save all (3)" }).click();
		await setting("screenDirection").locator(".result").waitFor();
		await until(() => resultOf("lcdCycleTime")).toContain("Saved");
		await until(() => resultOf("obisCodes")).toContain("Saved");
		await until(() => resultOf("screenDirection")).toContain("Not saved");
		await until(() => changedSettings()).toBe(1);
		expect(await register(LCD_CYCLE_TIME)).toBe(0x25);
		expect(await register(OBIS)).toBe(1);
		expect(await register(SCREEN_DIRECTION)).toBe(0);
	});

	it("the app pairs and asks for the password again after the connection was lost", async () => {
		await setting("screenDirection").getByRole("button").click();
		await pair(page, bench);
		await page.getByLabel("Password, four digits").waitFor();
		await page.getByRole("button", { name: "Cancel" }).click();
		await page.getByRole("button", { name: "Discard changes" }).click();
	});

	it("the app shows the latest events immediately and all of them after the password", async () => {
		await open("Events");
		await until(() => page.locator(".events").innerText()).toContain("CT ratio 200/5");
		await page.getByRole("button", { name: "All events" }).click();
		await enter("0000", "Read events");
		await until(() => page.locator(".events").innerText()).toContain("Power on");
	});

	it("the app draws charts of the last minutes", async () => {
		await open("Charts");
		await until(() => page.locator(".u-over").count()).toBe(3);
	});

	it("the app reads the meter's number from a picture of its display", async () => {
		await showQrCode();
		const picture = Buffer.from(
			await (await fetch(`${bench.http}/api/display.png?scale=4`)).arrayBuffer(),
		);
		await page.getByRole("button", { name: "Disconnect" }).click();
		await page.getByRole("button", { name: "Scan QR code" }).click();
		await page
			.locator('input[type="file"]')
			.setInputFiles({ name: "display.png", mimeType: "image/png", buffer: picture });
		await page.locator(".device").waitFor();
		await until(() => page.locator(".device").innerText()).toContain("12345678");
	});

	it("the app reported no error", () => {
		// The browser itself reports a socket that the other side has closed.
		expect(pageErrors.filter((each) => !/WebSocket/.test(each))).toEqual([]);
	});

	it("the app opens without network and bench, with the saved readings", async () => {
		await open("Readings");
		await page.getByRole("button", { name: "Save", exact: true }).click();
		await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
		await bench.stop();
		await page.reload();
		await page.getByRole("heading", { name: "Connect a meter" }).waitFor();
		await until(() => page.locator(".kept").innerText()).toContain("12345678");
	});
});

/** Opens the Bluetooth page of the menu with the buttons. */
async function showQrCode(): Promise<void> {
	const press = (button: string, hold?: number) =>
		bench.call("POST", "/api/buttons", { button, hold });
	// The passkey goes within a second of the pairing; a touch that begins on it does not count.
	await until(async () => (await display()).rows.at(-1)).toMatch(/\d\/\d/);
	await press("middle", 3500);
	for (let i = 0; i < 6; i++) {
		const { rows } = await display();
		if (rows.some((row) => row.includes("*BLUETOOTH"))) break;
		await press("right");
	}
	await press("middle");
}
