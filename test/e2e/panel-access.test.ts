/** The panel without a mouse and without motion, on one bench. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
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

/** Name of the element that has the focus. */
const focused = () =>
	page.evaluate<string>(`(() => {
		const { activeElement } = document;
		if (activeElement === document.body) return "";
		return activeElement.ariaLabel ?? activeElement.textContent;
	})()`);

/** Tabs until the element of this name has the focus. */
async function reach(name: string): Promise<void> {
	for (let step = 0; step < 80; step++) {
		if ((await focused()) === name) return;
		await page.keyboard.press("Tab");
	}
	throw new Error(`${name} cannot be reached by the keyboard`);
}

const display = async () => {
	const { body } = await bench.call("GET", "/api/display");
	return (body as { rows: string[] }).rows.join("\n");
};

const isOn = (name: string) => page.getByRole("switch", { name }).getAttribute("aria-checked");

it("the skip link is the first stop, is seen then, and leads to the mains", async () => {
	const skip = page.locator(".skip");
	expect((await skip.boundingBox())?.y).toBeLessThan(0);
	await page.keyboard.press("Tab");
	expect(await focused()).toBe("Skip to the mains");
	await until(async () => (await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
	await page.keyboard.press("Enter");
	await until(focused).toBe("Mains");
	await page.keyboard.press("Tab");
	const inside = "document.querySelector('#mains').contains(document.activeElement)";
	expect(await page.evaluate(inside)).toBe(true);
});

it("without a mouse: load on, password, CT ratio, supply cut and back", async () => {
	await page.reload();
	await page.getByText("connected", { exact: true }).waitFor();
	await reach("5 A, PF 0.5");
	await page.keyboard.press("Enter");
	await until(async () => (await bench.call("GET", "/api/mains")).body).toMatchObject({
		phases: [{ current: 5 }, { current: 5 }, { current: 5 }],
	});
	/** Presses a pad until the display says something. */
	const press = async (name: string, times: number, says: string | RegExp): Promise<void> => {
		await page.getByRole("button", { name }).focus();
		for (let time = 0; time < times; time++) {
			const before = (await display()).split("\n").slice(5).join();
			await page.keyboard.press("Space");
			await until(async () => (await display()).split("\n").slice(5).join()).not.toBe(before);
		}
		await until(display).toMatch(says);
	};
	await page.getByRole("button", { name: "Middle button" }).focus();
	await page.keyboard.down("Space");
	await until(display).toMatch("SETTINGS");
	await page.keyboard.up("Space");
	await press("Right button", 1, "SETTINGS");
	await press("Middle button", 1, "PASSWORD");
	await press("Middle button", 4, "TARIFF");
	await press("Right button", 5, /\*CT/);
	await press("Middle button", 1, "0005/5");
	// Thousands, hundreds to 1, tens, ones to 0, secondary.
	await press("Middle button", 2, "CT");
	await press("Right button", 1, "CT");
	await press("Middle button", 2, "CT");
	await press("Left button", 5, "CT");
	await press("Middle button", 2, /CT +0100\/5/);
	await page.getByRole("switch", { name: "Supply" }).focus();
	await page.keyboard.press("Enter");
	await until(() => isOn("Supply")).toBe("false");
	await page.keyboard.press("Enter");
	await until(() => isOn("Supply")).toBe("true");
	await until(display).toContain("ct 0100/5");
});

/** Counts how often the LED goes out from here. */
const WATCH_LED = `
	window.out = 0;
	new MutationObserver((changes) => {
		for (const { oldValue, target } of changes)
			if (oldValue.includes(" on") && !target.classList.contains("on")) window.out++;
	}).observe(document.querySelector("g.led"), {
		attributeFilter: ["class"],
		attributeOldValue: true,
	});
`;

it("with reduced motion nothing moves, and a LED that pulses fast is lit steadily", async () => {
	const { page: calm } = await openPanel(browser, bench);
	// Time in the page stands still but for the half second after each pulse.
	await calm.clock.install();
	// Later than the page's clock, however long the order takes.
	await calm.clock.pauseAt(Date.now() + 60_000);
	const pulses = () => calm.getByLabel("LED, pulses").textContent();
	/** How often the LED goes out while pulses come. */
	const timesOut = async () => {
		await calm.evaluate(WATCH_LED);
		for (let pulse = 0; pulse < 3; pulse++) {
			const before = await pulses();
			await until(pulses).not.toBe(before);
			await calm.clock.runFor(500);
		}
		return calm.evaluate<number>("window.out");
	};
	expect(await timesOut()).toBeGreaterThan(1);
	await calm.emulateMedia({ reducedMotion: "reduce" });
	expect(await timesOut()).toBe(0);
	await calm.clock.resume();
	await calm.getByRole("switch", { name: "Seal open" }).click();
	await until(() => isOn("Seal open")).toBe("true");
	expect(await calm.evaluate("document.getAnimations().length")).toBe(0);
	await calm.close();
});

it.each([820, 1024, 1440])("no rate of a counter is cut off at %i px", async (width) => {
	await page.setViewportSize({ width, height: 900 });
	await until(() => page.locator(".counter.green .detail").last().textContent()).toMatch(/ ms$/);
	const cutOff = `[...document.querySelectorAll(".counter .detail")].filter(
		({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
	).length`;
	expect(await page.evaluate(cutOff)).toBe(0);
});

it.each([390, 820])("the LED's glow does not lie over the display at %i px", async (width) => {
	const small = await openPanel(browser, bench, { viewport: { width, height: 844 } });
	const [led, lcd, pad] = await Promise.all(
		[".small-led", "canvas.lcd", ".pad.left"].map((part) => small.page.locator(part).boundingBox()),
	);
	expect((led?.x ?? 0) + (led?.width ?? 0)).toBeLessThanOrEqual(pad?.x ?? 0);
	await until(() => small.page.locator(".small-led.on").count()).toBe(1);
	const [shadow, frame] = await small.page.evaluate<[string, string]>(`(() => {
		const led = document.querySelector(".small-led");
		led.className = "lamp small-led on";
		const { borderRightWidth } = getComputedStyle(document.querySelector("canvas.lcd"));
		return [getComputedStyle(led).boxShadow, borderRightWidth];
	})()`);
	// Blur and spread follow the two offsets.
	const lengths = [...shadow.matchAll(/(-?[\d.]+)px/g)].map(([, length]) => Number(length));
	const glow = (lengths[2] ?? 0) + (lengths[3] ?? 0);
	expect(glow).toBeGreaterThan(0);
	const pictureEnd = (lcd?.x ?? 0) + (lcd?.width ?? 0) - Number.parseFloat(frame);
	expect((led?.x ?? 0) - glow).toBeGreaterThanOrEqual(pictureEnd);
	await small.page.close();
});
