/** The panel's figures, the words about them, and how they stay legible, on one bench. */
import jsQR from "jsqr";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunningBench } from "../../testkit/bench.ts";
import { LIMIT_MS, type PanelOnBench, startPanel, until } from "../../testkit/panel.ts";

let panel: PanelOnBench;
let bench: RunningBench;
let page: Page;

beforeAll(async () => {
	panel = await startPanel();
	({ bench, page } = panel);
}, LIMIT_MS);

afterAll(async () => {
	await panel.close();
	// Chromium logs the answer to the leap that lost its supply.
	expect(panel.problems.filter((text) => !text.includes("409"))).toEqual([]);
});

const currents = async () => {
	const { body } = await bench.call("GET", "/api/mains");
	return (body as { phases: { current: number }[] }).phases.map(({ current }) => current);
};

const slider = (name: string) => page.getByRole("slider", { name });

it("a slider is wide enough, and a double click brings the usual value back", async () => {
	for (const name of ["L1 voltage U", "L2 current I", "L3 angle φ"])
		expect((await slider(name).boundingBox())?.width).toBeGreaterThan(200);
	await slider("L1 current I").focus();
	await page.keyboard.press("End");
	await until(currents).toEqual([21.2, 21.2, 21.2]);
	await slider("L1 current I").dblclick({ position: { x: 60, y: 8 } });
	await until(currents).toEqual([1, 1, 1]);
});

it("phases that differ are not made equal by the next touch", async () => {
	await page.getByRole("button", { name: "Unbalanced" }).click();
	const together = page.getByRole("switch", { name: "All phases together" });
	await until(() => together.getAttribute("aria-checked")).toBe("false");
	const [, ...others] = await currents();
	await slider("L1 current I").focus();
	await page.keyboard.press("End");
	await until(currents).toEqual([21.2, ...others]);
	await together.click();
});

const errorOf = async (row: string, phase: number) => {
	const cell = page.locator(".quantities tbody tr", { hasText: row }).locator("td").nth(phase);
	return Number.parseFloat((await cell.locator(".error").innerText()).replace("−", "-"));
};

it("with rectifiers RMS and fundamental are told apart, and every reading is right", async () => {
	await page.getByRole("button", { name: "Rectifiers" }).click();
	await page.getByText("U, I and S are RMS with all harmonics, Q is that of the").waitFor();
	await page.getByText("RMS of the fundamental: with harmonics it is less").waitFor();
	// No error is shown until the readings are those of the new load alone.
	for (const row of ["U V", "I A", "P W", "Q var", "S VA"])
		for (const phase of [0, 1, 2])
			await until(async () => Math.abs(await errorOf(row, phase))).toBeLessThan(0.3);
	const quantities = page.getByLabel("Quantity of the error");
	for (const name of ["L1 I", "L2 Q", "total S", "L3 PF", "f"])
		expect(await quantities.locator("option", { hasText: new RegExp(`^${name}$`) }).count()).toBe(
			1,
		);
	await quantities.selectOption({ label: "L1 S" });
	await page.getByText("Class B sets no limit for this quantity.").waitFor();
});

/** Figures that their place has no room for. */
const cutFigures = () =>
	page
		.locator(".card td, .card .value, .pulses, .figure")
		.evaluateAll((cells) =>
			cells
				.filter((cell) => cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0)
				.map((cell) => cell.textContent),
		);

it("no figure is cut off, without a load either", async () => {
	await page.getByRole("button", { name: "No load" }).click();
	await until(async () => (await bench.call("GET", "/api/truth")).body).toMatchObject({
		total: { activePower: 0 },
	});
	expect(await cutFigures()).toEqual([]);
});

it("rates and widths of the outputs are whole on a phone and at twice the size", async () => {
	const details = page.locator(".counter .detail");
	await until(() => details.nth(2).innerText()).toMatch(/^1000 imp\/kvarh · 30 ms$/);
	for (const width of [390, 720]) {
		await page.setViewportSize({ width, height: 450 });
		for (const detail of await details.all()) {
			const [wanted, room] = await detail.evaluate((element) => [
				element.scrollWidth,
				element.clientWidth,
			]);
			expect(wanted).toBeLessThanOrEqual(room as number);
		}
	}
	await page.setViewportSize({ width: 1440, height: 900 });
});

it("the readings have all that the meter measures", async () => {
	const text = await page.locator(".readings").innerText();
	for (const name of ["PF", "L1–L2", "L1–L3", "L2–L3", "kvarh", "tariff in force", "quadrant"])
		expect(text).toContain(name);
	expect(text).toContain("TRIP counter");
	expect(await page.locator(".energies").innerText()).not.toContain("Hz");
});

