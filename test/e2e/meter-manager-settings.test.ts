import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIMIT_MS, Manager } from "../../testkit/manager.ts";
import { readBlock } from "../../testkit/readings.ts";
import { until } from "../../testkit/until.ts";

/** Register addresses from the manual and docs/mbus.md, independent of the product's table. */
const MODBUS_ID = 0x4003;
const CT_RATIO = 0x401f;
const LCD_CYCLE_TIME = 0x4010;
const TARIFF = 0x6048;
const TRIP_COUNTER = 0x6049;
const MBUS_ADDRESS = 0x7080;

let manager: Manager;

beforeAll(async () => {
	manager = await Manager.open();
}, LIMIT_MS);

beforeEach(async () => {
	await manager.page.goto("about:blank");
	await manager.page.goto(manager.address);
	await manager.connect();
	await manager.tab("Settings");
	await manager.page.locator("#tariff").waitFor();
});

afterAll(() => manager.close());

/** Reads registers as a Modbus client, in hexadecimal. */
const registers = async (address: number, count: number): Promise<string> =>
	(await readBlock(manager.bench, address, count)).toString("hex");

const dialog = () => manager.page.getByRole("dialog");

describe("the settings of M-Bus", { timeout: LIMIT_MS }, () => {
	it("address, baud rate and secondary address are saved", async () => {
		await manager.page.locator("#mbusAddress").fill("42");
		await manager.page.locator("#mbusBaudRate").selectOption("9600");
		await manager.page.locator("#mbusIdentification").fill("00815421");
		await manager.save("mbusAddress");
		await manager.save("mbusBaudRate");
		await manager.save("mbusIdentification");
		expect(await registers(MBUS_ADDRESS, 4)).toBe("002a000600815421");
	});

	it("a secondary address that is not eight digits is refused in place", async () => {
		const before = await registers(MBUS_ADDRESS, 4);
		const row = manager.setting("mbusIdentification");
		for (const typed of ["", "123", "123456789", "12,45678", "1e9", "abcdefgh", "-1234567"]) {
			await manager.page.locator("#mbusIdentification").fill("11111111");
			await until(() => row.innerText()).not.toContain("Must be");
			await manager.page.locator("#mbusIdentification").fill(typed);
			await until(() => row.innerText()).toContain("Must be 8 digits.");
			expect(await row.getByRole("button").count()).toBe(0);
		}
		expect(await registers(MBUS_ADDRESS, 4)).toBe(before);
	});
});

describe("bad input into a number", { timeout: LIMIT_MS }, () => {
	it("stays as it was typed, is refused and says the range", async () => {
		const field = manager.page.locator("#modbusId");
		const row = manager.setting("modbusId");
		for (const typed of ["", "0", "248", "1,5", "1.5", "1e9", "-3", "abc", "1 2"]) {
			await field.fill("7");
			await until(() => row.innerText()).not.toContain("Must be");
			await field.fill("");
			await field.pressSequentially(typed);
			await until(() => row.innerText()).toContain("Must be 1 – 247.");
			expect(await field.inputValue()).toBe(typed);
			expect(await field.getAttribute("aria-invalid")).toBe("true");
			expect(await row.getByRole("button").count()).toBe(0);
		}
		expect(await registers(MODBUS_ID, 1)).toBe("0001");
	});

	it("leaves the secondary current of a CT ratio as it was", async () => {
		const primary = manager.page.locator("#ctRatio");
		const secondary = manager.page.getByLabel("Secondary current");
		await secondary.selectOption("1");
		await primary.fill("");
		await until(() => manager.setting("ctRatio").innerText()).toContain("Must be");
		await primary.pressSequentially("100");
		await until(() => manager.setting("ctRatio").innerText()).not.toContain("Must be");
		expect(await secondary.inputValue()).toBe("1");
	});
});

