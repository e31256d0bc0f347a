/** Faults of the panel: each text of what to expect against what the meter then says and logs. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type RegisterName, registerOf } from "../../client/register-table.ts";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import type { RunningBench } from "../../testkit/bench.ts";
import { LIMIT_MS, type PanelOnBench, startPanel, until } from "../../testkit/panel.ts";
import { readBlock } from "../../testkit/readings.ts";

let bench: RunningBench;
let panel: PanelOnBench;
let page: Page;

beforeAll(async () => {
	panel = await startPanel();
	({ bench, page } = panel);
}, LIMIT_MS);

afterAll(async () => {
	await panel.close();
	// Chromium logs the write that the cut of the supply leaves without an answer.
	expect(panel.problems.filter((text) => !text.includes("409"))).toEqual([]);
});

const card = () => page.locator("#faults");

/** Value of a register, as a client of the bus reads it; undefined while the meter is silent. */
async function reading(name: string): Promise<number | undefined> {
	const { body } = await bench.call("GET", "/api/readings");
	return (body as { readings?: Record<string, { value: number }> }).readings?.[name]?.value;
}

const status = async (bit: number) => (((await reading("statusWord")) ?? 0) >> bit) & 1;

const threePhases = () =>
	bench.call("PUT", "/api/mains", {
		wiring: "3P4W",
		frequency: 50,
		sequence: "123",
		tariffInput: false,
		phases: [1, 2, 3].map(() => ({ voltage: 230, current: 1, angle: 30 })),
	});

const supply = (on: boolean) => bench.call("POST", "/api/power", { on });

/** Causes a fault, which must say what to expect. */
async function cause(name: string, expected: RegExp): Promise<void> {
	await card().getByRole("button", { name }).click();
	await until(() => card().locator(".expected").innerText()).toMatch(expected);
}

/** Events in the panel's table, the latest first: name and detail. */
async function events(): Promise<string[]> {
	await card().getByRole("button", { name: "Read the events" }).click();
	await until(() => card().locator("tbody tr").count()).toBeGreaterThan(0);
	const rows = await card().locator("tbody tr").all();
	return Promise.all(
		rows.map(async (row) => {
			const [name = "", , detail] = (await row.innerText()).split("\t");
			return `${name.replace(/^\d+ /, "")} ${detail}`;
		}),
	);
}

/** A whole number in a register of two or four bytes. */
async function raw(name: RegisterName): Promise<number> {
	const { address, length } = registerOf(name);
	return (await readBlock(bench, address, length)).readUIntBE(0, 2 * length);
}

/** Number of the log's latest event. */
const latest = () => raw("latestEvent");

beforeEach(async () => {
	await supply(true);
	await until(() => reading("voltageL1")).toBeGreaterThan(0);
	await threePhases();
}, LIMIT_MS);

it("a cut without warning is in the log as a power down with detail 0", async () => {
	// Something is stored then.
	await supply(false);
	await supply(true);
	await cause("Cut without warning", /dark at once.*“power down”, detail 0/);
	await until(() => page.getByRole("switch", { name: "Supply" }).getAttribute("aria-checked")).toBe(
		"false",
	);
	await supply(true);
	await until(async () => (await events()).slice(0, 2)).toEqual([
		expect.stringMatching(/^power up \d+$/),
		"power down 0",
	]);
	expect(await violationsInAllLooks(page)).toEqual([]);
});

it("a cut in a flash write leaves all settings whole, and is a power down too", async () => {
	const before = await latest();
	// From here any write cuts the supply, and the meter writes its energy every minute.
	await cause("Cut in a flash write", /in the middle of the next write.*“power down”, detail 0/);
	await bench.call("POST", "/api/write", { register: "lcdCycleTime", value: 23 });
	await until(async () => (await bench.call("GET", "/api/seal")).status).toBe(200);
	await page.getByText("The supply is off").first().waitFor();
	await supply(true);
	await until(() => reading("lcdCycleTime")).toBeGreaterThan(0);
	expect([10, 23]).toContain(await reading("lcdCycleTime"));
	expect((await events()).slice(0, 2)).toEqual([
		expect.stringMatching(/^power up/),
		"power down 0",
	]);
	expect(await latest()).toBeGreaterThan(before);
});