it("the print of the CT ratio stays while nobody reads the meter", async () => {
	const print = page.locator(".case");
	await until(() => print.textContent()).toContain("CT 5/5 A");
	await page.getByRole("switch", { name: "Read over Modbus" }).click();
	await page.getByText("The meter's registers are not being read.").waitFor();
	expect(await print.textContent()).toContain("CT 5/5 A");
	await page.getByRole("switch", { name: "Read over Modbus" }).click();
});

it("the bytes of a value are marked with it", async () => {
	await bench.call("POST", "/api/rs485/request", { request: "010340000002d1cb" });
	const row = page.locator("li.exchange").first();
	await row.locator("summary").click();
	await row.locator("tr", { hasText: "Serial number" }).hover();
	await until(() => row.locator(".bytes.marked").allInnerTexts()).toEqual(["12 34 56 78"]);
	await row.locator("summary").click();
});

it("a refusal for want of supply goes when the supply is back", async () => {
	await page.getByRole("button", { name: "+1 h" }).click();
	await page.getByRole("progressbar").waitFor();
	await bench.call("POST", "/api/power", { on: false });
	await page.locator(".refused").waitFor();
	await bench.call("POST", "/api/power", { on: true });
	await until(() => page.locator(".refused").count()).toBe(0);
});

it("a scanner of dark codes on light ground reads the QR code off the panel", async () => {
	const says = async () => {
		const { body } = await bench.call("GET", "/api/display");
		return (body as { rows: string[] }).rows.join();
	};
	await bench.call("POST", "/api/buttons", { button: "middle", hold: 3400 });
	await until(says).toContain("SETTINGS");
	await bench.call("POST", "/api/buttons", { button: "middle", hold: 200 });
	const lcd = page.locator("canvas.lcd");
	await until(async () => {
		const { data, width, height } = PNG.sync.read(await lcd.screenshot());
		return jsQR(new Uint8ClampedArray(data), width, height, { inversionAttempts: "dontInvert" })
			?.data;
	}).toBe("AMBIT:12345678");
});

/** Share of the pixels in which two pictures of a control differ. */
function difference(one: Buffer, other: Buffer): number {
	const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
	const length = Math.min(a.data.length, b.data.length);
	let differing = 0;
	for (let at = 0; at < length; at += 4)
		if (Math.abs((a.data[at] ?? 0) - (b.data[at] ?? 0)) > 60) differing++;
	return (4 * differing) / length;
}

it("in forced colours switches, choices and lamps show their state", async () => {
	await page.emulateMedia({ forcedColors: "active" });
	const track = (name: string) => page.getByRole("switch", { name }).locator(".track").screenshot();
	expect(difference(await track("Supply"), await track("Seal open"))).toBeGreaterThan(0.1);
	const option = (name: string) =>
		page
			.getByRole("group", { name: "Sequence" })
			.locator("label", { has: page.getByRole("radio", { name }) })
			.screenshot();
	expect(difference(await option("1 2 3"), await option("1 3 2"))).toBeGreaterThan(0.1);
	expect(await page.locator(".counter .lamp").first().boundingBox()).not.toBeNull();
	await page.emulateMedia({ forcedColors: "none" });
});

it("counters are silent, and the focus is never under the bar at twice the size", async () => {
	for (const counter of await page.locator("output").all())
		expect(await counter.getAttribute("aria-live")).toBe("off");
	await page.setViewportSize({ width: 720, height: 450 });
	await page.getByRole("searchbox", { name: "Search registers" }).focus();
	const hidden: string[] = [];
	for (let step = 0; step < 40; step++) {
		await page.keyboard.press("Shift+Tab");
		const name = await page.evaluate<string>(`(() => {
			const element = document.activeElement;
			const { left, top, width, height } = element.getBoundingClientRect();
			const seen = document.elementFromPoint(left + width / 2, top + height / 2);
			const over = seen?.closest(".top, .meter");
			return over && !over.contains(element) ? element.ariaLabel ?? element.textContent : "";
		})()`);
		if (name) hidden.push(name);
	}
	expect(hidden).toEqual([]);
});

it("on a phone there is room for the figures of a large CT ratio", async () => {
	await page.setViewportSize({ width: 390, height: 844 });
	await bench.call("POST", "/api/write", { register: "ctRatio", value: "9995/5" });
	const phase = { voltage: 230, current: 6, angle: 180 };
	await bench.call("PATCH", "/api/mains", { phases: [phase, phase, phase] });
	const power = page.locator(".quantities tbody tr", { hasText: "P kW" }).locator(".value");
	await until(() => power.first().innerText()).toMatch(/^−275\d\.\d\d$/);
	await until(() => power.last().innerText()).toMatch(/^−827\d\.\d\d$/);
	await until(() => page.locator(".quantities .value").nth(3).innerText()).toMatch(/^−1199\d/);
	expect(await cutFigures()).toEqual([]);
});
