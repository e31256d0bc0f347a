/** The panel for every size, scheme and sense, and its bus card, on one bench. */
import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import type { RunningBench } from "../../testkit/bench.ts";
import { LIMIT_MS, openPanel, type PanelOnBench, startPanel, until } from "../../testkit/panel.ts";

let browser: Browser;
let bench: RunningBench;
let panel: PanelOnBench;
let page: Page;

beforeAll(async () => {
	panel = await startPanel();
	({ browser, bench, page } = panel);
}, LIMIT_MS);

afterAll(async () => {
	await panel.close();
	expect(panel.problems).toEqual([]);
});

/** Reads a register on the RS-485 line as a foreign client does. */
async function readAsOther(request: string): Promise<void> {
	expect((await bench.call("POST", "/api/rs485/request", { request })).status).toBe(200);
}

const VOLTAGES = "01035002000274cb";
const SERIAL_NUMBER = "010340000002d1cb";

const rows = () => page.locator("li.exchange");

/** Sum of the layout's shifts that no user has caused, and the rows in view. */
const SHIFTS = `
	window.shifts = 0;
	new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
	}).observe({ type: "layout-shift", buffered: true });
`;

it.each([
	{ width: 390, height: 844 },
	{ width: 820, height: 1180 },
	{ width: 1024, height: 768 },
	{ width: 1440, height: 900 },
])("nothing jumps while the page of $width px loads, and it stays small", async (viewport) => {
	const opened = await browser.newPage({ viewport });
	await opened.addInitScript(SHIFTS);
	await opened.goto(bench.http);
	await until(() => opened.locator(".quantities .value").first().innerText()).toMatch(/\d/);
	await until(() => opened.locator(".quantities .error").first().innerText()).toMatch(/%/);
	expect(await opened.evaluate("window.shifts")).toBeLessThanOrEqual(0.02);
	expect(await opened.evaluate("document.querySelectorAll('*').length")).toBeLessThan(2500);
	expect(await opened.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
	await opened.close();
});

it.each([
	{ width: 390, height: 844, part: "L3 angle φ" },
	{ width: 820, height: 1180, part: "L3 angle φ" },
	{ width: 1024, height: 768, part: "L1 voltage U" },
])("at $width px display and buttons are in view while a slider is moved", async (case_) => {
	const { part, ...viewport } = case_;
	await page.setViewportSize(viewport);
	const slider = page.getByRole("slider", { name: part });
	await slider.scrollIntoViewIfNeeded();
	await slider.focus();
	const inView = async (of: ReturnType<Page["locator"]>): Promise<boolean> => {
		const box = await of.boundingBox();
		return box !== null && box.y >= 0 && box.y + box.height <= viewport.height;
	};
	for (const name of ["Left button", "Middle button", "Right button"])
		await until(() => inView(page.getByRole("button", { name }))).toBe(true);
	await until(() => inView(page.locator("canvas.lcd"))).toBe(true);
	const [lcd, thumb] = [await page.locator(".screen").boundingBox(), await slider.boundingBox()];
	const sideBySide = viewport.width > 900;
	expect(sideBySide || (thumb?.y ?? 0) >= (lcd?.y ?? 0) + (lcd?.height ?? 0)).toBe(true);
});

it("at 1024 × 768 all of the meter is in view, with its counters", async () => {
	await page.setViewportSize({ width: 1024, height: 768 });
	await page.evaluate("scrollTo(0, 0)");
	const desk = await page.locator(".desk").boundingBox();
	expect((desk?.y ?? 0) + (desk?.height ?? 0)).toBeLessThanOrEqual(768);
	await page.setViewportSize({ width: 1440, height: 900 });
});

it("the LED's glow lies over no print of the face", async () => {
	const halo = await page.locator(".led .halo").boundingBox();
	const print = await page.locator("text.print", { hasText: "imp/kWh" }).boundingBox();
	expect(halo?.x ?? 0).toBeGreaterThan((print?.x ?? 0) + (print?.width ?? Number.NaN));
});

it("an opened exchange keeps its place, values and focus while others come", async () => {
	await readAsOther(SERIAL_NUMBER);
	await rows().first().locator("summary").focus();
	await page.keyboard.press("Enter");
	await rows().first().getByText("Serial number").last().waitFor();
	expect(await rows().first().locator(".value").innerText()).toBe("12345678");
	for (let count = 0; count < 30; count++) await readAsOther(VOLTAGES);
	await page.getByRole("button", { name: "Resume · 30 new" }).waitFor();
	expect(await rows().first().locator(".value").innerText()).toBe("12345678");
	expect(await page.evaluate("document.activeElement.localName")).toBe("summary");
	await page.getByRole("button", { name: "Resume" }).click();
	await until(() => rows().first().locator(".request").innerText()).toContain("L1 Voltage");
});

it("the bus card shows others' traffic alone, and the panel's own on demand", async () => {
	await until(() => page.locator("li.exchange.own").count()).toBe(0);
	await page.getByRole("switch", { name: "Also the panel's own" }).click();
	await until(() => page.locator("li.exchange.own").count()).toBeGreaterThan(0);
	await page.getByRole("switch", { name: "Also the panel's own" }).click();
});

it("the bus card filters, and says why a frame is broken", async () => {
	await readAsOther("0103500200020000");
	await readAsOther("010390000002e90b");
	await page.getByRole("switch", { name: "Errors only" }).click();
	await page.getByText("request: CRC is 00 00, right would be 74 CB").waitFor();
	await until(() => page.locator("li.exchange.done").count()).toBe(0);
	await page.getByRole("searchbox", { name: "Unit, register or words" }).fill("no such words");
	await until(() => rows().count()).toBe(0);
	await page.getByRole("searchbox", { name: "Unit, register or words" }).fill("");
	await page.getByRole("switch", { name: "Errors only" }).click();
});

it("any request is sent on both buses, and the answer is decoded", async () => {
	const outcome = page.locator(".send .outcome");
	await page.getByRole("textbox", { name: "Register" }).fill("4000");
	await page.getByRole("textbox", { name: "Count" }).fill("2");
	await page.getByRole("button", { name: "Send", exact: true }).click();
	await until(() => outcome.locator(".answer").innerText()).toBe("12345678");
	await page.getByRole("textbox", { name: "Count" }).fill("200");
	await page.getByText("Count: 200 is above 125").waitFor();
	await page.locator(".send select").first().selectOption("mbus");
	await page.getByRole("button", { name: "Send", exact: true }).click();
	await until(() => outcome.locator(".answer").innerText()).toContain("12345678 INM, 32 records");
	await page.getByRole("textbox", { name: "Frame" }).fill("10 5B 00 5C 16");
	await page.getByRole("button", { name: "Send", exact: true }).click();
	await until(() => outcome.locator(".answer").innerText()).toContain("right would be 5B");
});

it("the exchanges are saved as text and as a capture", async () => {
	const text = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save as text" }).click();
	expect((await text).suggestedFilename()).toBe("buses.txt");
	const capture = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save as pcap" }).click();
	expect((await capture).suggestedFilename()).toBe("buses.pcapng");
});

it("any register is found, read, written within its range, and read back", async () => {
	const card = page.locator(".registers");
	await card.getByRole("searchbox", { name: "Search registers" }).fill("401f");
	await until(() => card.locator("td.value").innerText()).toBe("5/5 A");
	await card.getByRole("button", { name: "CT ratio" }).click();
	await card.getByRole("textbox", { name: "New value in A" }).fill("7/5");
	await card.getByRole("button", { name: "Write" }).click();
	await card.getByText("Refused: illegal data value; nothing was changed.").waitFor();
	await card.getByRole("textbox", { name: "New value in A" }).fill("100/5");
	await card.getByRole("button", { name: "Write" }).click();
	await until(() => card.locator("td.value").innerText()).toBe("100/5 A");
	await until(() => page.locator(".case").textContent()).toContain("CT 100/5 A");
	expect(await page.locator("li.exchange.own").count()).toBe(0);
});

it("the bench keeps the energy over time: a new page shows it", async () => {
	const energy = async (): Promise<number> => {
		const { body } = await bench.call("GET", "/api/energy?minutes=60&count=1");
		const [hour] = body as { wattHours: number[] }[];
		return hour?.wattHours[0] ?? 0;
	};
	await bench.call("POST", "/api/advance", { seconds: 60 });
	await until(energy).toBeGreaterThan(100);
	const counted = await energy();
	let asked = 0;
	const count = (request: Request): void => {
		if (request.url().includes("/api/energy")) asked++;
	};
	page.on("request", count);
	await page.reload();
	await page.locator(".energy").scrollIntoViewIfNeeded();
	await until(async () => {
		const words = await page.locator(".energy .minor").innerText();
		return Number(/forward (\d+) Wh/.exec(words)?.[1]);
	}).toBeGreaterThanOrEqual(Math.floor(counted));
	// It asks by its period, and not after each rendering: that would be dozens by now.
	const seconds = async (): Promise<number> => {
		const { body } = await bench.call("GET", "/api/engine");
		return (body as { meterSeconds: number }).meterSeconds;
	};
	const begun = await seconds();
	await until(async () => (await seconds()) - begun).toBeGreaterThan(3);
	page.off("request", count);
	expect(asked).toBeLessThan(15);
});

it("a fault says what to expect, and the event that follows is shown", async () => {
	const card = page.locator(".faults");
	// Something is stored then: a new meter's first cut is no event.
	for (const on of [false, true]) await bench.call("POST", "/api/power", { on });
	await card.getByRole("button", { name: "Cut without warning" }).click();
	await card.getByText("The display goes dark at once.").waitFor();
	await page.getByText("The supply is off").first().waitFor();
	expect(await card.getByRole("button", { name: "Lose the radio" }).isDisabled()).toBe(true);
	await page.getByRole("switch", { name: "Supply" }).click();
	// The meter may still be starting, and silent.
	await until(async () => {
		await card.getByRole("button", { name: "Read the events" }).click();
		return card.locator("tbody").innerText();
	}).toContain("power down");
	await card.getByRole("button", { name: "Heat to 60 °C" }).click();
	const frontEnd = () => bench.call("GET", "/api/front-end");
	await until(frontEnd).toMatchObject({ body: { temperature: 60 } });
});

it("the scope freezes, hides lines, measures between a mark and the cursor", async () => {
	const scope = page.locator(".scope");
	await scope.getByRole("button", { name: "Freeze" }).click();
	await scope.getByRole("button", { name: "V2" }).click();
	await scope.locator(".plot").scrollIntoViewIfNeeded();
	const screen = scope.locator(".u-over");
	await until(() => screen.boundingBox()).not.toBeNull();
	const box = await screen.boundingBox();
	const pointAt = (part: number) =>
		page.mouse.move((box?.x ?? 0) + part * (box?.width ?? 0), (box?.y ?? 0) + 40);
	await pointAt(0.25);
	await page.mouse.down();
	await page.mouse.up();
	await pointAt(0.75);
	const line = scope.locator(".cursor-line");
	await until(() => line.innerText()).toMatch(/Δt (19|20)\.\d\d ms, (49|50|51)\.\d Hz/);
	expect(await line.innerText()).toMatch(/V1 .* V/);
	expect(await line.innerText()).not.toContain("V2");
	await scope.getByRole("button", { name: "Run" }).click();
	for (const type of ["csv", "cff"]) {
		const answer = await fetch(`${bench.http}/api/waveform.${type}`);
		expect((await answer.text()).length).toBeGreaterThan(50_000);
	}
});

it("the display's words are heard when its page changes", async () => {
	const heard = page.locator("[aria-live=polite].unseen");
	await until(() => heard.innerText()).toContain("forward");
	const before = await heard.innerText();
	await page.getByRole("button", { name: "Right button" }).click();
	await until(() => heard.innerText()).not.toBe(before);
	expect(await page.getByRole("img", { name: "The meter's display: " }).count()).toBe(1);
	const slider = page.getByRole("slider", { name: "L1 current I" });
	expect(await slider.getAttribute("aria-valuetext")).toBe("1.000 A");
});

it("a first visitor is offered a tour of three steps, which can be left", async () => {
	const first = await openPanel(browser, bench, { firstVisit: true });
	const tour = first.page.getByRole("dialog", { name: "Tour" });
	await tour.getByRole("button", { name: "Start the tour" }).click();
	await tour.getByText("1 of 3").waitFor();
	await tour.getByRole("button", { name: "Next" }).click();
	await tour.getByText("2 of 3").waitFor();
	await first.page.keyboard.press("Escape");
	await until(() => tour.count()).toBe(0);
	await first.page.reload();
	await first.page.getByText("connected", { exact: true }).waitFor();
	expect(await tour.count()).toBe(0);
	await first.page.close();
});

it("ports, Meter Manager and documents are found from the panel", async () => {
	await page.getByText("Ports", { exact: true }).click();
	await page.getByText(`127.0.0.1:${bench.tcpPort}`, { exact: true }).waitFor();
	await page.keyboard.press("Escape");
	await until(() => page.locator(".connect .sheet").isVisible()).toBe(false);
	for (const path of ["/manager/", "/docs/README.md", "/docs/bench.md"])
		expect([path, (await fetch(bench.http + path)).status]).toEqual([path, 200]);
});

it("the page's files are compressed, and the hashed ones are kept for a year", async () => {
	const html = await (await fetch(bench.http)).text();
	const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(html)?.[1];
	const answer = await fetch(`${bench.http}/${script}`, { headers: { "accept-encoding": "br" } });
	expect(answer.headers.get("content-encoding")).toBe("br");
	expect(answer.headers.get("cache-control")).toContain("max-age=31536000");
	expect((await fetch(bench.http)).headers.get("cache-control")).toBe("no-cache");
});

it("axe-core finds nothing serious in any state, size and scheme", async () => {
	await page.setViewportSize({ width: 1440, height: 900 });
	await page.getByRole("button", { name: "Unbalanced" }).click();
	await page.getByText("Harmonics none").first().click();
	await page.getByRole("button", { name: "Add a harmonic" }).first().click();
	await page.getByRole("textbox", { name: "L1 current I, A" }).fill("x");
	await page.keyboard.press("Tab");
	await rows().first().locator("summary").click();
	await page.getByText("Ports", { exact: true }).click();
	await page.getByRole("button", { name: "Tour" }).click();
	expect(await violationsInAllLooks(page)).toEqual([]);
	await bench.call("POST", "/api/power", { on: false });
	await page.getByText("The supply is off").first().waitFor();
	expect(await violationsInAllLooks(page)).toEqual([]);
});
