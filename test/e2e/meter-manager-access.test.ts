import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import { LIMIT_MS, Manager } from "../../testkit/manager.ts";
import { until } from "../../testkit/until.ts";

let manager: Manager;

beforeAll(async () => {
	manager = await Manager.open();
}, LIMIT_MS);

afterAll(() => manager.close());

/** Expects nothing serious in the page's present state. */
async function expectAccessible(): Promise<void> {
	expect(await violationsInAllLooks(manager.page)).toEqual([]);
}

describe("axe-core finds nothing serious, narrow and wide, light, dark and in forced colours", {
	timeout: LIMIT_MS,
}, () => {
	it("on the page that finds meters", async () => {
		await manager.page.locator(".meters button").waitFor();
		await expectAccessible();
	});

	it("on the device's page", async () => {
		await manager.connect();
		await manager.page.getByText("No error").waitFor();
		await expectAccessible();
	});

	it("on the readings, with the groups of a search open, and a message", async () => {
		await manager.tab("Readings");
		await manager.page.getByLabel("Search registers").fill("active energy");
		await manager.page.locator(".registers td").filter({ visible: true }).first().waitFor();
		await manager.page.getByRole("button", { name: "Save", exact: true }).click();
		await expectAccessible();
	});

	it("on a saved reading next to another one", async () => {
		await manager.page.locator(".kept .view").click();
		await manager.page.getByLabel("Compare with").selectOption({ index: 1 });
		await manager.page.locator("summary").nth(2).click();
		await manager.page.locator(".registers th").filter({ visible: true }).first().waitFor();
		await expectAccessible();
		await manager.page.goBack();
	});

	it("on the charts", async () => {
		await manager.tab("Charts");
		await manager.page.locator(".u-over").first().waitFor();
		await expectAccessible();
	});

	it("on the settings, one changed and one wrong", async () => {
		await manager.tab("Settings");
		await manager.page.locator("#tariff").selectOption("T3");
		await manager.page.locator("#lcdCycleTime").fill("31");
		await manager.page.locator(".setting.wrong").waitFor();
		await expectAccessible();
	});

	it("on a parameter file that differs", async () => {
		const settings = { lcdCycleTime: 12, modbusId: 9, unknown: 1 };
		await manager.page.locator('.settings input[type="file"]').setInputFiles({
			name: "parameters.json",
			mimeType: "application/json",
			buffer: Buffer.from(JSON.stringify({ kind: "ambit-parameters", settings })),
		});
		await manager.page.getByRole("dialog").waitFor();
		await expectAccessible();
		await manager.page.getByRole("button", { name: "Close", exact: true }).click();
	});

	it("on the dialogues that ask for six digits and the password, after wrong ones", async () => {
		await manager.setting("tariff").getByRole("button").click();
		await manager.page.getByLabel("Six digits on the display").waitFor();
		await expectAccessible();
		await manager.page.keyboard.type("000000");
		await manager.page.keyboard.press("Enter");
		await manager.page.getByRole("alert").waitFor();
		await expectAccessible();
		const earlier = await manager.digits();
		await manager.page.getByRole("button", { name: "Try again" }).click();
		await manager.pair(earlier);
		await manager.page.getByLabel("Password, four digits").fill("1111");
		await manager.page.keyboard.press("Enter");
		await manager.page.getByRole("alert").waitFor();
		await expectAccessible();
		await manager.page.getByRole("button", { name: "Cancel" }).click();
	});

	it("on the events, and on the question before unsaved changes are lost", async () => {
		await manager.tab("Events");
		await manager.page.locator(".events td").first().waitFor();
		await expectAccessible();
		await manager.page.getByLabel("Disconnect").click();
		await manager.page.getByRole("dialog").waitFor();
		await expectAccessible();
		await manager.page.getByRole("button", { name: "Stay" }).click();
	});

	it("while the meter has no supply", async () => {
		await manager.bench.call("POST", "/api/power", { on: false });
		await manager.page.getByText("The meter has no supply.").waitFor();
		await expectAccessible();
	});
});

