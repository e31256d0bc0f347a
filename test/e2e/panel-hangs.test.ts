/** The panel of a bench that hangs for a while, or that restarts, in the middle of its use. */
import { expect, it } from "vitest";
import { startBench } from "../../testkit/bench.ts";
import { LIMIT_MS, startPanel, until } from "../../testkit/panel.ts";

it(
	"an entry, the focus and what was read outlast a bench that hangs",
	async () => {
		const { bench, page, close } = await startPanel();
		const events = page.locator("#faults tbody tr");
		await page.getByRole("button", { name: "Read the events" }).click();
		await until(() => events.count()).toBeGreaterThan(0);
		const field = page.getByLabel("L1 current I, A", { exact: true });
		await field.click();
		await page.keyboard.type("2");
		const silent = page.getByText("no answer", { exact: true });
		bench.process.kill("SIGSTOP");
		try {
			await silent.waitFor();
			// The browser takes the focus away when it next draws.
			await until(() => page.evaluate("document.activeElement === document.body")).toBe(true);
		} finally {
			bench.process.kill("SIGCONT");
		}
		await silent.waitFor({ state: "hidden" });
		await until(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
		expect(await field.inputValue()).toBe("2");
		expect(await events.count()).toBeGreaterThan(0);
		// A half-typed entry takes no effect by itself: the next one is the first.
		await page.keyboard.press("End");
		await page.keyboard.type(".5");
		await page.keyboard.press("Enter");
		const currents: unknown[] = [];
		await until(async () => {
			const { body } = await bench.call("GET", "/api/mains");
			currents.push((body as { phases: { current: number }[] }).phases[0].current);
			return currents.at(-1);
		}).toBe(2.5);
		expect(currents).not.toContain(2);
		await close();
	},
	LIMIT_MS,
);

it(
	"a bench that comes back is not given the mains of the one before",
	async () => {
		const { bench, browser, page } = await startPanel();
		const undo = page.getByRole("button", { name: "Undo" });
		await page.getByRole("button", { name: "No load" }).click();
		await until(() => undo.isEnabled()).toBe(true);
		await bench.stop();
		const next = await startBench(["--http", new URL(bench.http).port]);
		await page.getByText("connected", { exact: true }).waitFor();
		await until(() => undo.isEnabled()).toBe(false);
		await browser.close();
		await next.stop();
	},
	LIMIT_MS,
);