describe("what cannot be undone", { timeout: LIMIT_MS }, () => {
	it("is said before T3 is saved, and nothing is saved without consent", async () => {
		await manager.page.locator("#tariff").selectOption("T3");
		await manager.setting("tariff").getByRole("button").click();
		await manager.pair();
		await until(() => dialog().innerText()).toContain("T3 and T4 stay on the display");
		await dialog().getByRole("button", { name: "Cancel" }).click();
		expect(await registers(TARIFF, 1)).toBe("0001");
	});

	it("is said of code C-05, and of no other code", async () => {
		const row = manager.setting("combinationCode");
		await manager.page.locator("#combinationCode").selectOption("C-04 Forward − reverse");
		await until(() => row.locator(".warning").count()).toBe(0);
		await manager.page.locator("#combinationCode").selectOption("C-05 Forward − reverse (10)");
		await until(() => row.innerText()).toContain("no other code is possible any more");
	});

	it("is asked about before the trip counter is reset, even after the login", async () => {
		await manager.bench.call("POST", "/api/advance", { seconds: 60 });
		expect(await registers(TRIP_COUNTER, 2)).not.toBe("00000000");
		await manager.page.locator("#backlight").selectOption("Off");
		await manager.save("backlight");
		await manager.setting("resettableEnergy").getByRole("button", { name: "Reset" }).click();
		await manager.setting("resettableEnergy").getByLabel("Save Trip counter").click();
		await until(() => dialog().innerText()).toContain("The trip counter is set to zero.");
		expect(await dialog().locator("input").count()).toBe(0);
		await dialog().getByRole("button", { name: "Save" }).click();
		await manager.setting("resettableEnergy").getByText("Saved").waitFor();
	});
});

describe("the password", { timeout: LIMIT_MS }, () => {
	it("is locked for a time that counts down", async () => {
		await manager.tab("Events");
		await manager.page.getByRole("button", { name: "All events" }).click();
		await manager.pair();
		for (let tries = 4; tries >= 0; tries--) {
			await manager.page.getByLabel("Password, four digits").fill("9999");
			await dialog().getByRole("button", { name: "Read events" }).click();
			if (tries > 0) await until(() => dialog().innerText()).toContain(`${tries} `);
		}
		const left = async (): Promise<number> =>
			Number(/(\d+) s/.exec(await manager.page.getByRole("timer").innerText())?.[1]);
		await manager.page.getByRole("timer").waitFor();
		const first = await left();
		expect(first).toBeLessThanOrEqual(60);
		await until(left).toBeLessThan(first - 1);
		await manager.bench.call("POST", "/api/advance", { seconds: 61 });
		await dialog().getByRole("button", { name: "Cancel" }).click();
		await manager.page.getByRole("button", { name: "All events" }).click();
		await manager.page.getByLabel("Password, four digits").fill("0000");
		await dialog().getByRole("button", { name: "Read events" }).click();
		await until(() => manager.page.locator(".events").innerText()).toContain("locked for 60 s");
	});
});

describe("the events", { timeout: LIMIT_MS }, () => {
	it("have a head line, and times that are not taken for times of day", async () => {
		await manager.tab("Events");
		const head = manager.page.locator(".events thead");
		await until(() => head.innerText()).toContain("Operating time");
		const times = await manager.page.locator(".events td:last-child").allInnerTexts();
		expect(times.filter((time) => !/^(\d+ (d|h|min) )*\d+ s$/.test(time))).toEqual([]);
	});
});

describe("a parameter file", { timeout: LIMIT_MS }, () => {
	const load = (text: string) =>
		manager.page.locator('.settings input[type="file"]').setInputFiles({
			name: "parameters.json",
			mimeType: "application/json",
			buffer: Buffer.from(text),
		});

	it("of one meter is compared with another and taken over", async () => {
		const download = manager.page.waitForEvent("download");
		await manager.page.getByRole("button", { name: "Save file" }).click();
		const file = JSON.parse(readFileSync(await (await download).path(), "utf8"));
		expect(file).toMatchObject({ kind: "ambit-parameters", serialNumber: "12345678" });
		const settings = { ...file.settings, lcdCycleTime: 17, modbusId: 9 };
		await load(JSON.stringify({ ...file, serialNumber: "11111111", settings }));
		await until(() => dialog().innerText()).toContain("here 10 s, in the file 17 s");
		// An address belongs to one meter.
		expect(await dialog().getByLabel("Modbus ID").isChecked()).toBe(false);
		await dialog().getByRole("button", { name: "Take over 1" }).click();
		await until(() => manager.page.locator(".setting.changed").count()).toBe(1);
		await manager.save("lcdCycleTime");
		expect(await registers(LCD_CYCLE_TIME, 1)).toBe("0017");
		expect(await registers(MODBUS_ID, 1)).toBe("0001");
	});

	it.each([
		["hello", "it is not JSON"],
		["null", "no parameter file of Meter Manager"],
		['{"kind": "other", "settings": {}}', "no parameter file of Meter Manager"],
	])("that is %s is refused in words", async (text, message) => {
		await load(text);
		await until(() => manager.page.locator(".notice").innerText()).toContain(message);
		expect(await dialog().count()).toBe(0);
	});

	it("with impossible values names them and takes none over", async () => {
		const settings = { modbusId: 999, tariff: "x", unknown: 1 };
		await load(JSON.stringify({ kind: "ambit-parameters", settings }));
		for (const message of [
			"Modbus ID cannot be 999",
			"Tariff cannot be",
			"“unknown” is no setting",
		])
			await until(() => dialog().innerText()).toContain(message);
		expect(await dialog().getByRole("button", { name: "Take over" }).isDisabled()).toBe(true);
		await dialog().getByRole("button", { name: "Close" }).click();
	});
});