describe("the app", { timeout: LIMIT_MS }, () => {
	it("marks changed and wrong settings by more than colours", async () => {
		const { page } = manager;
		await page.emulateMedia({ forcedColors: "active" });
		await page.goto("about:blank");
		await manager.bench.call("POST", "/api/power", { on: true });
		await page.goto(manager.address);
		await manager.connect();
		await manager.tab("Settings");
		await page.locator("#backlight").selectOption("Off");
		await page.locator("#lcdCycleTime").fill("31");
		const border = (name: string) =>
			page.evaluate<string>(`(() => {
				const row = document.querySelector('[data-setting="${name}"]');
				const { borderTopWidth, borderTopStyle } = getComputedStyle(row);
				return borderTopWidth + " " + borderTopStyle;
			})()`);
		await until(() => border("lcdCycleTime")).toBe("2px dashed");
		expect([await border("backlight"), await border("tariff")]).toEqual(["2px solid", "1px solid"]);
		await page.emulateMedia({ forcedColors: "none" });
	});

	it("separates settings by straight lines", async () => {
		const line = await manager.page.evaluate<string[]>(`(() => {
			const row = document.querySelector('[data-setting="tariff"]');
			const { borderTopWidth, borderTopLeftRadius } = getComputedStyle(row, "::before");
			return [borderTopWidth, borderTopLeftRadius, getComputedStyle(row).borderTopColor];
		})()`);
		expect(line).toEqual(["1px", "0px", "rgba(0, 0, 0, 0)"]);
	});

	it("does not move for those who want no motion", async () => {
		const { page } = manager;
		const running = () => page.evaluate<number>("document.getAnimations().length");
		await page.evaluate(`document.querySelector(".settings")
			.insertAdjacentHTML("beforeend", '<i class="spinner"></i>')`);
		await page.emulateMedia({ reducedMotion: "no-preference" });
		await until(running).toBe(1);
		await page.emulateMedia({ reducedMotion: "reduce" });
		await until(running).toBe(0);
	});

	it("hardly shifts what it shows while it connects and reads", async () => {
		const { page } = manager;
		await page.setViewportSize({ width: 1440, height: 900 });
		await page.addInitScript(`
			window.shift = 0;
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries()) window.shift += entry.value;
			}).observe({ type: "layout-shift", buffered: true });`);
		page.once("dialog", (dialog) => void dialog.accept());
		await page.goto("about:blank");
		// The list of meters comes late, as on a busy machine.
		const looking = page.getByText("Looking for meter 12345678…");
		await page.route("**/api/meters", async (route) => {
			await looking.waitFor();
			await route.continue();
		});
		await page.goto(`${manager.address}#/meter/12345678/device`);
		await page.getByText("No error").waitFor();
		expect(await page.evaluate("window.shift")).toBeLessThanOrEqual(0.02);
	});

	it("has the meter's values next to the device where there is room", async () => {
		const [device, values] = await Promise.all(
			[".device", ".now"].map((part) => manager.page.locator(part).first().boundingBox()),
		);
		expect(values?.x).toBeGreaterThan((device?.x ?? 0) + (device?.width ?? 0));
		expect(values?.y).toBeLessThan((device?.y ?? 0) + (device?.height ?? 0));
	});

	it("has room for the readings of a large CT ratio on a phone", async () => {
		const { page, bench } = manager;
		await page.setViewportSize({ width: 390, height: 844 });
		await bench.call("POST", "/api/write", { register: "ctRatio", value: "9995/5" });
		const phase = { voltage: 230, current: 6, angle: 180 };
		await bench.call("PATCH", "/api/mains", { phases: [phase, phase, phase] });
		const live = (name: string) => page.locator(`.phases [data-register="${name}"] .value`);
		await until(() => live("activePowerL3").innerText()).toMatch(/^-275\d\.\d\d$/);
		await until(() => live("currentL3").innerText()).toMatch(/^-1199\d\.\d$/);
		const covered = await page
			.locator(".phases tbody tr")
			.evaluateAll((rows) =>
				rows
					.map((row) =>
						[...row.querySelectorAll(".value")].map((each) => each.getBoundingClientRect()),
					)
					.filter((places) =>
						places.some(({ left }, i) => i > 0 && left < places[i - 1].right + 4),
					),
			);
		expect(covered).toEqual([]);
		expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
	});
});
