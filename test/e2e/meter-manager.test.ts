import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePages } from "../../scripts/setup/pages.mjs";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { readBlock } from "../../testkit/readings.ts";

/** Registers as masters know them: addresses and scales from the manual. */
const CT_RATIO = 0x401f;
const STATUS_WORD = 0x401d;
const TARIFF = 0x6048;
const BACKLIGHT = 0x4034;
const LCD_CYCLE_TIME = 0x4010;
const SCREEN_DIRECTION = 0x4032;
const OBIS = 0x4033;

/** Longest life of a meter and longest time of a test, ms; and of something that is waited for. */
const LIMIT = 300_000;
const PATIENCE = 60_000;

let bench: RunningBench;
let browser: Browser;
let page: Page;
/** What the page has complained about. */
const complaints: string[] = [];

beforeAll(async () => {
	await ensurePages(() => {});
	bench = await startBench(["--calibrated", "no"], LIMIT);
	browser = await openBrowser();
	const context = await browser.newContext({
		viewport: { width: 390, height: 844 },
		acceptDownloads: true,
	});
	page = await context.newPage();
	page.setDefaultTimeout(PATIENCE);
	page.on("pageerror", (error) => complaints.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error") complaints.push(message.text());
	});
	await page.goto(`${bench.http}/manager/`);
}, LIMIT);

afterAll(async () => {
	await browser?.close();
	await bench?.stop();
});

/** A register as a Modbus master reads it. */
async function register(address: number): Promise<number> {
	return (await readBlock(bench, address, 1)).readUInt16BE();
}

/** Asks again and again until the answer is as it should be: the page draws itself when it comes to it. */
const until = (value: () => unknown) => expect.poll(value, { timeout: PATIENCE, interval: 100 });

async function open(tab: string): Promise<void> {
	await page.getByRole("navigation").getByRole("button", { name: tab }).click();
}

const setting = (name: string) => page.locator(`[data-setting="${name}"]`);

/** Number of settings that are marked as changed. */
const changedSettings = () => page.locator(".setting.changed").count();

/** What came of saving a setting, in words. */
const resultOf = (name: string) => setting(name).locator(".result").innerText();

async function enter(password: string): Promise<void> {
	await page.getByLabel("Password, four digits").fill(password);
	await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
}

async function display(): Promise<{ rows: string[]; backlight: boolean; page: string }> {
	const { body } = await bench.call("GET", "/api/display");
	return body as { rows: string[]; backlight: boolean; page: string };
}

