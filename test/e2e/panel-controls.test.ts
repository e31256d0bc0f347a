/** The panel's fields, switches and messages, on one bench. */
import { connect, type Socket } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readRequest } from "../../client/pdu.ts";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import type { RunningBench } from "../../testkit/bench.ts";
import { LIMIT_MS, openPanel, type PanelOnBench, startPanel, until } from "../../testkit/panel.ts";

let browser: Browser;
let bench: RunningBench;
let panel: PanelOnBench;
let page: Page;

beforeAll(async () => {
	panel = await startPanel(["--meters", "2"]);
	({ browser, bench, page } = panel);
}, LIMIT_MS);

afterAll(async () => {
	await panel.close();
	// Chromium logs the answer to a leap that was cancelled.
	expect(panel.problems.filter((text) => !text.includes("409"))).toEqual([]);
});

beforeEach(async () => {
	await bench.call("PUT", "/api/mains", {
		wiring: "3P4W",
		frequency: 50,
		sequence: "123",
		tariffInput: false,
		phases: [1, 2, 3].map(() => ({ voltage: 230, current: 1, angle: 30 })),
	});
	await until(() => field("L1 current I, A").inputValue()).toBe("1.000");
	await until(() => field("L3 angle φ, °").inputValue()).toBe("30");
}, LIMIT_MS);

interface Phase {
	voltage: number;
	current: number;
	angle: number;
	harmonics: { order: number; currentPercent: number }[];
}

async function phase(index = 0): Promise<Phase> {
	const { body } = await bench.call("GET", "/api/mains");
	return (body as { phases: Phase[] }).phases[index] as Phase;
}

const field = (name: string) => page.getByRole("textbox", { name, exact: true });

/** Types into a field and leaves it. */
async function enter(name: string, text: string): Promise<void> {
	await field(name).fill(text);
	await field(name).press("Tab");
}

it("a decimal comma is a decimal point", async () => {
	await enter("L1 current I, A", "1,5");
	await until(async () => (await phase()).current).toBe(1.5);
	await until(() => field("L2 current I, A").inputValue()).toBe("1.500");
});

it.each([
	["", "Nothing was entered: 1.000 A stays in force."],
	["abc", "“abc” is not a number: 1.000 A stays in force."],
	["1.2.3", "“1.2.3” is not a number: 1.000 A stays in force."],
	["22", "22 is outside 0 to 21.2 A: 1.000 A stays in force."],
	["1e9", "1e9 is outside 0 to 21.2 A: 1.000 A stays in force."],
	["-0,1", "-0,1 is outside 0 to 21.2 A: 1.000 A stays in force."],
])("the entry %j is refused at its field, and the old value stays in force", async (text, why) => {
	await enter("L1 current I, A", text);
	await page.getByText(why).waitFor();
	expect(await field("L1 current I, A").inputValue()).toBe("1.000");
	expect((await phase()).current).toBe(1);
	await enter("L1 current I, A", "2");
	await until(async () => (await phase()).current).toBe(2);
	await until(() => page.locator(".problem:not(:empty)").count()).toBe(0);
});

it("the reason of a refusal goes once another value is in force", async () => {
	await enter("L1 current I, A", "22");
	await page.getByText("22 is outside 0 to 21.2 A: 1.000 A stays in force.").waitFor();
	await bench.call("PATCH", "/api/mains", { phases: [{ current: 2 }, null, null] });
	await until(() => field("L1 current I, A").inputValue()).toBe("2.000");
	expect(await page.locator(".problem:not(:empty)").count()).toBe(0);
});

it("lines that are pasted do not become one number", async () => {
	await field("L1 current I, A").focus();
	await page.evaluate(`{
		const data = new DataTransfer();
		data.setData("text", "1\\n2");
		const all = { clipboardData: data, bubbles: true, cancelable: true };
		document.activeElement.dispatchEvent(new ClipboardEvent("paste", all));
	}`);
	await page.getByText("Several lines were pasted: 1.000 A stays in force.").waitFor();
	expect((await phase()).current).toBe(1);
});

