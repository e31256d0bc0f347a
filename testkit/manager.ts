/** Meter Manager in a browser, for tests. */
import type { Browser, Locator, Page } from "playwright-core";
import { ensurePages } from "../scripts/setup/pages.ts";
import { type RunningBench, startBench } from "./bench.ts";
import { openBrowser } from "./browser.ts";
import { PATIENCE_MS, until } from "./until.ts";

/** Longest time of a test and of a meter's life. */
export const LIMIT_MS = 300_000;

/** The app's field for the six digits of the display. */
const digitsField = (page: Page): Locator => page.getByLabel("Six digits on the display");

/** The six digits on a meter's display; none if nobody pairs. */
async function shownDigits(bench: RunningBench, meter = 0): Promise<string> {
	const { body } = await bench.call("GET", `/api/meters/${meter}/display`);
	const { rows } = body as { rows: string[] };
	const at = rows.findIndex((row) => row.includes("BLUETOOTH PAIRING"));
	return at < 0 ? "" : (rows[at + 2]?.trim() ?? "");
}

/**
 * Enters the six digits of the display, once the app asks for them and the meter shows them.
 * @param earlier digits of an earlier pairing, which may still be shown
 * @param meter place of the meter on the bench
 */
export async function pair(
	page: Page,
	bench: RunningBench,
	earlier = "",
	meter = 0,
): Promise<void> {
	const field = digitsField(page);
	await field.waitFor();
	let digits = "";
	await until(async () => {
		digits = await shownDigits(bench, meter);
		return digits !== earlier && /^\d{6}$/.test(digits);
	}).toBe(true);
	await field.fill(digits);
	await page.keyboard.press("Enter");
	await field.waitFor({ state: "hidden" });
}

export class Manager {
	readonly browser: Browser;
	readonly page: Page;
	bench: RunningBench;

	private constructor(browser: Browser, page: Page, bench: RunningBench) {
		this.browser = browser;
		this.page = page;
		this.bench = bench;
	}

	/** Starts a bench and opens the app of it. @param args options of the bench */
	static async open(args: readonly string[] = []): Promise<Manager> {
		await ensurePages(() => {});
		const bench = await startBench(args, LIMIT_MS);
		const browser = await openBrowser();
		const page = await browser.newPage({ acceptDownloads: true });
		page.setDefaultTimeout(PATIENCE_MS);
		const manager = new Manager(browser, page, bench);
		await page.goto(manager.address);
		return manager;
	}

	get address(): string {
		return `${this.bench.http}/manager/`;
	}

	async close(): Promise<void> {
		await this.browser.close();
		await this.bench.stop();
	}

	/** Connects to a meter in the list. */
	async connect(serialNumber = "12345678"): Promise<void> {
		await this.page.locator(".meters").getByRole("button", { name: serialNumber }).click();
		await this.page.locator(".device").waitFor();
	}

	/** Opens a page of the connected meter. */
	async tab(name: string): Promise<void> {
		await this.page.getByRole("navigation").getByRole("button", { name }).click();
	}

	/** The row of a setting. */
	setting(name: string): Locator {
		return this.page.locator(`[data-setting="${name}"]`);
	}

	/** Enters the six digits of the display. */
	pair(earlier = ""): Promise<void> {
		return pair(this.page, this.bench, earlier);
	}

	/** The six digits on the display; none if nobody pairs. */
	digits(): Promise<string> {
		return shownDigits(this.bench);
	}

	/** Saves a changed setting, pairs and logs in if asked to, and waits until it is saved. */
	async save(name: string, password = "0000"): Promise<void> {
		await this.setting(name).getByRole("button", { name: /^Save/ }).click();
		const field = this.page.getByLabel("Password, four digits");
		const saved = this.setting(name).getByText("Saved");
		const digits = digitsField(this.page);
		await digits.or(field).or(saved).first().waitFor();
		if (await digits.isVisible()) await this.pair();
		await field.or(saved).first().waitFor();
		if (await field.isVisible()) {
			await field.fill(password);
			await field.press("Enter");
		}
		await saved.waitFor();
	}
}