describe("Meter Manager in Chromium", { timeout: LIMIT }, () => {
	it("finds the bench's meter, connects, and shows type, serial number and version", async () => {
		await page.getByRole("button", { name: "12345678" }).click();
		const device = page.locator(".device");
		for (const part of ["Ambit 2PU CT", "12345678", "1.00"])
			await until(() => device.innerText()).toContain(part);
		// Bit 12 of the status word: Bluetooth is on.
		expect((await register(STATUS_WORD + 1)) & 0x1000).toBe(0x1000);
	});

	it("shows the readings that the meter sends", async () => {
		await bench.call("PATCH", "/api/mains", { phases: [{ voltage: 231, current: 2, angle: 60 }] });
		const power = page.locator('[data-register="activePower"] .number');
		// 231 V · 2 A · cos 60° + 2 · 230 W = 0.691 kW, within an uncalibrated meter's errors.
		await until(async () => Number(await power.innerText())).toBeCloseTo(0.691, 1);
		await open("Readings");
		const voltage = page.locator('.phases [data-register="voltageL1"] .number');
		await until(async () => Math.abs(Number(await voltage.innerText()) - 231)).toBeLessThan(5);
	});

	it("marks changed settings green, and no others", async () => {
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

	it("says what a value has to be that cannot be, and does not offer it for saving", async () => {
		await page.locator("#lcdCycleTime").fill("31");
		await until(() => setting("lcdCycleTime").innerText()).toContain("It has to be 1 – 30 s.");
		await until(() => setting("lcdCycleTime").getByRole("button").count()).toBe(0);
		await page.getByRole("button", { name: "Save all (3)" }).waitFor();
		await page.locator("#lcdCycleTime").fill("10");
		await until(() => setting("lcdCycleTime").innerText()).not.toContain("It has to be");
	});

	it("saves nothing with a wrong password, and says how many tries are left", async () => {
		await page.getByRole("button", { name: "Save all (3)" }).click();
		await enter("1111");
		await until(() => page.getByRole("alert").innerText()).toBe("Wrong password. 4 tries left.");
		expect(await register(TARIFF)).toBe(1);
		expect(await register(CT_RATIO)).toBe(0x0005);
	});

	it("saves all with the right one: on Modbus, on the display, and in the app", async () => {
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

	it("shows what the meter refuses, and why", async () => {
		// 10000 imp/kWh of 1 MW and more is faster than pulses of 30 ms can follow.
		await page.locator("#s0Rate").selectOption("10000 imp/kWh");
		await setting("s0Rate").getByRole("button").click();
		await setting("s0Rate").locator(".result").waitFor();
		await until(() => resultOf("s0Rate")).toContain("Refused");
		await page.getByRole("button", { name: "Discard changes" }).click();
	});

	it("ends in a known state when the connection is lost in the middle of saving", async () => {
		await page.locator("#lcdCycleTime").fill("25");
		await page.locator("#obisCodes").selectOption("On");
		await page.locator("#screenDirection").selectOption({ index: 1 });
		// The second write reaches the meter, its answer is lost with the connection; the third is never sent.
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

	it("asks for the password again after that: the login went with the connection", async () => {
		await setting("screenDirection").getByRole("button").click();
		await page.getByRole("dialog").waitFor();
		await page.getByRole("button", { name: "Cancel" }).click();
		await page.getByRole("button", { name: "Discard changes" }).click();
	});

	it("shows the log: the latest events at once, all of them after the password", async () => {
		await open("Events");
		await until(() => page.locator(".events").innerText()).toContain("CT ratio 200/5");
		await page.getByRole("button", { name: "All events" }).click();
		await enter("0000");
		await until(() => page.locator(".events").innerText()).toContain("Power on");
	});

	it("draws the last minutes", async () => {
		await open("Charts");
		await until(() => page.locator(".u-over").count()).toBe(3);
	});

	it("reads the meter's number from a picture of its display", async () => {
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

	it("has complained about nothing", () => {
		// A browser says so itself when a socket is closed from the other side.
		expect(complaints.filter((each) => !/WebSocket/.test(each))).toEqual([]);
	});

	it("opens without network and bench, with the readings that were kept", async () => {
		await open("Readings");
		await page.getByRole("button", { name: "Save", exact: true }).click();
		await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
		await bench.stop();
		await page.reload();
		await page.getByRole("heading", { name: "Connect a meter" }).waitFor();
		await until(() => page.locator(".kept").innerText()).toContain("12345678");
	});
});

describe("the files of Meter Manager", { timeout: LIMIT }, () => {
	let slow: RunningBench;

	// The readings of a meter that crawls stand still while they are compared.
	beforeAll(async () => {
		slow = await startBench(["--calibrated", "no", "--speed", "0.02"], LIMIT);
		await slow.call("PATCH", "/api/mains", {
			phases: [{ current: 4, angle: 150 }, { current: 0.5 }, {}],
		});
		await slow.call("POST", "/api/advance", { seconds: 120 });
		await page.goto(`${slow.http}/manager/`);
		await page.getByRole("button", { name: "12345678" }).click();
		await page.locator(".device").waitFor();
		await open("Readings");
	}, LIMIT);

	afterAll(() => slow?.stop());

	/** Clicks and reads the file that comes. */
	async function fileBehind(name: string): Promise<string> {
		const download = page.waitForEvent("download");
		await page.getByRole("button", { name }).click();
		return readFileSync(await (await download).path(), "utf8");
	}

	/** First addresses and lengths of the blocks that are compared. */
	const BLOCKS = [
		[0x5000, 0x38],
		[0x6000, 0x48],
		[0x6049, 0x48],
	] as const;

	const readBlocks = () =>
		Promise.all(BLOCKS.map(([first, count]) => readBlock(slow, first, count)));

	/** What masters have read of a register, as a number. */
	function valueIn(blocks: readonly Buffer[], address: number): number {
		const at = BLOCKS.findIndex(([first, count]) => address >= first && address < first + count);
		return blocks[at]?.readFloatBE(2 * (address - (BLOCKS[at]?.[0] ?? 0))) ?? Number.NaN;
	}

	interface Files {
		/** Lines of the CSV file that hold a measurement or an energy, cell by cell. */
		lines: string[][];
		json: { registers: { register: string; value: number }[] };
	}

	async function makeFiles(): Promise<Files> {
		const button = page.getByRole("button", { name: "Read", exact: true });
		await button.click();
		// It can be pressed again when all has been read.
		await until(() => button.isEnabled()).toBe(true);
		const lines = (await fileBehind("CSV"))
			.trim()
			.split("\r\n")
			.map((line) => line.split(","))
			.filter(([, , hex = ""]) => /^[56]/.test(hex) && hex !== "6048");
		return { lines, json: JSON.parse(await fileBehind("JSON")) as Files["json"] };
	}

	/** The lines whose value the registers have had neither before nor after. */
	const strangers = ({ lines }: Files, before: readonly Buffer[], after: readonly Buffer[]) =>
		lines.filter(([, , hex = "", , , value]) => {
			const address = Number.parseInt(hex, 16);
			return ![before, after].some(
				(blocks) => valueIn(blocks, address) === Math.fround(Number(value)),
			);
		});

	it("hold the registers' numbers, to the last digit", async () => {
		let before = await readBlocks();
		let files = await makeFiles();
		let after = await readBlocks();
		// Requests take their time on the wire: a reading may have come and gone between two of them.
		for (let again = 0; again < 10 && strangers(files, before, after).length > 0; again++) {
			before = await readBlocks();
			files = await makeFiles();
			after = await readBlocks();
		}
		const { lines, json } = files;
		expect(strangers(files, before, after)).toEqual([]);
		// 26 measurements and 72 energies, as the manual prints them.
		expect(lines).toHaveLength(26 + 72);
		for (const [serialNumber, , hex, , , value] of lines) {
			expect(serialNumber).toBe("12345678");
			expect(json.registers.find((each) => each.register === hex)?.value).toBe(Number(value));
		}
		expect(lines.filter(([, , , , , value]) => Number(value) !== 0).length).toBeGreaterThan(40);
	});
});

/** By the buttons, to the Bluetooth page of the menu. */
async function showQrCode(): Promise<void> {
	const press = (button: string, hold?: number) =>
		bench.call("POST", "/api/buttons", { button, hold });
	await press("middle", 3500);
	for (let i = 0; i < 6; i++) {
		const { rows } = await display();
		if (rows.some((row) => row.includes("*BLUETOOTH"))) break;
		await press("right");
	}
	await press("middle");
}
