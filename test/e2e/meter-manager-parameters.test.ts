/** A parameter file that one meter has given, loaded into another, on a bench of two. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LIMIT_MS, Manager, pair } from "../../testkit/manager.ts";
import { until } from "../../testkit/until.ts";

let manager: Manager;

beforeAll(async () => {
	manager = await Manager.open(["--meters", "2"]);
}, LIMIT_MS);

afterAll(() => manager.close());

/** Reads settings of a meter of the bench over Modbus. */
async function settingsOf(meter: number): Promise<Record<string, unknown>> {
	const { body } = await manager.bench.call("GET", `/api/meters/${meter}/readings`);
	const { readings } = body as { readings: Record<string, { value: unknown }> };
	const names = ["lcdCycleTime", "combinationCode", "backlight", "modbusId", "ctRatio"];
	return Object.fromEntries(names.map((name) => [name, readings[name]?.value]));
}

it("the settings of one meter are saved to a file and loaded into a second one", async () => {
	const { page } = manager;
	await manager.connect("12345678");
	await manager.tab("Settings");
	await page.locator("#lcdCycleTime").fill("17");
	await manager.save("lcdCycleTime");
	await page.locator("#backlight").selectOption("Off");
	await manager.save("backlight");
	const download = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save file" }).click();
	const path = await (await download).path();
	expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ serialNumber: "12345678" });
	await page.getByLabel("Disconnect").click();

	const before = await settingsOf(1);
	expect(before).toMatchObject({ lcdCycleTime: 10, modbusId: 2 });
	await manager.connect("12345679");
	await manager.tab("Settings");
	await page.locator("#lcdCycleTime").waitFor();
	await page.locator('.settings input[type="file"]').setInputFiles(path);
	const dialog = page.getByRole("dialog");
	await until(() => dialog.innerText()).toContain("Of meter 12345678");
	await until(() => dialog.innerText()).toContain("here 10 s, in the file 17 s");
	await dialog.getByRole("button", { name: "Take over 2" }).click();
	await page.getByRole("button", { name: "Save all (2)" }).click();
	await pair(page, manager.bench, "", 1);
	await page.getByLabel("Password, four digits").fill("0000");
	await page.keyboard.press("Enter");
	await until(() => page.locator(".notice").innerText()).toContain("2 of 2 saved.");

	const first = await settingsOf(0);
	// The address on the bus belongs to each meter.
	expect(await settingsOf(1)).toEqual({ ...first, modbusId: 2 });
	expect(first).toMatchObject({ lcdCycleTime: 17, backlight: 3, modbusId: 1 });
});

it("a combination code that stays for ever is no choice, and a file says so", async () => {
	const { page, bench } = manager;
	await bench.call("POST", "/api/meters/1/write", { register: "combinationCode", value: 5 });
	await page.getByLabel("Refresh").click();
	const code = manager.setting("combinationCode");
	await until(() => code.innerText()).toContain("Cannot be changed any more");
	expect(await page.locator("#combinationCode").isDisabled()).toBe(true);
	const file = { kind: "ambit-parameters", settings: { combinationCode: 1 } };
	await page.locator('.settings input[type="file"]').setInputFiles({
		name: "parameters.json",
		mimeType: "application/json",
		buffer: Buffer.from(JSON.stringify(file)),
	});
	const dialog = page.getByRole("dialog");
	await until(() => dialog.innerText()).toContain(
		"Combination code of this meter cannot be changed any more.",
	);
	await dialog.getByRole("button", { name: "Close", exact: true }).click();
});