describe("without a mouse", { timeout: LIMIT_MS }, () => {
	it("one connects, changes four settings, saves them and exports the readings", async () => {
		const { page } = manager;
		const focused = () =>
			page.evaluate<string>(
				`(() => {
					const element = document.activeElement;
					if (element === document.body) return "";
					return (element.labels?.[0] ?? element).innerText + (element.ariaLabel ?? "");
				})()`,
			);
		/** Tabs until the element with this text has the focus. */
		const reach = async (text: string): Promise<void> => {
			for (let i = 0; i < 80; i++) {
				if ((await focused()).includes(text)) return;
				await page.keyboard.press("Tab");
			}
			throw new Error(`${text} cannot be reached by the keyboard`);
		};
		await page.goto("about:blank");
		await page.goto(manager.address);
		await page.locator(".meters button").waitFor();
		await reach("12345678");
		await page.keyboard.press("Enter");
		await page.locator(".device").waitFor();
		await reach("Settings");
		await page.keyboard.press("Enter");
		await page.locator("#ctRatio").waitFor();
		await reach("CT ratio");
		await page.keyboard.press("ControlOrMeta+a");
		await page.keyboard.type("250");
		await reach("Tariff");
		await page.keyboard.type("T2");
		await reach("Display cycle time");
		await page.keyboard.press("ControlOrMeta+a");
		await page.keyboard.type("20");
		await reach("OBIS codes");
		await page.keyboard.type("On");
		await reach("Save all (4)");
		await page.keyboard.press("Enter");
		await manager.pair();
		await page.getByLabel("Password, four digits").waitFor();
		await page.keyboard.type("0000");
		await page.keyboard.press("Enter");
		await until(() => page.locator(".notice").innerText()).toContain("4 of 4 saved.");
		expect(await registers(CT_RATIO, 2)).toBe("02500005");
		expect(await registers(LCD_CYCLE_TIME, 1)).toBe("0020");
		// The focus is at a result, not lost.
		await until(focused).toContain("Saved");
		await reach("Readings");
		await page.keyboard.press("Enter");
		await page.getByText("Meter data").waitFor();
		await reach("CSV");
		const download = page.waitForEvent("download");
		await page.keyboard.press("Enter");
		expect((await download).suggestedFilename()).toMatch(/^meter-12345678-.*\.csv$/);
	});

	it("the focus is never under the bar", async () => {
		const { page } = manager;
		const hidden: string[] = [];
		for (let i = 0; i < 60; i++) {
			await page.keyboard.press(i < 30 ? "Tab" : "Shift+Tab");
			const [under, name] = await page.evaluate<[boolean, string]>(`(() => {
				const element = document.activeElement;
				const bar = document.querySelector(".bar");
				const skips = element === document.body || bar.contains(element)
					|| element.closest(".tabs, .skip");
				const { top } = element.getBoundingClientRect();
				return [!skips && top < bar.getBoundingClientRect().bottom, element.outerHTML.slice(0, 80)];
			})()`);
			if (under) hidden.push(name);
		}
		expect(hidden).toEqual([]);
	});
});

describe("BROADCAST off", { timeout: LIMIT_MS }, () => {
	it("is asked about, saved, ends the connection and says how to get it back", async () => {
		await manager.page.locator("#broadcast").selectOption("Off");
		await manager.setting("broadcast").getByRole("button").click();
		await manager.pair();
		await until(() => dialog().innerText()).toContain("This connection ends.");
		await manager.page.getByLabel("Password, four digits").fill("0000");
		await manager.page.keyboard.press("Enter");
		await manager.setting("broadcast").getByText("Saved").waitFor();
		await until(() => manager.page.locator(".notice").innerText()).toContain(
			"Bluetooth is off: switch BROADCAST on in the meter's menu.",
		);
	});
});
