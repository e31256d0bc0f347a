/** The meter in a web page: nothing but static files and the browser. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { isWhole, rtuFrame } from "../../bench/bus/rtu.ts";
import { readRequest } from "../../client/pdu.ts";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { METER_PAGE, type SiteServer, serveSite } from "../../testkit/site.ts";
import { PATIENCE_MS, until } from "../../testkit/until.ts";

/** Longest time of a test. */
const LIMIT_MS = 300_000;

/** Bound of everything that a first visit transfers. */
const LARGEST_VISIT_BYTES = 1.5e6;

let browser: Browser;
let site: SiteServer;
let context: BrowserContext;
let page: Page;
/** Errors in the page, violations of its policy and requests to others. */
let problems: string[];

beforeAll(async () => {
	browser = await openBrowser();
}, LIMIT_MS);

afterAll(() => browser.close());

beforeEach(async () => {
	site = await serveSite(METER_PAGE);
	context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	await context.addInitScript("localStorage.setItem('ambit-tour', 'seen')");
	page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	problems = [];
	page.on("pageerror", (error) => void problems.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error") problems.push(message.text());
	});
	context.on("request", (request) => {
		if (!request.url().startsWith(`${site.url}/`)) problems.push(request.url());
	});
}, LIMIT_MS);

afterEach(async () => {
	await context.close();
	await site.close();
	expect(problems).toEqual([]);
});

async function open(): Promise<void> {
	await page.goto(`${site.url}/`);
	await page.getByText("connected", { exact: true }).waitFor();
}

/** The words on the LCD, as the firmware has drawn them. */
async function words(): Promise<string> {
	return (await page.locator("canvas.lcd").getAttribute("aria-label")) ?? "";
}

/** The power on the LCD, kW. */
async function power(): Promise<number> {
	return Number(/\bP +([\d.]+) kW/.exec(await words())?.[1]);
}

it(
	"a visitor is not told that the bench is gone while it starts",
	async () => {
		await page.addInitScript(`
			window.states = new Set();
			new MutationObserver(() => {
				window.states.add(document.querySelector(".connection")?.textContent ?? "");
			}).observe(document, { childList: true, subtree: true, characterData: true });
		`);
		await open();
		const states = await page.evaluate<string[]>("[...window.states]");
		expect(states).toContain("connecting");
		expect(states).not.toContain("bench is gone");
	},
	LIMIT_MS,
);

it(
	"the meter reads the mains on its LCD, in the page alone",
	async () => {
		await open();
		// Three phases of 230 V and 1 A at 30°.
		await until(power).toBeCloseTo(0.598, 3);
		expect(await words()).toContain("forward");
	},
	LIMIT_MS,
);

it(
	"the buttons turn the LCD's pages",
	async () => {
		await open();
		await until(words).toContain("1/16");
		await page.getByRole("button", { name: "Right button" }).click();
		await until(words).toContain("2/16");
	},
	LIMIT_MS,
);

it(
	"a slider changes what the meter reads",
	async () => {
		await open();
		await until(power).toBeCloseTo(0.598, 3);
		const slider = page.getByRole("slider", { name: "L1 current I" });
		await slider.focus();
		await slider.press("End");
		await until(power).toBeGreaterThan(1);
	},
	LIMIT_MS,
);

it(
	"waveforms can be saved, values entered, the supply switched",
	async () => {
		await open();
		const saved = page.waitForEvent("download");
		await page.getByRole("link", { name: "COMTRADE", exact: true }).click();
		expect((await saved).suggestedFilename()).toBe("ambit.cff");
		const field = page.getByRole("textbox", { name: "L1 current I, A", exact: true });
		await field.fill("2.5");
		await field.press("Tab");
		await until(() => field.inputValue()).toBe("2.500");
		const supply = page.getByRole("switch", { name: "Supply" });
		await supply.click();
		await until(words).toContain("dark");
		await supply.click();
		await until(words).toContain("kWh");
	},
	LIMIT_MS,
);

it(
	"a first visit transfers less than 1.5 MB, and the page starts again offline",
	async () => {
		await open();
		await until(power).toBeCloseTo(0.598, 3);
		await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
		await until(() => page.evaluate("caches.keys().then((keys) => keys.length)")).toBe(1);
		await site.close();
		expect(site.sentBytes).toBeLessThan(LARGEST_VISIT_BYTES);
		const asked = site.paths.length;
		await page.reload();
		await page.getByText("connected", { exact: true }).waitFor();
		await until(power).toBeCloseTo(0.598, 3);
		expect(site.paths.length).toBe(asked);
	},
	LIMIT_MS,
);

it.each([
	["?speed=fast", "?speed=fast: must be max"],
	// Any text of the site that is no scenario.
	["?scenario=icon.svg", "scenario:1: "],
])(
	"the page says why %s does not start the meter",
	async (query, words) => {
		await page.goto(`${site.url}/${query}`);
		await page.getByText(words).waitFor();
		await page.getByText("The meter does not run.").waitFor();
	},
	LIMIT_MS,
);

/** A port of Web Serial with a master at its other end, put in place of the browser's. */
const FAKE_SERIAL = `{
	const opened = [];
	const answered = [];
	let receive;
	const port = {
		readable: null,
		writable: null,
		async open(options) {
			opened.push(options);
			port.readable = new ReadableStream({ start: (controller) => { receive = controller; } });
			port.writable = new WritableStream({ write: (bytes) => { answered.push(...bytes); } });
		},
		async close() {},
	};
	Object.defineProperty(navigator, "serial", { value: { requestPort: async () => port } });
	globalThis.master = {
		opened,
		answered,
		send: (bytes) => receive.enqueue(Uint8Array.from(bytes)),
	};
}`;

it(
	"the page has no serious violations of accessibility, its ports open as well",
	async () => {
		await open();
		await until(power).toBeCloseTo(0.598, 3);
		await page.getByText("Ports", { exact: true }).click();
		expect(await violationsInAllLooks(page)).toEqual([]);
	},
	LIMIT_MS,
);

it(
	"the page is the meter on a USB RS-485 adapter",
	async () => {
		await context.addInitScript(FAKE_SERIAL);
		await open();
		await page.getByText("Ports", { exact: true }).click();
		await page.getByRole("button", { name: "Connect a USB RS-485 adapter" }).click();
		await page.getByText("This page is the meter on the bus: 9600 baud, parity even").waitFor();
		expect(await page.evaluate("master.opened")).toEqual([{ baudRate: 9600, parity: "even" }]);
		// Voltages of L1 to L3, as three floats.
		const request = [...rtuFrame(1, readRequest(0x5002, 6))];
		await page.evaluate(`master.send(${JSON.stringify(request)})`);
		await until(() => page.evaluate("master.answered.length")).toBe(3 + 12 + 2);
		const answer = Buffer.from((await page.evaluate("master.answered")) as number[]);
		expect(isWhole(answer)).toBe(true);
		for (const at of [3, 7, 11]) expect(answer.readFloatBE(at)).toBeCloseTo(230, 0);
	},
	LIMIT_MS,
);