it("Escape drops an entry, and leaving the field then changes nothing", async () => {
	await field("L1 current I, A").fill("3");
	await page.keyboard.press("Escape");
	await until(() => field("L1 current I, A").inputValue()).toBe("1.000");
	await page.keyboard.press("Tab");
	await enter("L2 voltage U, V", "231");
	await until(async () => (await phase(1)).voltage).toBe(231);
	expect((await phase()).current).toBe(1);
});

it("a value that changes while its field has the focus does not mix with the entry", async () => {
	await field("L1 current I, A").focus();
	await bench.call("PATCH", "/api/mains", { phases: [{ current: 1.25 }, null, null] });
	const slider = page.getByRole("slider", { name: "L1 current I", exact: true });
	await until(() => slider.inputValue()).toBe("1.25");
	await page.keyboard.type("3");
	await page.keyboard.press("Tab");
	await until(async () => (await phase()).current).toBe(3);
	await until(() => field("L1 current I, A").inputValue()).toBe("3.000");
});

it("270° are −90°, and half a degree is shown", async () => {
	await enter("L1 angle φ, °", "270");
	await until(async () => (await phase()).angle).toBe(-90);
	await enter("L1 angle φ, °", "12.5");
	await until(async () => (await phase()).angle).toBe(12.5);
	await until(() => field("L1 angle φ, °").inputValue()).toBe("12.5");
});

it("a harmonic that is refused is told at its field, which shows the one in force", async () => {
	await page.getByText("Harmonics none").first().click();
	const add = page.getByRole("button", { name: "Add a harmonic" }).first();
	await add.click();
	await field("L1 harmonic 3, order").waitFor();
	await add.click();
	await field("L1 harmonic 5, order").waitFor();
	await enter("L1 harmonic 3, current", "500");
	await page.getByText("500 is outside 0 to 100 %: 10 % stays in force.").waitFor();
	await enter("L1 harmonic 3, order", "5");
	await page.getByText("Harmonic 5 is already there: 3 stays in force.").waitFor();
	await enter("L1 harmonic 3, order", "2,5");
	await page.getByText("2,5 is not a whole number: 3 stays in force.").waitFor();
	expect(await field("L1 harmonic 3, current").inputValue()).toBe("10");
	expect((await phase()).harmonics.map(({ order }) => order)).toEqual([3, 5]);
});

it("the load in force is marked, and a change can be undone", async () => {
	const start = page.getByRole("button", { name: "1 A, lagging" });
	const unbalanced = page.getByRole("button", { name: "Unbalanced" });
	await until(() => start.getAttribute("aria-pressed")).toBe("true");
	await unbalanced.click();
	await until(() => unbalanced.getAttribute("aria-pressed")).toBe("true");
	const together = page.getByRole("switch", { name: "All phases together" });
	await until(() => together.getAttribute("aria-checked")).toBe("false");
	await page.reload();
	await until(() => together.getAttribute("aria-checked")).toBe("false");
	await enter("L1 voltage U, V", "240");
	await until(async () => (await phase()).voltage).toBe(240);
	expect((await phase(1)).voltage).toBe(230);
	await page.getByRole("button", { name: "Undo" }).click();
	await until(async () => (await phase()).voltage).toBe(230);
	await until(() => unbalanced.getAttribute("aria-pressed")).toBe("true");
});

it("wiring that differs between mains and meter is said, and the meter can be set", async () => {
	const choice = (name: string, wiring: string) =>
		page.getByRole("group", { name }).getByRole("radio", { name: wiring });
	await until(() => choice("Wiring set in the meter", "3P4W").isChecked()).toBe(true);
	await choice("Wiring of the mains", "3P3W").click();
	await page.getByRole("button", { name: "Set the meter to 3P3W" }).click();
	await until(() => choice("Wiring set in the meter", "3P3W").isChecked()).toBe(true);
	await until(() => page.locator(".difference").count()).toBe(0);
	expect((await bench.call("GET", "/api/seal")).body).toEqual({ open: false });
	await choice("Wiring set in the meter", "3P4W").click();
	await until(() => choice("Wiring set in the meter", "3P4W").isChecked()).toBe(true);
});

