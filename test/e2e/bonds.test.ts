/** A phone that pairs once: the menu of the buttons, the virtual radio and Meter Manager. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMIT_MS, Manager } from "../../testkit/manager.ts";
import { until } from "../../testkit/until.ts";

/** BROADCAST in the settings menu. */
const BROADCAST = 8;

let manager: Manager;

beforeAll(async () => {
	manager = await Manager.open(["--calibrated", "no"]);
	await manager.connect();
	await manager.tab("Settings");
	await manager.page.locator("#tariff").waitFor();
}, LIMIT_MS);

afterAll(() => manager.close());

async function press(button: "left" | "middle" | "right", hold = 150): Promise<void> {
	const { status } = await manager.bench.call("POST", "/api/buttons", { button, hold });
	expect(status).toBe(200);
}

/** The rows of part 3 of the display. */
async function rows(): Promise<string> {
	const { body } = await manager.bench.call("GET", "/api/display");
	return (body as { rows: string[] }).rows.join("\n");
}

const shown = (words: RegExp): Promise<void> => until(rows).toMatch(words);

/** Turns BONDS of the menu over. */
async function turnBonds(): Promise<void> {
	await press("middle", 3500);
	await shown(/\*BLUETOOTH/);
	await press("right");
	await press("middle");
	await shown(/PASSWORD +0/);
	for (let i = 0; i < 4; i++) await press("middle");
	await shown(/\*PASSWORD/);
	for (let i = 0; i < BROADCAST; i++) await press("right");
	await shown(/\*BROADCAST/);
	await press("middle");
	await press("right");
	await shown(/\*BONDS/);
	await press("middle");
	await press("right");
	await press("middle");
}

async function leaveMenu(): Promise<void> {
	await press("middle", 3500);
	await shown(/\*PASSWORD|\*BROADCAST/);
	await press("middle", 3500);
	await until(rows).not.toMatch(/\*/);
}

/** Ends the connection, and waits until the app knows: until then it would save on the old one. */
async function loseConnection(): Promise<void> {
	const lost = manager.page.locator(".status.lost").waitFor();
	await manager.bench.call("POST", "/api/ble/loss", {});
	await lost;
}

const password = () => manager.page.getByLabel("Password, four digits");
const digits = () => manager.page.getByLabel("Six digits on the display");

/** Changes a setting and begins to save it. */
async function beginToSave(tariff: string): Promise<void> {
	await manager.page.locator("#tariff").selectOption(tariff);
	await manager.setting("tariff").getByRole("button", { name: /^Save/ }).click();
}

describe("a meter whose owner has switched BONDS on at the buttons", { timeout: LIMIT_MS }, () => {
	it("asks a phone for the digits once, and for the password each time", async () => {
		await turnBonds();
		await shown(/BONDS +ON/);
		await leaveMenu();
		await beginToSave("T2");
		await manager.pair();
		await password().waitFor();
		await manager.page.keyboard.type("0000");
		await manager.page.keyboard.press("Enter");
		await manager.setting("tariff").getByText("Saved").waitFor();
		await until(async () => (await manager.bench.call("GET", "/api/ble")).body).toMatchObject({
			bonds: 1,
		});
		await loseConnection();
		await beginToSave("T3");
		await password().or(digits()).waitFor();
		expect(await digits().isVisible()).toBe(false);
		await password().fill("0000");
		await manager.page.keyboard.press("Enter");
		await manager.setting("tariff").getByText("Saved").waitFor();
	});

	it("forgets it when they are switched off, and it pairs with digits again", async () => {
		await turnBonds();
		await shown(/BONDS +OFF/);
		await leaveMenu();
		expect((await manager.bench.call("GET", "/api/ble")).body).toMatchObject({ bonds: 0 });
		await loseConnection();
		await beginToSave("T4");
		await manager.pair();
		await password().waitFor();
	});
});