it("bits that flip in the flash are a storage fault at power-up, and are mended", async () => {
	const before = await reading("lcdCycleTime");
	// A power cut with a warning writes newer records: not each turn hits one in force.
	const turns = async (): Promise<string> => {
		await cause("Flip bits in the flash", /next power-up.*“storage fault”/);
		await supply(false);
		await supply(true);
		return (await events()).slice(0, 4).join();
	};
	await expect.poll(turns, { timeout: 150_000 }).toMatch(/storage fault [1-9]/);
	expect(await reading("lcdCycleTime")).toBe(before);
	await until(() => reading("voltageL1")).toBeGreaterThan(200);
});

it("the radio's loss drops its clients, and is nothing that the log has", async () => {
	const before = await latest();
	const messages: string[] = [];
	const client = new WebSocket(`${bench.http.replace("http", "ws")}/api/ble`);
	client.on("message", (data) => void messages.push(String(data)));
	client.on("open", () => client.send('{ "id": 1, "operation": "connect" }'));
	await until(() => messages.join()).toContain('"id":1');
	await cause("Lose the radio", /client is dropped.*The log has nothing/);
	await until(() => messages.join()).toContain("disconnect");
	client.terminate();
	expect(await latest()).toBe(before);
});

it("samples that are lost are counted in register 7007, and their energy is missing", async () => {
	const lost = await raw("lostFrames");
	const before = await latest();
	await cause("Lose samples for 2 s", /Register 7007.*The log has nothing/);
	await until(() => raw("lostFrames")).toBeGreaterThan(lost);
	await until(() => reading("activePower")).toBeGreaterThan(590);
	expect(await latest()).toBe(before);
});

it("a lost phase sets bit 4 of the status word, and the log has its dip once it ends", async () => {
	await until(() => status(4)).toBe(0);
	const before = await latest();
	await cause("Lose L2", /bit 4 of the status word/);
	await until(() => status(4)).toBe(1);
	expect(await latest()).toBe(before);
	await threePhases();
	await until(latest).toBeGreaterThan(before);
	await until(async () => (await events())[0]).toMatch(/^dip/);
});

it("two phases that are swapped set bit 6 of the status word", async () => {
	await until(() => status(6)).toBe(0);
	await cause("Swap two phases", /bit 6 of the status word/);
	await until(() => status(6)).toBe(1);
});

it("over-range cuts the currents, so that the readings are less than the truth", async () => {
	const truth = async () => {
		const { body } = await bench.call("GET", "/api/truth");
		return (body as { phases: { current: number }[] }).phases[0]?.current;
	};
	await cause("Over-range", /above the converters’ full scale.*Bits 16 to 18/);
	await until(truth).toBeCloseTo(20, 9);
	// Above what was there before, and below what is there now.
	await until(() => reading("currentL1")).toBeGreaterThan(12);
	expect(await reading("currentL1")).toBeLessThan(19.5);
	await until(async () => ((await raw("statusWord")) >> 16) & 7).toBe(7);
});

it("heat reaches the front end, and goes again", async () => {
	const temperature = async () => (await bench.call("GET", "/api/front-end")).body;
	await cause("Heat to 60 °C", /ppm\/K/);
	await until(temperature).toMatchObject({ temperature: 60 });
	await cause("Back to 23 °C", /those of the calibration/);
	await until(temperature).toMatchObject({ temperature: 23 });
});

it("a meter that has stopped says so with its error code, and shows no reading", async () => {
	await supply(false);
	const image = new Uint8Array(await (await fetch(`${bench.http}/api/flash`)).arrayBuffer());
	// Both copies of the energy.
	image.fill(0, 0, 24 * 4096);
	const headers = { "content-type": "application/octet-stream" };
	await fetch(`${bench.http}/api/flash`, { method: "PUT", headers, body: image });
	await supply(true);
	const readings = page.locator("#readings");
	await until(() => readings.locator(".hint").innerText()).toMatch(
		/^The meter has stopped for good and gives no readings. Error code 61h: Energy lost/,
	);
	const shown = await readings.locator(".quantities .value, .energies .value").allInnerTexts();
	expect(new Set(shown)).toEqual(new Set(["—"]));
	await page.goto(`${bench.http}/?view=wall`);
	await page.locator(".tile").getByText("stopped", { exact: true }).waitFor();
});