it("without supply the panel says so, and shows no figures as if live", async () => {
	const power = page.locator(".card", { hasText: "Active power" }).locator(".figure").first();
	await until(() => power.innerText()).toMatch(/W$/);
	await page.getByRole("switch", { name: "Supply" }).click();
	await page.getByText("The supply is off: the meter reads nothing and is silent.").waitFor();
	await until(() => power.innerText()).toBe("—");
	await page.getByRole("switch", { name: "Supply" }).click();
	await until(() => power.innerText()).toMatch(/W$/);
});

it("an ID without a meter is said to be that, in no panel but the one that asks", async () => {
	const other = await openPanel(browser, bench);
	const read = (of: Page) => of.locator(".quantities .value").first().innerText();
	await until(() => read(page)).toMatch(/\d/);
	await enter("Modbus ID that is read", "9");
	await page.getByText("No meter answers at this Modbus ID.").waitFor();
	expect(await read(other.page)).toMatch(/\d/);
	await page.reload();
	await until(() => read(page)).toMatch(/\d/);
	expect(await field("Modbus ID that is read").inputValue()).toBe("1");
	await other.page.close();
});

it("a page of a meter that is not there says how many there are", async () => {
	const absent = await openPanel(browser, bench, { path: "?meter=99", state: "no such meter" });
	await absent.page.getByText("This bench has 2 meters, 0 to 1").waitFor();
	await absent.page.getByRole("link", { name: "go to meter 0" }).click();
	await absent.page.getByText("connected", { exact: true }).waitFor();
	await absent.page.close();
});

it("the wall shows all meters at a glance, and leads to each", async () => {
	const wall = await openPanel(browser, bench, { path: "?view=wall" });
	const tiles = wall.page.locator(".tile");
	await until(() => tiles.count()).toBe(2);
	await bench.call("POST", "/api/meters/1/power", { on: false });
	await until(() => tiles.nth(1).innerText()).toContain("supply off");
	await until(() => tiles.nth(0).innerText()).toMatch(/12345678[\s\S]*597\.6 W[\s\S]*kWh/);
	// The bench does not follow what is written since.
	expect(await tiles.nth(0).innerText()).toContain("Modbus ID 1 when new");
	await bench.call("POST", "/api/meters/1/power", { on: true });
	await until(() => tiles.nth(1).innerText()).toContain("metering");
	expect(await violationsInAllLooks(wall.page)).toEqual([]);
	await tiles.nth(1).click();
	await until(() => wall.page.title()).toBe("12345679 · Ambit");
	expect(wall.page.url()).toContain("?meter=1");
	await wall.page.close();
});

/** A Modbus TCP client that asks again as soon as it is answered. */
function restless(): Socket {
	const request = Buffer.from([0, 1, 0, 0, 0, 6, 1, ...readRequest(0x5002, 60)]);
	const socket = connect(bench.tcpPort, "127.0.0.1", () => void socket.write(request));
	return socket.on("data", () => void socket.write(request)).on("error", () => {});
}

it("reading can be switched off and on while other clients poll without a pause", async () => {
	const others = [restless(), restless()];
	const value = page.locator(".quantities .value").first();
	const reading = page.getByRole("switch", { name: "Read over Modbus" });
	for (let time = 0; time < 3; time++) {
		await until(() => value.innerText()).toMatch(/\d/);
		await reading.click();
		await until(() => value.innerText()).toBe("—");
		await reading.click();
	}
	for (const other of others) other.destroy();
	await until(() => value.innerText()).toMatch(/\d/);
});

it("a leap of meter time shows how far it is, and can be cancelled", async () => {
	await page.getByRole("button", { name: "+1 h" }).click();
	const progress = page.getByRole("progressbar", { name: "Meter time that has run" });
	await until(() => progress.getAttribute("value").then(Number)).toBeGreaterThan(0);
	await page.getByRole("button", { name: "Cancel" }).click();
	await until(() => progress.count()).toBe(0);
	const { body } = await bench.call("GET", "/api/engine");
	expect((body as { meterSeconds: number }).meterSeconds).toBeLessThan(3600);
});
